'use client';
// A word of the lesson that acts on the panel: press it, and the thing it names lights up there.
import { type ReactNode, useState } from 'react';
import { highlight } from '../lab/highlight.ts';

export function Voir({ cible, children }: { cible: string; children: ReactNode }) {
  const [said, setSaid] = useState('');
  return (
    <>
      <button
        type="button"
        className="inline cursor-pointer rounded-sm border-accent border-b-2 font-bold text-ink hover:bg-accent-soft print:border-0"
        onClick={() => {
          // A panel hidden a moment ago needs a picture before it can be searched.
          requestAnimationFrame(() =>
            setSaid(highlight(cible) ? 'Montré dans le panneau.' : 'Rien de tel dans le panneau pour l’instant.'),
          );
          setSaid('');
        }}
      >
        {children}
      </button>
      <span role="status" className={said.startsWith('Rien') ? 'ml-1 text-muted text-sm print:hidden' : 'sr-only'}>
        {said}
      </span>
    </>
  );
}
