// The lab `brokers`: the same publish/subscribe scenario played on every broker of the server, and what happened on each.
import { z } from 'zod';
import type { BrokerAtHand, BrokerName, SceneEvent } from './pubsub.ts';

/** Plays it on all of them at once; the run that its person had is over. */
export const brokersCommand = z.discriminatedUnion('type', [z.strictObject({ type: z.literal('play') })]);
export type BrokersCommand = z.infer<typeof brokersCommand>;

export type BrokersEvent =
  | { type: 'play.started'; brokers: readonly BrokerAtHand[] }
  | { type: 'play.told'; broker: BrokerName; event: SceneEvent }
  /** What was asked cannot be had here: the broker cannot, or does not answer. */
  | { type: 'play.refused'; broker: BrokerName; name: string | null; message: string }
  | { type: 'play.done'; broker: BrokerName };
