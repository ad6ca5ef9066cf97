// The lab `brokers`: the same two scenarios, publish/subscribe and work queue, played on every broker of the server, and what happened
// on each.
import { z } from 'zod';
import type { BrokerAtHand, BrokerName, SceneEvent } from './pubsub.ts';

export const scenarios = ['topic', 'queue'] as const;
export type Scenario = (typeof scenarios)[number];

/** Plays both on all of them at once; the run that its person had is over. */
export const brokersCommand = z.discriminatedUnion('type', [z.strictObject({ type: z.literal('play') })]);
export type BrokersCommand = z.infer<typeof brokersCommand>;

export type BrokersEvent =
  | { type: 'play.started'; brokers: readonly BrokerAtHand[] }
  | { type: 'play.told'; broker: BrokerName; event: SceneEvent }
  /** What was asked cannot be had here: the broker cannot, or does not answer. `name`: this subscriber alone; null: nothing goes on. */
  | { type: 'play.refused'; broker: BrokerName; scenario: Scenario; name: string | null; message: string }
  | { type: 'play.done'; broker: BrokerName; scenario: Scenario };
