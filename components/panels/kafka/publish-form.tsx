'use client';
// Publish one record: key, value, headers, acks; the acknowledgement comes back to the form.
import { type FormEvent, memo, useEffect, useId, useRef, useState } from 'react';
import type { limits } from '#contract/kafka-commands.ts';
import { count } from '../../lab/format.ts';
import { Button } from '../../ui/button.tsx';
import { Cross, Plus } from '../../ui/icons.tsx';
import { type Draft, useCommand } from './command.ts';
import { predict } from './two-libraries.ts';

// The contract's own limits, repeated as numbers because its module carries zod; the types keep them equal.
const most: Pick<typeof limits, 'key' | 'value' | 'headers' | 'headerName' | 'headerValue'> = {
  key: 1_000,
  value: 32_000,
  headers: 20,
  headerName: 200,
  headerValue: 2_000,
};

export type Acks = 0 | 1 | -1;
type Header = { id: number; name: string; value: string };
export type Sent = { partition: number; offset: number | null };

const field =
  'flex min-w-0 items-center gap-2 rounded-lg border border-line bg-sheet px-3 focus-within:outline-3 focus-within:outline-accent';
const input = 'min-w-0 flex-1 bg-transparent py-1.5 font-mono text-sm outline-none placeholder:text-muted';

/** Drawn again only when one of its own things changes: events go by without touching it. */
export const PublishForm = memo(function PublishForm({
  topic,
  partitions,
  draft,
  acks,
  onAcks,
  onSent,
}: {
  topic: string;
  /** Null while the topic is not known. */
  partitions: number | null;
  /** A record to send again; mounted anew for each. */
  draft: Draft | null;
  acks: Acks;
  onAcks(acks: Acks): void;
  onSent(sent: Sent): void;
}) {
  const { run, busy, problem, blocked } = useCommand();
  // null is no key, and a tombstone; '' is an empty text, which only a record sent again brings here.
  const [key, setKey] = useState<string | null>(draft ? draft.key : 'capteur-7');
  const [value, setValue] = useState<string | null>(draft ? draft.value : '{"temperature": 21.4}');
  const [headers, setHeaders] = useState<readonly Header[]>(
    () => draft?.headers.map(([name, text], id) => ({ id, name, value: text })) ?? [],
  );
  const keyField = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (draft) keyField.current?.focus();
  }, [draft]);
  const [ack, setAck] = useState<string | null>(null);

  async function publish(event: FormEvent) {
    event.preventDefault();
    if (busy || blocked !== null) return;
    setAck(null);
    const named = headers.filter(({ name }) => name !== '');
    const sent = await run({
      type: 'publish',
      topic,
      key,
      value,
      headers: named.map((header): [string, string] => [header.name, header.value]),
      acks,
    });
    if (!sent) return;
    setAck(ackText(sent));
    onSent(sent);
  }

  return (
    // The acknowledgement slides in from the right: clipped, or a phone could scroll sideways meanwhile.
    <form onSubmit={publish} aria-label={`Publier dans ${topic}`} className="-mx-1 overflow-x-clip px-1">
      <div className="flex flex-wrap gap-2">
        <label className={`${field} basis-40 max-sm:flex-1 max-sm:basis-32`}>
          <span className="text-muted text-sm">clé</span>
          <input
            className={input}
            ref={keyField}
            value={key ?? ''}
            maxLength={most.key}
            placeholder={key === null ? 'sans clé' : 'clé vide'}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setKey(event.target.value === '' ? null : event.target.value)}
          />
        </label>
        <label className={`${field} flex-1 basis-56 max-sm:order-2 max-sm:basis-40`}>
          <span className="text-muted text-sm">valeur</span>
          <input
            className={input}
            value={value ?? ''}
            maxLength={most.value}
            placeholder={value === null ? 'null : une pierre tombale' : 'valeur vide'}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setValue(event.target.value)}
          />
        </label>
        <label className={`${field} shrink-0`} title="Quand le producteur tient l’envoi pour réussi">
          <span className="text-muted text-sm">acks</span>
          <select
            className="bg-sheet py-1.5 font-mono text-sm outline-none"
            value={acks}
            onChange={(event) => onAcks(acksOf(event.target.value))}
          >
            <option value={-1}>all</option>
            <option value={1}>1</option>
            <option value={0}>0</option>
          </select>
        </label>
        <Button
          tone="primary"
          type="submit"
          className="max-sm:order-3"
          disabled={busy || blocked !== null}
          title={blocked ?? 'Publier ce message (Entrée)'}
        >
          Publier <span aria-hidden="true">⏎</span>
        </Button>
      </div>
      <div className="mt-1 flex flex-wrap items-start justify-between gap-x-4">
        <Headers headers={headers} onChange={setHeaders} />
        {partitions === null ? null : <Whereto keyText={key} partitions={partitions} />}
        <p
          role="status"
          className={`ml-auto min-h-5 font-mono text-good text-xs ${ack ? 'transition duration-300 starting:translate-x-8 starting:opacity-0' : ''}`}
          key={ack}
        >
          {ack}
        </p>
      </div>
      {problem ? (
        <p role="alert" className="mt-1 rounded-lg bg-warn-soft px-3 py-1.5 text-sm text-warn">
          {problem}
        </p>
      ) : null}
    </form>
  );
});

