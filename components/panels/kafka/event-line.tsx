'use client';
// The journal in plain French, newest first; bounded by the state itself. One can search it, or see one kind of line.
import { memo, useState } from 'react';
import type { Line } from '#labs/kafka/facts.ts';
import { clockTimeMs, count } from '../../lab/format.ts';
import { Button } from '../../ui/button.tsx';
import { filtered, isJournalKind, type JournalKind, journalKinds } from './journal-filter.ts';
import { factText } from './sentences.ts';
import type { Who } from './who.ts';

const few = 6;
const field = 'min-w-0 rounded-md border border-line bg-sheet px-2 py-0.5 font-sans text-sm';

export function EventLine({ lines, who }: { lines: readonly Line[]; who: Who }) {
  const [all, setAll] = useState(false);
  const [kind, setKind] = useState<JournalKind>('tout');
  const [text, setText] = useState('');
  const found = filtered(lines, { kind, text, who });
  const sought = found !== lines;
  const shown = found.slice(all || sought ? 0 : -few).toReversed();
  return (
    <section aria-label="Journal des événements" data-cible="journal" className="min-w-0 font-mono text-sm">
      {lines.length > 0 ? (
        <Search
          {...{ kind, text, onKind: setKind, onText: setText }}
          told={sought ? `${count(found.length)} sur ${count(lines.length)}` : null}
        />
      ) : null}
      <ol className={all || sought ? 'max-h-80 overflow-auto' : ''}>
        {shown.map((line) => (
          <LineRow key={line.n} line={line} who={who} />
        ))}
      </ol>
      {lines.length > few && !sought ? (
        <Button small tone="quiet" className="projector-hidden -ml-2 text-muted" onClick={() => setAll(!all)}>
          {all ? 'Moins' : `Les ${lines.length} derniers événements`}
        </Button>
      ) : null}
    </section>
  );
}

type SearchProps = {
  kind: JournalKind;
  text: string;
  /** What was found, in words; null while nothing is asked for. */
  told: string | null;
  onKind(kind: JournalKind): void;
  onText(text: string): void;
};

const Search = memo(function Search({ kind, text, told, onKind, onText }: SearchProps) {
  return (
    <search className="projector-hidden mb-1 flex flex-wrap items-center gap-2">
      <input
        type="search"
        className={`${field} max-w-44 flex-1`}
        aria-label="Chercher dans le journal"
        placeholder="chercher"
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
      <select
        className={field}
        aria-label="Sorte d’événements"
        value={kind}
        onChange={(event) => onKind(isJournalKind(event.target.value) ? event.target.value : 'tout')}
      >
        {Object.entries(journalKinds).map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {told ? (
        <span role="status" className="font-sans text-muted text-xs">
          {told}
        </span>
      ) : null}
    </search>
  );
});

const LineRow = memo(function LineRow({ line, who }: { line: Line; who: Who }) {
  return (
    <li className="wrap-anywhere py-0.5 transition duration-300 starting:opacity-0 projection:nth-[n+3]:hidden">
      <time className="font-semibold" dateTime={new Date(line.at).toISOString()}>
        {clockTimeMs(line.at)}
      </time>{' '}
      <span className="text-muted">{factText(line.fact, who)}</span>
    </li>
  );
});
