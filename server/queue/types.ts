// A work queue: each task is done by one worker, which says so; what nobody said is done is given out again. At least once:
// a worker that dies between its work and its word has the work done twice.
import type { QueueBrokerName, QueueCapabilities } from '#contract/queue-capabilities.ts';

export type Task = {
  /** The producer's own name of it: a duplicate is known by it. */
  id: string;
  body: string;
};

export type Delivery = Task & {
  /** Not the first delivery; null where the broker does not say. */
  readonly redelivered: boolean | null;
  /** 1 the first time; null where nobody counts. */
  readonly attempt: number | null;
  /** It is done. False when that came too late: the task is somebody else's by now, or nobody hears. */
  ack(): Promise<boolean>;
  /** Not done: back into the queue, or put aside. Null where the broker has no word for it. */
  readonly nack: ((requeue: boolean) => Promise<boolean>) | null;
};

/** Put aside: given back too often, or refused for good. */
export type DeadTask = Task & { why: 'tries' | 'refused' };

export type ConsumeOptions = {
  /** Most tasks in hand at once. */
  prefetch: number;
  onTask(delivery: Delivery): void;
  /** `waiting`: no link with the broker, another one is being tried. */
  onState?: ((state: 'ready' | 'waiting') => void) | undefined;
};

export type Consumer = {
  /** Leaves: what it has in hand goes back to the queue. */
  stop(): Promise<void>;
  /** Dies: its connection is cut without a word. */
  kill(): void;
};

export type Sent =
  /** The broker has promised to keep it. */
  | 'kept'
  | 'full'
  /** Nothing was promised: it may be there all the same. */
  | 'failed';

export type WorkQueue = {
  send(task: Task): Promise<Sent>;
  /** It connects, and connects again, by itself. */
  consume(options: ConsumeOptions): Consumer;
  /** Hears of every task put aside, those of before first. Null where nobody puts tasks aside. */
  readonly watchDead: ((heard: (dead: DeadTask) => void) => Consumer) | null;
  /** A task that was put aside and told goes back into the queue, its tries forgotten. False when it is not there. */
  requeueDead(id: string): Promise<boolean>;
  /** Waiting, in nobody's hand. Rejects when the broker does not answer. */
  ready(): Promise<number>;
  /** In somebody's hand, dead or alive; absent where the broker does not count those apart. Rejects as `ready` does. */
  held?(): Promise<number>;
  /** The queue and all in it. Rejects when the broker does not answer. */
  delete(): Promise<void>;
  /** Leaves the queue as it is. */
  close(): Promise<void>;
};

export type QueueOptions = {
  /** A task given out this many times and not done is put aside. */
  maxDeliveries: number;
  /** Tasks that may be there. */
  maxLength: number;
  /** A queue that nobody uses for this long may be forgotten, ms. */
  forgetAfterMs: number;
};

export type QueueBroker = {
  readonly name: QueueBrokerName;
  readonly capabilities: QueueCapabilities;
  /** Makes the queue where it is not there. Rejects when the broker does not answer. */
  open(queue: string, options: QueueOptions): Promise<WorkQueue>;
  close(): Promise<void>;
};

/** What waits and logs on behalf of the adapters. */
export type QueueClock = { now(): number; after(ms: number, run: () => void): () => void };
