// Brokers of the publish/subscribe panels: their names, and what each says it can do. What one cannot do is shown, never imitated.

import { z } from 'zod';
import type { FileEvent } from './file.ts';

export const brokerNames = ['embarque', 'redis', 'mqtt', 'kafka', 'rabbitmq'] as const;
export type BrokerName = (typeof brokerNames)[number];

export type Capabilities = {
  /** A subscriber that said so gets, once it is back, what was published while it was away. */
  readonly remembersAbsent: boolean;
  /** Whoever comes late may ask for what was published before. */
  readonly readsPast: boolean;
  /** Subscribers confirm what they have read; what was not confirmed is sent again. */
  readonly acknowledges: boolean;
  /** It has work queues too: workers share what is there, each message is done by one. */
  readonly sharesWork: boolean;
};

/** A broker that this server can use, and where: embedded in it, or a real one by a setting. */
export type BrokerAtHand = {
  readonly broker: BrokerName;
  readonly real: boolean;
  /** `host:port`; null when nobody outside can reach it. */
  readonly address: string | null;
  readonly capabilities: Capabilities;
};

export const pubsubBounds = { subscribers: 6, name: 16, series: 10, published: 60, workers: 3 } as const;

const name = z
  .string()
  .max(pubsubBounds.name)
  .regex(/^\p{L}[\p{L}\p{N}-]*$/u);
const subscriber = z.int().min(1);

export const pubsubCommand = z.discriminatedUnion('type', [
  /** Begins again on this broker, with the subscribers given at the start; what was there is over. */
  z.strictObject({ type: z.literal('begin'), broker: z.enum(brokerNames) }),
  z.strictObject({
    type: z.literal('publish'),
    count: z.int().min(1).max(pubsubBounds.series),
    /** The same messages go to a work queue of the same broker too; it is opened, with its workers, the first time. */
    queue: z.boolean(),
  }),
  z.strictObject({
    type: z.literal('subscribe'),
    name,
    /** The broker keeps for it what it misses. */
    durable: z.boolean(),
    from: z.enum(['now', 'beginning']),
  }),
  z.strictObject({ type: z.literal('leave'), subscriber }),
  z.strictObject({ type: z.literal('return'), subscriber }),
  z.strictObject({ type: z.literal('remove'), subscriber }),
  /** One more worker of the queue, and one less: what it has in hand goes back. */
  z.strictObject({ type: z.literal('hire') }),
  z.strictObject({ type: z.literal('dismiss'), worker: z.int().min(1) }),
]);
export type PubsubCommand = z.infer<typeof pubsubCommand>;

export type Subscriber = {
  readonly id: number;
  readonly name: string;
  readonly durable: boolean;
  readonly from: 'now' | 'beginning';
};

/** What happened to one publisher and its subscribers, in the order in which the server saw it. */
export type SceneEvent =
  | { type: 'subscribed'; subscriber: Subscriber }
  /** `lost`: the connection ended without being asked to. */
  | { type: 'left'; subscriber: number; reason: 'asked' | 'lost' }
  | { type: 'returned'; subscriber: number }
  | { type: 'removed'; subscriber: number }
  /** The publisher hands it to the broker. */
  | { type: 'published'; sequence: number }
  | { type: 'refused'; sequence: number }
  /** `again`: the broker says that it may have sent it before. */
  | { type: 'received'; subscriber: number; sequence: number; again: boolean }
  /** A message of somebody else's on this topic: a program from outside. */
  | { type: 'stranger'; subscriber: number; text: string }
  /** In the work queue beside the topic. A task has the number of its message. */
  | { type: 'queue'; event: FileEvent }
  /** Nobody asked for anything any more: the clients are closed. `lost`: the server that held them is no more. */
  | { type: 'ended'; lost?: true };

export type PubsubEvent =
  | { type: 'run.started'; run: string; topic: string; at: BrokerAtHand }
  | { type: 'run.told'; event: SceneEvent };

/** How an MQTT program went: on purpose, cut off, silent too long, its name taken by another, or for a fault of its own. */
export type Leaving = 'clean' | 'lost' | 'silence' | 'replaced' | 'too-large' | 'too-slow' | 'fault';

/** Everybody's: the brokers at hand, and the MQTT programs of this machine that came in by the embedded broker's door. */
export type PortesEvent =
  | { type: 'brokers.described'; brokers: readonly BrokerAtHand[] }
  | {
      type: 'program.came';
      program: number;
      name: string;
      address: string;
      /** Its session lasts over its absences; it found one that it had left. */
      persistent: boolean;
      resumed: boolean;
      /** Topic of its last will. */
      will: string | null;
    }
  | { type: 'program.subscribed'; program: number; filter: string; qos: number }
  | { type: 'program.unsubscribed'; program: number; filter: string }
  | { type: 'program.left'; program: number; how: Leaving };

/** Volatile, by `p:<program>`. */
export type ProgramCounts = { published: number; delivered: number };
