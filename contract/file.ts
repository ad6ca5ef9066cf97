// The lab `file`: what a page asks of the work queue of its person, and what happened there.
import { z } from 'zod';
import { type QueueBrokerName, type QueueCapabilities, queueBrokers } from './queue-capabilities.ts';

export const fileBounds = {
  workers: 6,
  /** Tasks of one command, and tasks in the queue. */
  send: 10,
  tasks: 60,
  prefetch: 10,
  /** How long a worker takes for one task, ms. */
  takesMs: { min: 200, max: 10_000 },
  /** A task given out this often and not done is put aside. */
  deliveries: 3,
} as const;

const worker = z.int().min(1);
const task = z.string().min(1).max(40);
const takesMs = z.int().min(fileBounds.takesMs.min).max(fileBounds.takesMs.max);

export const fileCommand = z.discriminatedUnion('type', [
  /** The queue of this broker, empty of what one sent before to another. The same broker again: it goes on. */
  z.strictObject({ type: z.literal('open'), broker: z.enum(queueBrokers) }),
  /** Nobody works, nothing waits. */
  z.strictObject({ type: z.literal('reset') }),
  z.strictObject({ type: z.literal('send'), count: z.int().min(1).max(fileBounds.send), poison: z.boolean() }),
  z.strictObject({ type: z.literal('hire'), takesMs, prefetch: z.int().min(1).max(fileBounds.prefetch) }),
  z.strictObject({ type: z.literal('pace'), worker, takesMs }),
  z.strictObject({ type: z.literal('stop'), worker }),
  z.strictObject({ type: z.literal('kill'), worker }),
  /** A worker says of a task in its hand that it is not done: back into the queue, or put aside. */
  z.strictObject({ type: z.literal('nack'), worker, task, requeue: z.boolean() }),
  /** A task that was put aside goes back into the queue. */
  z.strictObject({ type: z.literal('again'), task }),
]);
export type FileCommand = z.infer<typeof fileCommand>;

export type FileBroker = { name: QueueBrokerName; capabilities: QueueCapabilities };
/** `number`: what the person calls it; a task of before this server started may have the same. */
export type FileTask = { task: string; number: number; poison: boolean };

export type FileEvent =
  /**
   * `waiting`: tasks of before, that nobody here knows by name. When another server had it open and was lost: `kept`, it is as that
   * server told, and goes on; `gone`, so many tasks that it told of are not there any more.
   */
  | { type: 'opened'; broker: FileBroker; others: QueueBrokerName[]; waiting: number; kept?: true; gone?: number }
  /** By the producer. */
  | ({ type: 'sent' } & FileTask)
  /** The broker did not promise to keep it. */
  | { type: 'unsent'; task: string }
  | { type: 'hired'; worker: number; takesMs: number; prefetch: number }
  | { type: 'paced'; worker: number; takesMs: number }
  /** Its link with the broker. */
  | { type: 'linked'; worker: number; link: 'ready' | 'waiting' }
  | { type: 'left'; worker: number; how: 'stopped' | 'killed' }
  | ({ type: 'given'; worker: number; redelivered: boolean | null; attempt: number | null } & FileTask)
  | { type: 'acked'; worker: number; task: string }
  /** The broker did not take that ack: the task is still to be done. */
  | { type: 'late'; worker: number; task: string }
  | { type: 'nacked'; worker: number; task: string; requeue: boolean }
  | ({ type: 'dead'; why: 'tries' | 'refused' } & FileTask)
  | { type: 'again'; task: string };
