'use client';
// The queue between its producer and its workers: two stacks, as RabbitMQ counts them; the workers' hands; what is done, what is
// put aside.
import type { ReactNode } from 'react';
import type { FileState, TaskView, WorkerView } from '#labs/file/lab.ts';
import { count, counted } from '../../lab/format.ts';
import { TaskToken } from './task-token.tsx';
import { inPlace, seconds, taskName, whyText } from './words.ts';

export type Actions = {
  ofWorker(worker: WorkerView): ReactNode;
  ofHand(task: TaskView): ReactNode;
  ofDead(task: TaskView): ReactNode;
};

/** Done tasks that are drawn; the number tells of them all. */
const fewDone = 12;

export function QueueDrawing({ state, actions }: { state: FileState; actions: Actions }) {
  const ready = inPlace(state, 'ready');
  const hand = inPlace(state, 'hand');
  const dead = inPlace(state, 'dead');
  const done = inPlace(state, 'done');
  const lost = hand.filter(({ worker }) => !state.workers.some((one) => one.worker === worker));
  return (
    <div className="@container">
      <div className="grid gap-3 @3xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_minmax(0,2fr)]">
        <section aria-label="La file" className="space-y-3" data-cible="file">
          <Stack name="prêtes" number={ready.length + state.before} target="pretes">
            {state.before > 0 ? (
              <p className="text-muted text-sm">dont {counted(state.before, 'tâche d’avant', 'tâches d’avant')}</p>
            ) : null}
            <Tokens tasks={ready} />
          </Stack>
          <Stack name="non acquittées" number={hand.length} target="non-acquittees">
            <Tokens tasks={hand} />
            {lost.length > 0 ? (
              <p className="text-muted text-sm">
                {counted(lost.length, 'tâche')} chez un ouvrier mort, que le broker n’a pas encore remarqué
              </p>
            ) : null}
          </Stack>
        </section>
        <section aria-label="Les ouvriers" className="space-y-2" data-cible="ouvriers">
          {state.workers.length === 0 ? (
            <p className="rounded-xl border border-line border-dashed p-3 text-muted">Aucun ouvrier.</p>
          ) : null}
          {state.workers.map((worker) => (
            <WorkerCard
              key={worker.worker}
              worker={worker}
              tasks={hand.filter((task) => task.worker === worker.worker)}
              actions={actions}
            />
          ))}
        </section>
        <section aria-label="Ce qu’elles deviennent" className="space-y-3">
          <Stack name="faites" number={state.done} target="faites">
            <Tokens tasks={done.slice(-fewDone)} />
            {state.twice > 0 ? (
              <p className="text-sm text-warn">{counted(state.twice, 'faite deux fois', 'faites deux fois')}</p>
            ) : null}
          </Stack>
          {state.broker?.capabilities.deadLetters === 'nobody' ? null : (
            <Stack name="mises de côté" number={dead.length} target="mises-de-cote">
              <ul className="space-y-1">
                {dead.map((task) => (
                  <li key={task.task} className="flex flex-wrap items-center gap-2 text-sm">
                    <TaskToken task={task} />
                    <span className="text-muted">{whyText(task.why)}</span>
                    <span className="projector-hidden">{actions.ofDead(task)}</span>
                  </li>
                ))}
              </ul>
            </Stack>
          )}
        </section>
      </div>
    </div>
  );
}

function Stack(props: { name: string; number: number; target: string; children: ReactNode }) {
  const { name, number, target, children } = props;
  return (
    <div className="rounded-xl border border-line bg-sheet px-3 py-2" data-cible={target}>
      <h3 className="flex items-baseline justify-between gap-2 font-bold">
        {name}
        <span className="font-mono text-lg" data-nombre>
          {count(number)}
        </span>
      </h3>
      {children}
    </div>
  );
}

function Tokens({ tasks }: { tasks: readonly TaskView[] }) {
  if (tasks.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-wrap gap-1">
      {tasks.map((task) => (
        <li key={task.task}>
          <TaskToken task={task} />
        </li>
      ))}
    </ul>
  );
}

function WorkerCard(props: { worker: WorkerView; tasks: readonly TaskView[]; actions: Actions }) {
  const { worker, tasks, actions } = props;
  return (
    <article
      aria-label={`Ouvrier ${worker.worker}`}
      className="rounded-xl border border-line bg-sheet px-3 py-2"
      data-cible={`ouvrier-${worker.worker}`}
    >
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="font-bold">Ouvrier {worker.worker}</h3>
        <p className="text-muted text-sm">
          {seconds(worker.takesMs)} par tâche, prefetch {worker.prefetch}
          {worker.link === 'waiting' ? ', cherche le broker' : ''}
        </p>
        <p className="ml-auto text-sm">
          <span className="text-muted">faites</span>{' '}
          <span className="font-bold font-mono" data-faites>
            {count(worker.done)}
          </span>
        </p>
      </div>
      <ul className="mt-1 flex min-h-8 flex-wrap gap-x-3 gap-y-1" aria-label="En main">
        {tasks.map((task) => (
          <li key={task.task} className="flex flex-wrap items-center gap-1" aria-label={taskName(task.number)}>
            <TaskToken task={task} />
            <span className="projector-hidden flex gap-1">{actions.ofHand(task)}</span>
          </li>
        ))}
        {tasks.length === 0 ? <li className="text-muted text-sm">rien en main</li> : null}
      </ul>
      <div className="projector-hidden mt-1 flex flex-wrap items-center gap-1">{actions.ofWorker(worker)}</div>
    </article>
  );
}
