// What the embedded broker writes down. Every entry says what is true from then on: read twice, it changes nothing.
import type { DeadTask } from '../types.ts';

export type Why = DeadTask['why'];
export type Entry =
  /** `next`: the number of the next task. */
  | { t: 'queue'; q: string; next: number }
  | { t: 'task'; q: string; n: number; id: string; body: string; tries?: number; why?: Why }
  | { t: 'given'; q: string; n: number; tries: number }
  | { t: 'done'; q: string; n: number }
  | { t: 'dead'; q: string; n: number; why: Why }
  | { t: 'again'; q: string; n: number }
  | { t: 'gone'; q: string };

export type KeptTask = {
  readonly n: number;
  readonly id: string;
  readonly body: string;
  tries: number;
  why: Why | null;
};
export type KeptQueue = { next: number; readonly tasks: Map<number, KeptTask> };

export function apply(queues: Map<string, KeptQueue>, entry: Entry): void {
  if (entry.t === 'gone') {
    queues.delete(entry.q);
    return;
  }
  const queue = queues.get(entry.q) ?? { next: 1, tasks: new Map() };
  if (entry.t === 'queue') {
    queue.next = Math.max(queue.next, entry.next);
    queues.set(entry.q, queue);
    return;
  }
  const { n } = entry;
  if (entry.t === 'task') {
    const { id, body, tries = 0, why = null } = entry;
    queue.tasks.set(n, { n, id, body, tries, why });
    queue.next = Math.max(queue.next, n + 1);
    return;
  }
  const task = queue.tasks.get(n);
  if (!task) return;
  if (entry.t === 'done') queue.tasks.delete(n);
  else if (entry.t === 'given') task.tries = entry.tries;
  else if (entry.t === 'dead') task.why = entry.why;
  else Object.assign(task, { tries: 0, why: null });
}

/** Everything that is kept, as a compaction writes it. */
export function* entriesOf(queues: ReadonlyMap<string, KeptQueue>): Generator<Entry> {
  for (const [q, { next, tasks }] of queues) {
    yield { t: 'queue', q, next };
    for (const { n, id, body, tries, why } of tasks.values())
      yield { t: 'task', q, n, id, body, tries, ...(why === null ? {} : { why }) };
  }
}
