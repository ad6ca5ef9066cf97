'use client';
// What both live halves of quand.tsx show: its words, once their event has happened.
import { useEffect, useState } from 'react';
import type { QuandProps } from './quand.tsx';

/** `value` grows when the event happens; `ready`: the lab has been heard of. */
export function QuandLive({ moment, attend, children, value, ready }: QuandProps & { value: number; ready: boolean }) {
  const [before, setBefore] = useState<number | null>(null);
  const [asked, setAsked] = useState(false);
  const [seen, setSeen] = useState(false);

  useEffect(() => {
    if (!ready) return;
    if (before === null) setBefore(value);
    else if (value > before) setSeen(true);
  }, [ready, before, value]);

  const shown = seen || asked;
  return (
    <div
      role="status"
      data-moment={moment}
      data-vu={seen}
      className="my-4 rounded-lg border border-line border-dashed px-3 py-2 [&>p]:my-0"
    >
      {shown ? (
        <>
          <strong className="text-good">{seen ? 'Cela vient d’arriver. ' : 'Pas encore vu. '}</strong>
          {children}
        </>
      ) : (
        <p className="text-muted text-sm">
          Cette phrase attend {attend}.{' '}
          <button type="button" className="underline underline-offset-2" onClick={() => setAsked(true)}>
            La lire quand même
          </button>
        </p>
      )}
    </div>
  );
}
