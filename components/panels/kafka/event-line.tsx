'use client';
// The journal in plain French, newest first; bounded by the state itself.
import { memo, useState } from 'react';
import type { Line } from '#labs/kafka/facts.ts';
import { clockTimeMs } from '../../lab/format.ts';
import { Button } from '../../ui/button.tsx';
import { factText } from './words.ts';

const few = 6;

export function EventLine({ lines, me }: { lines: readonly Line[]; me: string | null }) {
  const [all, setAll] = useState(false);
  const shown = lines.slice(all ? 0 : -few).toReversed();
  return (
    <section aria-label="Journal des événements" data-cible="journal" className="min-w-0 font-mono text-sm">
      <ol className={all ? 'max-h-80 overflow-auto' : ''}>
        {shown.map((line) => (
          <LineRow key={line.n} line={line} me={me} />
        ))}
      </ol>
      {lines.length > few ? (
        <Button small tone="quiet" className="projector-hidden -ml-2 text-muted" onClick={() => setAll(!all)}>
          {all ? 'Moins' : `Les ${lines.length} derniers événements`}
        </Button>
      ) : null}
    </section>
  );
}

const LineRow = memo(function LineRow({ line, me }: { line: Line; me: string | null }) {
  return (
    <li className="wrap-anywhere py-0.5 transition duration-300 starting:opacity-0 projection:nth-[n+3]:hidden">
      <time className="font-semibold" dateTime={new Date(line.at).toISOString()}>
        {clockTimeMs(line.at)}
      </time>{' '}
      <span className="text-muted">{factText(line.fact, me)}</span>
    </li>
  );
});
