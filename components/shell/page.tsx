// The landmarks of every page: skip link, header, main.
import type { ReactNode } from 'react';
import { Header } from './header.tsx';

export function Page({ place, fixed = false, children }: { place?: string; fixed?: boolean; children: ReactNode }) {
  return (
    <>
      <a
        href="#contenu"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-20 focus:rounded-lg focus:bg-accent focus:px-4 focus:py-2 focus:text-accent-ink"
      >
        Aller au contenu
      </a>
      <Header {...(place ? { place } : {})} />
      <main id="contenu" tabIndex={-1} className={fixed ? 'split:h-[calc(100dvh-var(--header))] print:h-auto!' : ''}>
        {children}
      </main>
    </>
  );
}
