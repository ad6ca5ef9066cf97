'use client';
// Publishing one message or ten, to a queue too; and taking in one more subscriber.
import { useId, useState } from 'react';
import { type BrokerAtHand, type PubsubCommand, pubsubBounds } from '#contract/pubsub.ts';
import { Button } from '../../ui/button.tsx';
import { brokerText } from './words.ts';

const inputClass = 'min-w-0 rounded-lg border border-line-strong bg-sheet px-2 py-1 text-sm';
const names = ['Denis', 'Emma', 'Farid', 'Gaëlle', 'Hugo', 'Inès'];
type Kind = 'plain' | 'durable' | 'past';

export function SceneForm({
  at,
  taken,
  blocked,
  busy,
  onAsk,
}: {
  at: BrokerAtHand;
  taken: readonly string[];
  blocked: string | null;
  busy: boolean;
  onAsk(command: PubsubCommand): Promise<boolean>;
}) {
  const proposed = names.find((name) => !taken.includes(name)) ?? '';
  const [name, setName] = useState<string | null>(null);
  const [kind, setKind] = useState<Kind>('plain');
  const hint = useId();
  const { remembersAbsent, readsPast, sharesWork } = at.capabilities;
  const noQueue = blocked ?? (sharesWork ? null : `${brokerText[at.broker]} n’a pas de file d’attente.`);
  const isFull = taken.length >= pubsubBounds.subscribers;
  const no = blocked ?? (isFull ? `${pubsubBounds.subscribers} abonnés au plus\u00a0: retirez-en un.` : null);
  // Another broker may not know how to do what was chosen for the last one.
  const chosen = (kind === 'durable' && !remembersAbsent) || (kind === 'past' && !readsPast) ? 'plain' : kind;

  async function subscribe() {
    const asked = { durable: chosen === 'durable', from: chosen === 'past' ? 'beginning' : 'now' } as const;
    if (await onAsk({ type: 'subscribe', name: (name ?? proposed).trim(), ...asked })) setName(null);
  }
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <div className="flex flex-wrap gap-2" data-cible="publier">
        <Button
          tone="primary"
          disabled={busy || blocked !== null}
          title={blocked ?? undefined}
          onClick={() => void onAsk({ type: 'publish', count: pubsubBounds.series, queue: false })}
        >
          Publier dix messages
        </Button>
        <Button
          disabled={busy || blocked !== null}
          title={blocked ?? undefined}
          onClick={() => void onAsk({ type: 'publish', count: 1, queue: false })}
        >
          Un seul
        </Button>
        <Button
          disabled={busy || noQueue !== null}
          title={noQueue ?? undefined}
          onClick={() => void onAsk({ type: 'publish', count: pubsubBounds.series, queue: true })}
        >
          Dix, au sujet et à la file
        </Button>
      </div>
      <form
        className="flex flex-wrap items-center gap-2 text-sm"
        data-cible="abonner"
        onSubmit={(event) => {
          event.preventDefault();
          void subscribe();
        }}
      >
        <label className="flex items-center gap-2">
          nom
          <input
            className={`${inputClass} w-28`}
            value={name ?? proposed}
            maxLength={pubsubBounds.name}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label className="flex items-center gap-2">
          abonné
          <select
            className={inputClass}
            value={chosen}
            aria-describedby={hint}
            onChange={(event) => setKind(event.target.value as Kind)}
          >
            <option value="plain">ordinaire</option>
            <option value="durable" disabled={!remembersAbsent}>
              durable
            </option>
            <option value="past" disabled={!readsPast}>
              depuis le début
            </option>
          </select>
        </label>
        <span id={hint} className="sr-only">
          {remembersAbsent ? '' : 'Ce broker ne garde rien pour les absents. '}
          {readsPast ? '' : 'Ce broker ne relit pas le passé.'}
        </span>
        <Button type="submit" disabled={busy || no !== null} title={no ?? undefined}>
          Abonner
        </Button>
      </form>
    </div>
  );
}
