// What a server that takes over a queue from a lost one must know: whether the queue is as its journal says, and what has been
// numbered. Pure.
import type { FileState, TaskView } from './lab.ts';

const count = ({ tasks }: FileState, ...places: TaskView['place'][]): number =>
  tasks.filter(({ place }) => places.includes(place)).length;

/** What goes with the queue, if it goes. */
export const toLose = (state: FileState): number => count(state, 'ready', 'hand', 'dead') + state.before;

/** Not done, and not put aside. */
export const unfinished = (state: FileState): number => count(state, 'ready', 'hand') + state.before;

/**
 * The broker says that so many wait: that is all that was to be done, or all but what dead workers have in hand where that is not
 * noticed at once. `held`: how many it says are in a hand; null where it does not say.
 */
export function isAsTold(state: FileState, waiting: number, held: number | null = null): boolean {
  if (waiting === unfinished(state)) return true;
  return waiting === count(state, 'ready') + state.before && (held === null || held === count(state, 'hand'));
}

/** No worker of this queue had a higher number. */
export const lastWorker = ({ told, tasks, workers }: FileState): number =>
  Math.max(
    0,
    ...told.map(({ event }) => ('worker' in event ? event.worker : 0)),
    ...tasks.map(({ worker }) => worker ?? 0),
    ...workers.map(({ worker }) => worker),
  );
