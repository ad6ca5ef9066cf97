'use client';
// Who writes into the topic: oneself, other pages, and every outside program by its own name.
import { memo } from 'react';
import type { ClientState } from '#labs/kafka/state.ts';
import { clientName } from '#labs/kafka/state.ts';
import { clockTime, counted } from '../../lab/format.ts';
import { useActions } from './command.ts';
import type { Who } from './who.ts';
import { acksText, goneText } from './words.ts';

export type ProducersProps = {
  outside: readonly { client: ClientState; sent: number }[];
  mine: { sent: number; acks: number | null };
  /** Other pages: their people, and what they sent together. */
  others: { owners: readonly (string | null)[]; sent: number };
  /** False when only the embedded Kafka could tell which programs are there. */
  seen: boolean;
};

const shown = 8;

export function Producers({ outside, mine, others, seen }: ProducersProps) {
  const { who } = useActions();
  return (
    <section aria-label="Producteurs" data-cible="producteurs producteur" className="min-w-0">
      <h3 className="mb-2 font-semibold text-muted text-xs uppercase tracking-wider">Producteurs</h3>
      <ul className="grid grid-cols-2 gap-2 @3xl:grid-cols-1">
        <li className="rounded-xl border border-line bg-sheet px-3 py-2">
          <p className="font-bold">Vous</p>
          <p className="font-mono text-muted text-xs">navigateur · kafkajs</p>
          {mine.sent > 0 ? (
            <p className="font-semibold text-good text-xs">
              {counted(mine.sent, 'message')} · {acksText(mine.acks)}
            </p>
          ) : null}
        </li>
        {others.sent > 0 ? (
          <li className="rounded-xl border border-line bg-sheet px-3 py-2">
            <p className="wrap-anywhere font-bold">{othersText(others.owners, who)}</p>
            <p className="font-mono text-muted text-xs">{counted(others.sent, 'message')}</p>
          </li>
        ) : null}
        {outside.slice(0, shown).map(({ client, sent }) => (
          <Program key={client.view.id} client={client} sent={sent} />
        ))}
        {outside.length > shown ? (
          <li className="px-3 text-muted text-sm">et {counted(outside.length - shown, 'autre')}</li>
        ) : null}
      </ul>
      {seen ? null : (
        <p className="mt-2 text-muted text-xs">
          Un cluster Kafka ne dit pas quels programmes lui écrivent&nbsp;: seul le Kafka embarqué le montre.
        </p>
      )}
    </section>
  );
}

/** « Ada, Zoé » while they are few and all have a name. */
function othersText(owners: readonly (string | null)[], who: Who): string {
  const names = owners.map((owner) => who.nameOf(owner));
  if (names.length <= namesShown && !names.includes(null)) return names.join(', ');
  return counted(owners.length, 'autre page', 'autres pages');
}
const namesShown = 3;

const Program = memo(function Program({ client, sent }: { client: ClientState; sent: number }) {
  const { view, left } = client;
  const library =
    view.library === null ? 'bibliothèque non dite' : `${view.library} ${view.libraryVersion ?? ''}`.trim();
  return (
    <li
      data-client={clientName(view)}
      className={`min-w-0 rounded-xl border bg-sheet px-3 py-2 transition duration-300 starting:opacity-0 ${left ? 'border-line border-dashed text-muted' : 'border-(--key-2)'}`}
    >
      <p className="wrap-anywhere font-bold">{clientName(view)}</p>
      <p className="wrap-anywhere font-mono text-muted text-xs">{library}</p>
      <p className="wrap-anywhere font-mono text-muted text-xs">{view.address}</p>
      {sent > 0 ? (
        <p className={`font-semibold text-xs ${left ? '' : 'text-good'}`}>
          {left ? '■' : '▸'} {counted(sent, 'message')} · {acksText(client.acks)}
        </p>
      ) : (
        <p className="text-muted text-xs">n’a encore rien envoyé ici</p>
      )}
      {left ? (
        <p className="text-xs">
          {goneText(left.cause)} à {clockTime(left.at)}
        </p>
      ) : null}
    </li>
  );
});
