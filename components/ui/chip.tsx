// A small rounded label, with a dot whose tone is always doubled by words.
import type { ReactNode } from 'react';

export type Tone = 'good' | 'warn' | 'idle' | 'accent';

const dots = { good: 'bg-good', warn: 'bg-warn', idle: 'bg-line-strong', accent: 'bg-accent' } as const;

export function Chip({ tone, children, className = '' }: { tone?: Tone; children: ReactNode; className?: string }) {
  return (
    <span
      className={`inline-flex items-center gap-2 whitespace-nowrap rounded-full border border-line bg-sheet px-3 py-0.5 text-muted text-sm ${className}`}
    >
      {tone ? <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${dots[tone]}`} /> : null}
      {children}
    </span>
  );
}
