// The text twin: who got what, message by message, and all that happened up to there.
import type { Fates } from '#labs/pubsub/fates.ts';
import { Table } from '../../lab/table.tsx';
import type { ActionsOf } from './drawing.tsx';
import { fateText, kindText, numbersText, presenceText } from './words.ts';

const none = 'aucun';
const orderText = ({ inOrder }: Fates): string => (inOrder === null ? 'trop tôt' : inOrder ? 'oui' : 'non');

export function TableView({
  fates,
  story,
  actionsOf,
}: {
  fates: readonly Fates[];
  story: readonly string[];
  actionsOf: ActionsOf;
}) {
  const [first] = fates;
  return (
    <div className="space-y-5">
      <Table
        caption="Qui a reçu quoi"
        heads={['Abonné', 'Genre', 'Présence', 'Reçus', 'Perdus', 'Doublés', 'Gardés', 'Dans l’ordre', 'Agir']}
      >
        {fates.map((each) => (
          <tr key={each.subscriber.id}>
            <th scope="row">{each.subscriber.name}</th>
            <td>{kindText(each.subscriber)}</td>
            <td>{presenceText(each.subscriber)}</td>
            <td>{each.received}</td>
            <td>{numbersText(each.missed) || none}</td>
            <td>{numbersText(each.doubled) || none}</td>
            <td>{numbersText(each.waiting) || none}</td>
            <td>{orderText(each)}</td>
            <td>
              <div className="flex gap-1">{actionsOf(each.subscriber)}</div>
            </td>
          </tr>
        ))}
      </Table>
      <Table caption="Message par message" heads={['Message', ...fates.map(({ subscriber }) => subscriber.name)]}>
        {(first?.cells ?? []).map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a message is its number
          <tr key={index}>
            <th scope="row">{index + 1}</th>
            {fates.map(({ subscriber, cells }) => (
              <td key={subscriber.id}>{fateText[cells[index] ?? 'before']}</td>
            ))}
          </tr>
        ))}
      </Table>
      <Table caption="Déroulé" heads={['Événement', 'Ce qui s’est passé']}>
        {story.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an event is its place in the run
          <tr key={index}>
            <td>{index + 1}</td>
            <td>{text}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
