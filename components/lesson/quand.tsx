'use client';
// Words of a lesson that tell an event: they wait until it happens in the panel, then stay. Never a timer.
import { type ReactNode, useEffect, useState } from 'react';
import { kafkaLab } from '#labs/kafka/lab.ts';
import { useLab } from '../realtime/use-lab.ts';
import { type Moment, moments } from './moments.ts';

/** `attend` names the event in the reader's words: « qu’un consommateur disparaisse ». */
export function Quand({ moment, attend, children }: { moment: Moment; attend: string; children: ReactNode }) {
  const { live, ready } = useLab(kafkaLab);
  const value = moments[moment](live);
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
