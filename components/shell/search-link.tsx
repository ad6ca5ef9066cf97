'use client';
// The way to the search page, from everywhere: a link, and the key « / ».
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { buttonClass } from '../ui/button.tsx';
import { Search } from '../ui/icons.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';

const path = '/recherche';

export function SearchLink() {
  const { push } = useRouter();
  useShortcuts(
    useMemo(() => [{ keys: ['/'], shown: '/', label: 'chercher dans le cours', run: () => push(path) }], [push]),
  );
  return (
    <Link
      href={path}
      prefetch={false}
      aria-label="Chercher dans le cours"
      aria-keyshortcuts="/"
      title="Chercher dans le cours (/)"
      className={`projector-hidden ${buttonClass('plain')}`}
    >
      <Search />
    </Link>
  );
}
