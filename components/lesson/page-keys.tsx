'use client';
// N and B: the next page of the course, and the one before.
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { type Shortcut, useShortcuts } from '../ui/shortcuts.ts';

export function PageKeys({ previous, next }: { previous: string | null; next: string | null }) {
  const router = useRouter();
  useShortcuts(
    useMemo(() => {
      // The projector is in the address, and stays there from page to page.
      const go = (path: string) => () => router.push(path + location.search);
      const list: Shortcut[] = [];
      if (next !== null) list.push({ keys: ['n'], shown: 'N', label: 'page suivante', run: go(next) });
      if (previous !== null) list.push({ keys: ['b'], shown: 'B', label: 'page précédente', run: go(previous) });
      return list;
    }, [router, previous, next]),
  );
  return null;
}
