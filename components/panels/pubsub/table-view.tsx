// The text twin: who got what, message by message, and all that happened up to there.

import type { FileState } from '#labs/file/lab.ts';
import { sharesOf } from '#labs/file/shares.ts';
import type { Fates } from '#labs/pubsub/fates.ts';
import { Table } from '../../lab/table.tsx';
import type { ActionsOf } from './drawing.tsx';
import type { QueueActions } from './queue-side.tsx';
import { workerText } from './queue-words.ts';
import { fateText, kindText, numbersText, presenceText } from './words.ts';

const none = 'aucun';
const orderText = ({ inOrder }: Fates): string => (inOrder === null ? 'trop tôt' : inOrder ? 'oui' : 'non');

export function TableView({
  fates,
  file,
  story,
  actionsOf,
  queueActions,
}: {
  fates: readonly Fates[];
  file: FileState | null;
  story: readonly string[];
  actionsOf: ActionsOf;
  queueActions: QueueActions;
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
      {file ? <QueueTables file={file} actions={queueActions} /> : null}
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

const inOrder = (numbers: readonly number[]): string => numbersText(numbers.toSorted((a, b) => a - b)) || none;

function QueueTables({ file, actions }: { file: FileState; actions: QueueActions }) {
  const { workers, sent, waiting, hand, done, doubled } = sharesOf(file);
  const all = [
    ['confiés', sent],
    ['en attente', waiting],
    ['en main', hand],
    ['traités', done],
    ['traités deux fois', doubled],
  ] as const;
  return (
    <>
      <Table caption="La file d’attente" heads={['Messages', 'Combien', 'Lesquels']}>
        {all.map(([name, numbers]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{numbers.length}</td>
            <td>{inOrder(numbers)}</td>
          </tr>
        ))}
      </Table>
      <Table caption="Qui a traité quoi" heads={['Ouvrier', 'Présence', 'Donnés', 'Traités', 'Lesquels', 'Agir']}>
        {workers.map((share) => (
          <tr key={share.worker}>
            <th scope="row">Ouvrier {share.worker}</th>
            <td>{workerText(share)}</td>
            <td>{share.given.length}</td>
            <td>{share.done.length}</td>
            <td>{inOrder(share.done)}</td>
            <td>{share.there ? actions.ofWorker(share) : null}</td>
          </tr>
        ))}
      </Table>
      {actions.hire}
    </>
  );
}
