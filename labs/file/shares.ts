// Who did what in a work queue, measured from what was sent, given and acknowledged; never written by hand. Pure.
import type { FileState, TaskView } from './lab.ts';

/** What a task is for one worker; `other`: somebody else has it, or did it; `again`: done by this one, and by another too. */
export type TaskCell = 'done' | 'again' | 'hand' | 'other' | 'waiting' | 'dead';

export type Share = {
  readonly worker: number;
  readonly there: boolean;
  readonly how: 'stopped' | 'killed' | null;
  /** The number of the last task that was sent before it left; null as long as it is there. */
  readonly until: number | null;
  /** Numbers of the tasks, in the order in which it was given them, and did them. */
  readonly given: readonly number[];
  readonly done: readonly number[];
  /** What it had in hand when it was killed. */
  readonly died: readonly number[];
};

export type Shares = {
  /** In the order in which they came; those who have left too. */
  readonly workers: readonly Share[];
  readonly sent: readonly number[];
  /** Each once. */
  readonly done: readonly number[];
  /** Done by a second worker too. */
  readonly doubled: readonly number[];
  readonly waiting: readonly number[];
  readonly hand: readonly number[];
  /** Given to somebody who did not do it, then given out again. */
  readonly again: readonly number[];
  /** First deliveries came in the order of the tasks; null as long as fewer than two have come. */
  readonly inOrder: boolean | null;
};

type Making = {
  worker: number;
  there: boolean;
  how: Share['how'];
  until: number | null;
  given: number[];
  done: number[];
  died: number[];
  hand: Set<string>;
};

export function sharesOf({ told, tasks }: FileState): Shares {
  const workers = new Map<number, Making>();
  const numbers = new Map(tasks.map(({ task, number }) => [task, number]));
  const numberOf = (task: string): number => numbers.get(task) ?? 0;
  const first: number[] = [];
  const again = new Set<number>();
  const doneTimes = new Map<number, number>();
  let last = 0;
  for (const { event } of told) {
    if (event.type === 'sent') last = event.number;
    if (event.type === 'hired')
      workers.set(event.worker, {
        worker: event.worker,
        there: true,
        how: null,
        until: null,
        given: [],
        done: [],
        died: [],
        hand: new Set(),
      });
    if (!('worker' in event)) continue;
    const one = workers.get(event.worker);
    if (!one) continue;
    if (event.type === 'given') {
      if (first.includes(event.number)) again.add(event.number);
      else first.push(event.number);
      one.given.push(event.number);
      one.hand.add(event.task);
    } else if (event.type === 'acked') {
      one.hand.delete(event.task);
      one.done.push(numberOf(event.task));
      doneTimes.set(numberOf(event.task), (doneTimes.get(numberOf(event.task)) ?? 0) + 1);
    } else if (event.type === 'late' || event.type === 'nacked') {
      one.hand.delete(event.task);
    } else if (event.type === 'left') {
      one.there = false;
      one.how = event.how;
      one.until = last;
      if (event.how === 'killed') one.died = [...one.hand].map(numberOf);
    }
  }
  const those = (place: TaskView['place']): number[] =>
    tasks.filter((task) => task.place === place).map(({ number }) => number);
  return {
    workers: [...workers.values()].map(({ hand: _, ...share }) => share),
    sent: tasks.map(({ number }) => number),
    done: those('done'),
    doubled: [...doneTimes].filter(([, times]) => times > 1).map(([number]) => number),
    waiting: those('ready'),
    hand: those('hand'),
    again: [...again],
    inOrder: first.length < 2 ? null : first.every((each, index) => index === 0 || each > (first[index - 1] ?? 0)),
  };
}

/** One cell a task, for this worker: of those that were sent before it left. */
export function cellsOf({ tasks }: FileState, { doubled }: Shares, share: Share): { number: number; cell: TaskCell }[] {
  const cellOf = ({ number, place, worker }: TaskView): TaskCell => {
    if (share.done.includes(number)) return doubled.includes(number) ? 'again' : 'done';
    if (place === 'dead') return 'dead';
    if (place === 'ready') return 'waiting';
    return place === 'hand' && worker === share.worker ? 'hand' : 'other';
  };
  return tasks
    .filter(({ number }) => share.until === null || number <= share.until || share.done.includes(number))
    .map((task) => ({ number: task.number, cell: cellOf(task) }));
}
