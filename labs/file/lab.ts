// The lab `file`, one person's: their queue, who has what in hand, what was put aside; and what happened, as far as it is kept.
import type { FileBroker, FileEvent, FileTask } from '#contract/file.ts';
import type { QueueBrokerName } from '#contract/queue-capabilities.ts';
import type { Lab } from '../lab.ts';
import { toLose, unfinished } from './again.ts';

export type TaskView = FileTask & {
  /** `hand`: given out, not acknowledged. */
  readonly place: 'ready' | 'hand' | 'done' | 'dead';
  /** Who has it in hand, or did it. */
  readonly worker: number | null;
  /** How often it was given out, as far as one has seen. */
  readonly given: number;
  /** The broker said so at the last delivery. */
  readonly redelivered: boolean;
  readonly why: 'tries' | 'refused' | null;
};
export type WorkerView = {
  readonly worker: number;
  readonly takesMs: number;
  readonly prefetch: number;
  readonly link: 'ready' | 'waiting';
  readonly done: number;
};
export type FileState = {
  readonly broker: FileBroker | null;
  readonly others: readonly QueueBrokerName[];
  /** Waiting since before, not seen yet. */
  readonly before: number;
  /** Tasks of before that were in the queue of a server that was lost, and are not there any more. */
  readonly gone: number;
  /** In the order in which they were sent; the oldest ones that are done are forgotten. */
  readonly tasks: readonly TaskView[];
  readonly workers: readonly WorkerView[];
  readonly sent: number;
  readonly done: number;
  /** Acknowledged by a second worker too: done twice. */
  readonly twice: number;
  readonly told: readonly { readonly at: number; readonly event: FileEvent }[];
  /** Events of this queue that are no longer kept. */
  readonly forgotten: number;
};

/** Tasks and events kept: more than a demonstration makes. */
export const keptTasks = 120;
export const keptEvents = 400;

const empty: FileState = {
  broker: null,
  others: [],
  before: 0,
  gone: 0,
  tasks: [],
  workers: [],
  sent: 0,
  done: 0,
  twice: 0,
  told: [],
  forgotten: 0,
};

export const fileLab: Lab<FileState, FileEvent> = {
  name: 'file',
  initial: () => empty,
  fold(state, event, at) {
    const next = step(state, event);
    const room = Math.max(0, next.told.length + 1 - keptEvents);
    return { ...next, told: [...next.told.slice(room), { at, event }], forgotten: next.forgotten + room };
  },
  // A queue in the lost server is lost with it; elsewhere it is still there, and its workers have died.
  left(state) {
    if (state.broker?.name === 'embarque')
      return { ...empty, broker: state.broker, others: state.others, gone: state.gone + toLose(state) };
    const at = state.told.at(-1)?.at ?? 0;
    return state.workers.reduce(
      (left, { worker }) => fileLab.fold(left, { type: 'left', worker, how: 'killed' }, at),
      state,
    );
  },
};

const withTask = (state: FileState, task: string, change: (task: TaskView) => Partial<TaskView>): FileState => ({
  ...state,
  tasks: state.tasks.map((each) => (each.task === task ? { ...each, ...change(each) } : each)),
});
const withWorker = (state: FileState, worker: number, change: Partial<WorkerView>): FileState => ({
  ...state,
  workers: state.workers.map((each) => (each.worker === worker ? { ...each, ...change } : each)),
});

function add(state: FileState, { task, number, poison }: FileTask, rest: Partial<TaskView>): FileState {
  const view: TaskView = {
    task,
    number,
    poison,
    place: 'ready',
    worker: null,
    given: 0,
    redelivered: false,
    why: null,
    ...rest,
  };
  const over = state.tasks.length + 1 > keptTasks ? state.tasks.findIndex(({ place }) => place === 'done') : -1;
  return { ...state, tasks: [...state.tasks.filter((_, index) => index !== over), view] };
}

/** A task of before, seen for the first time. */
const known = (state: FileState, event: FileTask): FileState =>
  state.tasks.some(({ task }) => task === event.task)
    ? state
    : { ...add(state, event, {}), before: Math.max(0, state.before - 1) };

/** Noticed at once where the broker watches connections; elsewhere what a dead worker had stays in its hand for a while. */
const noticed = ({ broker }: FileState, how: 'stopped' | 'killed'): boolean =>
  how === 'stopped' || broker?.capabilities.death === 'connection';

const free = (task: TaskView): TaskView => ({ ...task, place: 'ready', worker: null });

function step(state: FileState, event: FileEvent): FileState {
  switch (event.type) {
    case 'opened': {
      const { broker, others, waiting, gone = 0 } = event;
      if (!event.kept) return { ...empty, broker, others, before: waiting, gone };
      // All of them wait: no dead hand holds any.
      const isFree = waiting === unfinished(state);
      const tasks = isFree ? state.tasks.map((task) => (task.place === 'hand' ? free(task) : task)) : state.tasks;
      return { ...state, broker, others, tasks };
    }
    case 'sent':
      return { ...add(state, event, {}), sent: state.sent + 1 };
    case 'unsent':
      return {
        ...state,
        sent: Math.max(0, state.sent - 1),
        tasks: state.tasks.filter(({ task }) => task !== event.task),
      };
    case 'hired': {
      const { worker, takesMs, prefetch } = event;
      const one: WorkerView = { worker, takesMs, prefetch, link: 'waiting', done: 0 };
      return { ...state, workers: [...state.workers, one] };
    }
    case 'paced':
      return withWorker(state, event.worker, { takesMs: event.takesMs });
    case 'linked':
      return withWorker(state, event.worker, { link: event.link });
    case 'left':
      return {
        ...state,
        workers: state.workers.filter(({ worker }) => worker !== event.worker),
        tasks: state.tasks.map((task) =>
          task.place === 'hand' && task.worker === event.worker && noticed(state, event.how) ? free(task) : task,
        ),
      };
    case 'given':
      return withTask(known(state, event), event.task, ({ given, place }) => ({
        // Given again after it was done: what was done is not undone.
        ...(place === 'done' ? {} : { place: 'hand', worker: event.worker }),
        given: event.attempt ?? given + 1,
        redelivered: event.redelivered ?? given > 0,
      }));
    case 'acked': {
      const before = state.tasks.find(({ task }) => task === event.task);
      const one = state.workers.find(({ worker }) => worker === event.worker);
      const counted = withWorker(state, event.worker, { done: (one?.done ?? 0) + 1 });
      if (before?.place === 'done') return { ...counted, twice: state.twice + 1 };
      return withTask({ ...counted, done: state.done + 1 }, event.task, () => ({
        place: 'done',
        worker: event.worker,
      }));
    }
    case 'late':
      return withTask({ ...state, done: Math.max(0, state.done - 1) }, event.task, () => ({
        place: 'ready',
        worker: null,
      }));
    case 'nacked':
      return withTask(state, event.task, () => ({ place: 'ready', worker: null }));
    case 'dead':
      return withTask(known(state, event), event.task, () => ({ place: 'dead', worker: null, why: event.why }));
    case 'again':
      return withTask(state, event.task, () => ({ place: 'ready', given: 0, redelivered: false, why: null }));
    default:
      event satisfies never;
      return state;
  }
}
