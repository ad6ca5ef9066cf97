// The text twin: the same tasks and workers as tables, with the same actions, and all that is kept of what happened.
import type { FileState, TaskView } from '#labs/file/lab.ts';
import { Table } from '../../lab/table.tsx';
import type { Actions } from './queue-drawing.tsx';
import { eventText, numbersOf, seconds, taskName, whyText } from './words.ts';

function placeText(task: TaskView): string {
  if (task.place === 'ready') return 'prête';
  if (task.place === 'hand') return `non acquittée, chez l’ouvrier ${task.worker}`;
  if (task.place === 'done') return `faite par l’ouvrier ${task.worker}`;
  return `mise de côté\u00a0: ${whyText(task.why)}`;
}

export function TableView({ state, actions }: { state: FileState; actions: Actions }) {
  const numberOf = numbersOf(state);
  return (
    <div className="space-y-5">
      {state.before > 0 ? <p>Tâches d’avant, pas encore vues&nbsp;: {state.before}.</p> : null}
      <Table caption="Ouvriers" heads={['Ouvrier', 'Durée d’une tâche', 'Prefetch', 'Faites', 'Agir']}>
        {state.workers.map((worker) => (
          <tr key={worker.worker}>
            <th scope="row">{worker.worker}</th>
            <td>{seconds(worker.takesMs)}</td>
            <td>{worker.prefetch}</td>
            <td>{worker.done}</td>
            <td>
              <div className="flex flex-wrap gap-1">{actions.ofWorker(worker)}</div>
            </td>
          </tr>
        ))}
      </Table>
      <Table caption="Tâches" heads={['Tâche', 'Où', 'Essais', 'Redistribuée', 'Agir']}>
        {state.tasks.map((task) => (
          <tr key={task.task}>
            <th scope="row">
              {taskName(task.number)}
              {task.poison ? ', empoisonnée' : ''}
            </th>
            <td>{placeText(task)}</td>
            <td>{task.given}</td>
            <td>{task.redelivered ? 'oui' : 'non'}</td>
            <td>
              <div className="flex flex-wrap gap-1">
                {task.place === 'hand' ? actions.ofHand(task) : null}
                {task.place === 'dead' ? actions.ofDead(task) : null}
              </div>
            </td>
          </tr>
        ))}
      </Table>
      <Table caption="Déroulé" heads={['Événement', 'Ce qui s’est passé']}>
        {state.told.map(({ event }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an event is its place in the journal
          <tr key={state.forgotten + index}>
            <td>{state.forgotten + index + 1}</td>
            <td>{eventText(event, numberOf)}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
