// The workers of one queue: each takes its time for a task, then says that it is done; a poisoned one is given back every time.
import { type FileEvent, type FileTask, fileBounds } from '#contract/file.ts';
import type { Consumer, Delivery, WorkQueue } from '#server/queue/types.ts';
import type { Clock } from '#server/realtime/index.ts';

type Job = { delivery: Delivery; cancel: () => void };
type Worker = { number: number; takesMs: number; consumer: Consumer; jobs: Map<string, Job>; gone: boolean };
type Order =
  | { type: 'pace'; worker: number; takesMs: number }
  | { type: 'stop'; worker: number }
  | { type: 'kill'; worker: number };

/** Until the queue has given a consumer: it may speak before. */
const nobody: Consumer = { stop: async () => {}, kill() {} };

export type Crew = {
  /** Numbers of those who are there. */
  readonly workers: readonly number[];
  /** False when there are too many. */
  hire(takesMs: number, prefetch: number): boolean;
  /** False when there is no such worker. */
  order(order: Order): Promise<boolean>;
  /** False when that task is not in that hand. */
  nack(worker: number, task: string, requeue: boolean): Promise<boolean>;
  /** All leave, and nothing more is told. */
  dismiss(): Promise<void>;
};

export function createCrew(
  queue: WorkQueue,
  options: {
    clock: Clock;
    tell(event: FileEvent): void;
    /** What a task says of itself. */
    read(id: string, body: string): FileTask;
    /** The number of the last worker before these. */
    last?: number;
  },
): Crew {
  const { clock, read } = options;
  const workers = new Map<number, Worker>();
  let hired = options.last ?? 0;
  let isOver = false;

  const tell = (event: FileEvent): void => {
    if (!isOver) options.tell(event);
  };

  function give(worker: Worker, delivery: Delivery): void {
    if (worker.gone || isOver) return;
    const { id: task, redelivered, attempt } = delivery;
    const told = read(task, delivery.body);
    tell({ type: 'given', worker: worker.number, redelivered, attempt, ...told });
    const cancel = clock.after(worker.takesMs, () => void finish(worker, task, told.poison));
    worker.jobs.set(task, { delivery, cancel });
  }

  async function finish(worker: Worker, task: string, poison: boolean): Promise<void> {
    if (poison) {
      await nack(worker.number, task, true);
      return;
    }
    const job = worker.jobs.get(task);
    worker.jobs.delete(task);
    tell({ type: 'acked', worker: worker.number, task });
    if (job && !(await job.delivery.ack())) tell({ type: 'late', worker: worker.number, task });
  }

  async function nack(number: number, task: string, requeue: boolean): Promise<boolean> {
    const worker = workers.get(number);
    const job = worker?.jobs.get(task);
    if (!worker || !job?.delivery.nack) return false;
    job.cancel();
    worker.jobs.delete(task);
    // Told before it is done: what the broker makes of it comes after.
    tell({ type: 'nacked', worker: number, task, requeue });
    await job.delivery.nack(requeue);
    return true;
  }

  function dropJobs(worker: Worker): void {
    worker.gone = true;
    workers.delete(worker.number);
    for (const { cancel } of worker.jobs.values()) cancel();
  }

  return {
    get workers() {
      return [...workers.keys()];
    },
    hire(takesMs, prefetch) {
      if (workers.size >= fileBounds.workers) return false;
      hired += 1;
      const number = hired;
      tell({ type: 'hired', worker: number, takesMs, prefetch });
      const worker: Worker = { number, takesMs, jobs: new Map(), gone: false, consumer: nobody };
      workers.set(number, worker);
      worker.consumer = queue.consume({
        prefetch,
        onTask: (delivery) => give(worker, delivery),
        onState(link) {
          if (worker.gone) return;
          // Whatever it had in hand is somebody else's.
          if (link === 'waiting') for (const { cancel } of worker.jobs.values()) cancel();
          if (link === 'waiting') worker.jobs.clear();
          tell({ type: 'linked', worker: number, link });
        },
      });
      return true;
    },
    async order(order) {
      const worker = workers.get(order.worker);
      if (!worker) return false;
      if (order.type === 'pace') {
        worker.takesMs = order.takesMs;
        tell({ type: 'paced', worker: worker.number, takesMs: order.takesMs });
        return true;
      }
      dropJobs(worker);
      tell({ type: 'left', worker: worker.number, how: order.type === 'kill' ? 'killed' : 'stopped' });
      if (order.type === 'kill') worker.consumer.kill();
      else await worker.consumer.stop();
      return true;
    },
    nack,
    async dismiss() {
      isOver = true;
      const all = [...workers.values()];
      for (const worker of all) dropJobs(worker);
      await Promise.all(all.map(({ consumer }) => consumer.stop()));
    },
  };
}
