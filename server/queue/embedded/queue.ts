// One embedded queue at work: whose turn it is, who has what in hand, what comes back and what is put aside.
import type { ConsumeOptions, Consumer, DeadTask, Delivery, QueueOptions, Sent, Task, WorkQueue } from '../types.ts';
import type { KeptTask, Why } from './entries.ts';
import type { Ledger } from './ledger.ts';

type Worker = ConsumeOptions & { inHand: Map<number, KeptTask>; gone: boolean };

export function openQueue(q: string, ledger: Ledger, { maxDeliveries, maxLength }: QueueOptions): WorkQueue {
  const { tell, written, synced } = ledger;
  if (!ledger.queues.has(q)) tell({ t: 'queue', q, next: 1 });
  const kept = ledger.queues.get(q) ?? { next: 1, tasks: new Map<number, KeptTask>() };
  // What killed this process as often as it may.
  for (const { n, tries, why } of kept.tasks.values())
    if (why === null && tries >= maxDeliveries) tell({ t: 'dead', q, n, why: 'tries' });
  /** In the order of their numbers: what comes back takes its old place. */
  let waiting = [...kept.tasks.values()].filter(({ why }) => why === null).sort((a, b) => a.n - b.n);
  let workers: Worker[] = [];
  const watchers = new Set<(dead: DeadTask) => void>();
  let isSharing = false;

  const told = ({ id, body }: KeptTask, why: Why): DeadTask => ({ id, body, why });

  function wait(task: KeptTask): void {
    const before = waiting.findLastIndex(({ n }) => n < task.n);
    waiting.splice(before + 1, 0, task);
    share();
  }

  function putAside(task: KeptTask, why: Why): void {
    tell({ t: 'dead', q, n: task.n, why });
    for (const heard of watchers) heard(told(task, why));
  }

  function giveBack(task: KeptTask): void {
    if (task.tries >= maxDeliveries) putAside(task, 'tries');
    else wait(task);
  }

  /** In turn, to whoever has a hand free. Written before it is given: after a kill, what was given is known to have been. */
  function share(): void {
    if (isSharing) return;
    isSharing = true;
    void Promise.resolve().then(shareNow);
  }
  async function shareNow(): Promise<void> {
    const given: { worker: Worker; task: KeptTask }[] = [];
    for (;;) {
      const worker = workers.find(({ inHand, prefetch }) => inHand.size < prefetch);
      const task = worker && waiting.shift();
      if (!worker || !task) break;
      workers = [...workers.filter((each) => each !== worker), worker];
      worker.inHand.set(task.n, task);
      tell({ t: 'given', q, n: task.n, tries: task.tries + 1 });
      given.push({ worker, task });
    }
    // A full disk: the tasks go out all the same, and a kill would make this delivery be forgotten, not the task.
    if (given.length > 0) await written();
    isSharing = false;
    for (const { worker, task } of given) if (!worker.gone) worker.onTask(deliveryOf(worker, task));
    if (waiting.length > 0 && workers.some(({ inHand, prefetch }) => inHand.size < prefetch)) share();
  }

  function deliveryOf(worker: Worker, task: KeptTask): Delivery {
    const attempt = task.tries;
    /** False when it is no longer in this hand. */
    const take = (): boolean => task.tries === attempt && worker.inHand.delete(task.n);
    return {
      id: task.id,
      body: task.body,
      redelivered: attempt > 1,
      attempt,
      async ack() {
        if (!take()) return false;
        tell({ t: 'done', q, n: task.n });
        share();
        return written();
      },
      async nack(requeue) {
        if (!take()) return false;
        if (requeue) giveBack(task);
        else putAside(task, 'refused');
        share();
        return written();
      },
    };
  }

  async function send({ id, body }: Task): Promise<Sent> {
    if (kept.tasks.size >= maxLength) return 'full';
    const n = kept.next;
    tell({ t: 'task', q, n, id, body });
    const isKept = await synced();
    const task = kept.tasks.get(n);
    if (!task) return 'failed';
    if (!isKept) {
      tell({ t: 'done', q, n });
      return 'failed';
    }
    wait(task);
    return 'kept';
  }

  function leave(worker: Worker): void {
    if (worker.gone) return;
    worker.gone = true;
    workers = workers.filter((each) => each !== worker);
    const left = [...worker.inHand.values()];
    worker.inHand.clear();
    for (const task of left) giveBack(task);
  }

  return {
    send,
    consume(options): Consumer {
      const worker: Worker = { ...options, inHand: new Map(), gone: false };
      workers.push(worker);
      options.onState?.('ready');
      share();
      return {
        async stop() {
          leave(worker);
          await written();
        },
        kill: () => leave(worker),
      };
    },
    watchDead(heard) {
      watchers.add(heard);
      for (const task of kept.tasks.values()) if (task.why !== null) heard(told(task, task.why));
      const stop = (): void => void watchers.delete(heard);
      return { stop: async () => stop(), kill: stop };
    },
    async requeueDead(id) {
      const task = [...kept.tasks.values()].find((each) => each.id === id && each.why !== null);
      if (!task) return false;
      tell({ t: 'again', q, n: task.n });
      wait(task);
      return written();
    },
    ready: async () => waiting.length,
    async delete() {
      workers = [];
      waiting = [];
      if (ledger.queues.get(q) === kept) tell({ t: 'gone', q });
      await written();
    },
    async close() {
      for (const worker of workers) leave(worker);
      watchers.clear();
      await written();
    },
  };
}