const acksOf = (value: string): Acks => (value === '1' ? 1 : value === '0' ? 0 : -1);

/** `P2 · offset 34 · 3 ms`. With acks=0 nobody confirmed anything, and it is said. */
export function ackText({ partition, offset, ms }: { partition: number; offset: number | null; ms: number }): string {
  const time = `${count(Math.round(ms))}\u00a0ms`;
  if (offset === null) return `envoyé vers P${partition} sans confirmation (acks=0) · ${time}`;
  return `confirmé · P${partition} · offset ${count(offset)} · ${time}`;
}

/** Where this key will go, before it is sent: with this page, and with kcat. */
function Whereto({ keyText, partitions }: { keyText: string | null; partitions: number }) {
  const here = keyText === null ? null : predict('murmur2', keyText, partitions);
  const there = keyText === null ? null : predict('crc32', keyText, partitions);
  return (
    <p className="min-w-0 text-muted text-xs leading-5" data-prevu={here}>
      {here === null ? (
        'sans clé\u00a0: KafkaJS passe d’une partition à l’autre'
      ) : (
        <>
          cette clé ira dans <strong className="text-ink">P{here}</strong>
          {there === null || there === here ? null : ` (avec kcat\u00a0: P${there})`}
        </>
      )}
    </p>
  );
}

/** Folded away: most records have no header. */
function Headers({ headers, onChange }: { headers: readonly Header[]; onChange(headers: readonly Header[]): void }) {
  const [next, setNext] = useState(headers.length);
  const name = useId();
  const change = (id: number, part: Partial<Header>) =>
    onChange(headers.map((header) => (header.id === id ? { ...header, ...part } : header)));
  return (
    <details className="open:basis-full">
      <summary className="w-fit text-muted text-sm">en-têtes{headers.length > 0 ? ` (${headers.length})` : ''}</summary>
      <ul className="mt-1 space-y-1">
        {headers.map((header, index) => (
          <li key={header.id} className="flex gap-2">
            <input
              className={`${field} ${input} basis-40 border py-1`}
              aria-label={`nom de l’en-tête ${index + 1}`}
              placeholder="nom"
              name={name}
              value={header.name}
              maxLength={most.headerName}
              onChange={(event) => change(header.id, { name: event.target.value })}
            />
            <input
              className={`${field} ${input} border py-1`}
              aria-label={`valeur de l’en-tête ${index + 1}`}
              placeholder="valeur"
              value={header.value}
              maxLength={most.headerValue}
              onChange={(event) => change(header.id, { value: event.target.value })}
            />
            <Button
              small
              tone="quiet"
              aria-label={`Retirer l’en-tête ${index + 1}`}
              onClick={() => onChange(headers.filter(({ id }) => id !== header.id))}
            >
              <Cross size="1em" />
            </Button>
          </li>
        ))}
      </ul>
      <Button
        small
        tone="quiet"
        disabled={headers.length >= most.headers}
        onClick={() => {
          onChange([...headers, { id: next, name: '', value: '' }]);
          setNext(next + 1);
        }}
      >
        <Plus size="1em" /> en-tête
      </Button>
    </details>
  );
}
