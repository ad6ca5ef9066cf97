'use client';
// The panel's buttons: add a consumer, ten messages, a burst, a new topic. A refusal is shown under them.
import { type FormEvent, memo, type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { ChevronDown } from '../../ui/icons.tsx';
import { useCommand } from './command.ts';
import type { Acks } from './publish-form.tsx';

const burstSize = 1_000;
const box = 'mt-0.5 w-full rounded-lg border border-line bg-paper px-2 py-1 font-mono text-sm';

/** Drawn again only when one of its own things changes: events go by without touching it. */
export const Toolbar = memo(function Toolbar({
  topic,
  acks,
  group: preferred,
  libraries,
  onLibraries,
}: {
  topic: string;
  acks: Acks;
  group: string;
  /** « Même clé, deux bibliothèques » is shown; null while the topic does not exist. */
  libraries: boolean | null;
  onLibraries(): void;
}) {
  const { run, busy, problem, blocked } = useCommand();
  const [group, setGroup] = useState(preferred);
  const [fromBeginning, setFromBeginning] = useState(true);
  const [autoCommit, setAutoCommit] = useState(true);
  const off = busy || blocked !== null;
  const why = blocked ?? undefined;
  return (
    <>
      <div className="relative flex">
        <Button
          className="rounded-r-none"
          disabled={off || group === ''}
          title={why ?? `Ajouter un consommateur au groupe ${group}`}
          onClick={() => void run({ type: 'add-consumer', topic, group, fromBeginning, autoCommit })}
        >
          + Consommateur
        </Button>
        <Popover label="Réglages du prochain consommateur">
          <label className="block text-sm">
            groupe
            <input className={box} value={group} maxLength={249} onChange={(event) => setGroup(event.target.value)} />
          </label>
          <label className="mt-2 block text-sm">
            un groupe sans offset validé commence
            <select
              className={box}
              value={fromBeginning ? 'earliest' : 'latest'}
              onChange={(event) => setFromBeginning(event.target.value === 'earliest')}
            >
              <option value="earliest">au début (earliest)</option>
              <option value="latest">à la fin (latest)</option>
            </select>
          </label>
          <label className="mt-2 flex items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="accent-accent"
              checked={autoCommit}
              onChange={(event) => setAutoCommit(event.target.checked)}
            />
            valide ses offsets tout seul
          </label>
        </Popover>
      </div>
      <Button
        disabled={off}
        title={why ?? 'Dix messages de démonstration, plusieurs clés'}
        onClick={() => void run({ type: 'publish-demo', topic, acks })}
      >
        Dix messages
      </Button>
      <Button
        disabled={off}
        title={why ?? 'Mille messages d’un coup'}
        onClick={() => void run({ type: 'burst', topic, count: burstSize, acks })}
      >
        Rafale
      </Button>
      <NewTopic />
      <Button
        aria-pressed={libraries === true}
        disabled={libraries === null}
        title={
          libraries === null
            ? 'Ce topic n’existe pas encore\u00a0: publiez un premier message.'
            : 'Même clé, deux bibliothèques'
        }
        onClick={onLibraries}
      >
        Où va une clé&nbsp;?
      </Button>
      {problem ? (
        <p role="alert" className="basis-full rounded-lg bg-warn-soft px-3 py-1.5 text-sm text-warn">
          {problem}
        </p>
      ) : null}
    </>
  );
});

function NewTopic() {
  const { run, busy, problem, blocked } = useCommand();
  const [name, setName] = useState('');
  const [partitions, setPartitions] = useState(3);
  function create(event: FormEvent) {
    event.preventDefault();
    if (!busy && blocked === null && name !== '') void run({ type: 'create-topic', topic: name, partitions });
  }
  return (
    <div className="relative flex">
      <Popover label="Créer un topic" text="Topic">
        <form onSubmit={create}>
          <label className="block text-sm">
            nom
            <input
              className={box}
              value={name}
              maxLength={249}
              pattern="[a-zA-Z0-9._\-]+"
              title="Lettres sans accent, chiffres, point, tiret, souligné"
              onChange={(event) => setName(event.target.value)}
            />
          </label>
          <label className="mt-2 block text-sm">
            partitions
            <input
              className={box}
              type="number"
              min={1}
              max={24}
              value={partitions}
              onChange={(event) =>
                setPartitions(Math.min(24, Math.max(1, Math.trunc(Number(event.target.value)) || 1)))
              }
            />
          </label>
          <Button
            type="submit"
            small
            className="mt-3"
            disabled={busy || blocked !== null || name === ''}
            title={blocked ?? (name === '' ? 'Donnez d’abord un nom.' : undefined)}
          >
            Créer
          </Button>
          {problem ? (
            <p role="alert" className="mt-2 text-sm text-warn">
              {problem}
            </p>
          ) : null}
        </form>
      </Popover>
    </div>
  );
}

/** A small sheet under its button; Escape and a click elsewhere close it. */
function Popover({ label, text, children }: { label: string; text?: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: no control itself, it only hears Escape and the focus leaving its button and sheet
    <div
      className="flex"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        setOpen(false);
        // The sheet that had the focus goes: back to the button that opened it.
        event.currentTarget.querySelector('button')?.focus();
      }}
    >
      <Button
        className={text ? '' : '-ml-px rounded-l-none px-2'}
        aria-label={label}
        aria-expanded={open}
        title={label}
        onClick={() => setOpen(!open)}
      >
        {text}
        <ChevronDown size="1em" />
      </Button>
      {open ? (
        <fieldset className="absolute top-full right-0 z-20 mt-1 w-64 rounded-xl border border-line-strong bg-sheet p-3 shadow-lg">
          <legend className="sr-only">{label}</legend>
          {children}
        </fieldset>
      ) : null}
    </div>
  );
}
