// The text twin: the same state as tables.
import type { OrderEvent } from '#labs/order/events.ts';
import type { OrderState } from '#labs/order/lab.ts';
import { Table } from '../../lab/table.tsx';
import { eventText, heldText, placeName, type Verdict } from './words.ts';

export function TableView({
  state,
  events,
  verdicts,
}: {
  state: OrderState;
  /** Those that have happened. */
  events: readonly OrderEvent[];
  verdicts: readonly Verdict[];
}) {
  const waiting = state.visits.filter(({ done }) => done === null);
  return (
    <div className="space-y-5">
      <Table caption="Qui a lu quoi, dans quel ordre" heads={['Lecteur', 'Lus', 'En tampon']}>
        {state.readers.map((reader, place) => (
          <tr key={reader.name}>
            <th scope="row">{reader.name}</th>
            <td>{reader.read.join(', ') || 'rien'}</td>
            <td>
              {reader.held.length === 0
                ? 'vide'
                : waiting
                    .filter((visit) => visit.place === place)
                    .map(({ id, waits }) => `${id}, ${heldText(state, reader, waits)}`)
                    .join('\u00a0; ')}
            </td>
          </tr>
        ))}
      </Table>
      <Table
        caption="Messages"
        heads={['Message', 'De', 'Texte', 'Numéro chez l’émetteur', 'Horloge', 'Numéro du séquenceur']}
      >
        {state.sent.map(({ id, sender, text, number, clock, stamp }) => (
          <tr key={id}>
            <th scope="row">{id}</th>
            <td>{placeName(state, sender)}</td>
            <td>{text}</td>
            <td>{number}</td>
            <td>{state.order === 'causal' ? clock.join(' ') : 'aucune'}</td>
            <td>{stamp?.total ?? 'aucun'}</td>
          </tr>
        ))}
      </Table>
      <Table caption="Les trois ordres" heads={['Ordre', 'Verdict']}>
        {verdicts.map(({ name, kept, text }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{kept ? text : `rompu\u00a0: ${text}`}</td>
          </tr>
        ))}
      </Table>
      <Table caption="Déroulé" heads={['Événement', 'Ce qui s’est passé']}>
        {events.map((event, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an event is its place in the run
          <tr key={index}>
            <td>{index + 1}</td>
            <td>{eventText(state, event)}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
