// The text twin: the same state as tables, and all that happened up to there.
import { missing } from '#labs/order/reorder.ts';
import type { RunState } from '#labs/reseau/run.ts';
import { count } from '../../lab/format.ts';
import { Table } from '../../lab/table.tsx';
import type { Told } from './story.tsx';
import { eventText, rangesText } from './words.ts';

export function TableView({
  state,
  story,
}: {
  state: RunState;
  /** What has happened up to there. */
  story: readonly Told[];
}) {
  const { numbered } = state.network;
  return (
    <div className="space-y-5">
      <Table
        caption="Récepteurs"
        heads={['Récepteur', 'Attendu', 'En tampon', 'Livrés', 'Manquent', 'Doublons ignorés', 'En route vers lui']}
      >
        {state.receivers.map(({ name, stream, delivered, ignored }, index) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{numbered ? stream.expected : 'sans numéros'}</td>
            <td>{numbered ? stream.held.map(({ sequence }) => sequence).join(', ') || 'vide' : 'aucun'}</td>
            <td>{delivered.map(({ sequence }) => sequence).join(', ') || 'rien'}</td>
            <td>{numbered ? rangesText(missing(stream)) || 'rien' : 'inconnu'}</td>
            <td>{numbered ? ignored : 'inconnu'}</td>
            <td>
              {state.flights
                .filter(({ receiver }) => receiver === index)
                .map(({ sequence }) => sequence)
                .join(', ') || 'rien'}
            </td>
          </tr>
        ))}
      </Table>
      <Table caption="Déroulé" heads={['Événement', 'Temps (ms)', 'Ce qui s’est passé']}>
        {story.map(({ event, after }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an event is its place in the run
          <tr key={index}>
            <td>{index + 1}</td>
            <td>{count(event.t)}</td>
            <td>{eventText(after, event)}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
