// The text twin: the same state as tables.
import { verdictOf } from '#labs/atelier/judge.ts';
import type { RunState, WorkerState } from '#labs/atelier/state.ts';
import { clockTimeMs } from '../../lab/format.ts';
import { Table } from '../../lab/table.tsx';
import { machineCode, verdictText, witnessText } from './words.ts';

export const workerWords: Record<WorkerState['state'], string> = {
  joining: 'rejoint le groupe',
  waiting: 'attend',
  holding: 'a un message en main',
  working: 'au travail',
  done: 'terminé, pas encore validé',
  dead: 'mort',
  failed: 'en échec',
};

const time = (at: number | null): string => (at === null ? 'non' : clockTimeMs(at));

export function TableView({ run }: { run: RunState }) {
  const verdict = verdictOf(run.judge);
  return (
    <div className="space-y-5">
      <p className="font-semibold">{verdict ? verdictText(verdict, run) : 'Invariant\u00a0: pas encore de verdict.'}</p>
      {verdict?.result === 'broken' ? (
        <Table caption="Les deux événements qui se croisent" heads={['Quand', 'Quoi']}>
          {[verdict.worst.first, verdict.worst.second].map((witness) => (
            <tr key={witness.n}>
              <td>{witnessText(witness).time}</td>
              <td>{witnessText(witness).what}</td>
            </tr>
          ))}
        </Table>
      ) : null}
      <Table
        caption="Passages"
        heads={['Lot', 'Machine', 'Consommateur', 'Partition', 'Offset', 'Commence', 'Terminé', 'Commit', 'Remarque']}
      >
        {run.passes.map((pass) => (
          <tr key={`${pass.began} ${pass.worker} ${pass.offset}`}>
            <th scope="row">{pass.lot}</th>
            <td>{machineCode(pass.step)}</td>
            <td>{pass.worker}</td>
            <td>{pass.partition}</td>
            <td>{pass.offset}</td>
            <td>{time(pass.began)}</td>
            <td>{time(pass.finished)}</td>
            <td>{time(pass.committed)}</td>
            <td>{[pass.died ? 'panne' : '', pass.again ? 'rejoué' : ''].filter(Boolean).join(', ') || 'aucune'}</td>
          </tr>
        ))}
      </Table>
      <Table caption="Partitions" heads={['Partition', 'Messages', 'Prochain offset validé']}>
        {run.partitions.map(({ partition, records, committed }) => (
          <tr key={partition}>
            <th scope="row">{partition}</th>
            <td>
              {records.map(({ offset, lot, step }) => `${offset}\u00a0: ${lot} étape ${step}`).join(', ') || 'aucun'}
            </td>
            <td>{committed ?? 'aucun'}</td>
          </tr>
        ))}
      </Table>
      <Table caption="Consommateurs" heads={['Consommateur', 'État', 'Partitions', 'En main']}>
        {run.workers.map(({ worker, state, partitions, hand }) => (
          <tr key={worker}>
            <th scope="row">{worker}</th>
            <td>{workerWords[state]}</td>
            <td>{partitions.join(', ') || 'aucune'}</td>
            <td>{hand ? `${hand.lot} étape ${hand.step}` : 'rien'}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
