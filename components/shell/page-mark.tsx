'use client';
// Beside a page of the course: whether it was opened in this browser.
import { Check } from '../ui/icons.tsx';
import { useProgress } from './progress-store.ts';

export function PageMark({ path }: { path: string }) {
  const seen = useProgress().pages[path] !== undefined;
  if (!seen) return null;
  return (
    <span className="ml-1 inline-flex items-center gap-1 whitespace-nowrap text-good text-sm" data-vue={path}>
      <Check size={14} strokeWidth={3} /> vue
    </span>
  );
}
