// The lab `accuses`: what a page asks of its person's own room of the chat, with one publisher and three subscribers who
// acknowledge, and what happened there. A subscriber is told by its place, from 0 on.
import { z } from 'zod';

export const accusesBounds = {
  subscribers: 3,
  burst: 5,
  /** Publications of one room: then one begins again. */
  messages: 100,
  /** Messages that the broker keeps for a subscriber that does not acknowledge, in this room. */
  waiting: 12,
} as const;

const who = z
  .int()
  .min(0)
  .max(accusesBounds.subscribers - 1);

export const accusesCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('publish'), count: z.int().min(1).max(accusesBounds.burst) }),
  /** The last publication again, under the same client message id. */
  z.strictObject({ type: z.literal('repeat') }),
  /** The subscriber's connection is lost; the subscriber itself goes on with what it holds. */
  z.strictObject({ type: z.literal('cut'), who }),
  z.strictObject({ type: z.literal('connect'), who }),
  /** When it acknowledges: as soon as a message comes, or once it is processed. */
  z.strictObject({ type: z.literal('acknowledge'), who, when: z.enum(['before', 'after']) }),
  /** It keeps its acknowledgements to itself; or sends those it kept. */
  z.strictObject({ type: z.literal('withhold'), who, withheld: z.boolean() }),
  /** It fails in the middle of what it processes: now, or with the next message. */
  z.strictObject({ type: z.literal('crash'), who }),
  /** Another room, from 1 on. */
  z.strictObject({ type: z.literal('reset') }),
]);
export type AccusesCommand = z.infer<typeof accusesCommand>;
export type AckWhen = Extract<AccusesCommand, { type: 'acknowledge' }>['when'];

/** What the broker says of one subscriber: numbers that wait for its acknowledgement, and how many it gave up. */
export type Waiting = { numbers: number[]; givenUp: number };

type Happened =
  /** Three subscribers are in a new room. `most`: messages kept for each that does not acknowledge. */
  | { type: 'opened'; run: string; most: number }
  /** The broker's answers to the publisher. */
  | { type: 'published'; sequence: number }
  | { type: 'duplicate'; sequence: number }
  | { type: 'delivered'; who: number; sequence: number; redelivered: boolean }
  /** The subscriber knows this number already: it is not processed again. */
  | { type: 'recognised'; who: number; sequence: number }
  | { type: 'processed'; who: number; sequence: number }
  | { type: 'acked'; who: number; sequence: number; upTo: boolean }
  | { type: 'cut'; who: number }
  /** `held`: received, not processed, and gone with the program; the first one was being processed. */
  | { type: 'crashed'; who: number; held: number[] }
  /** The broker's answer to its return: what comes again, and how many were given up so far. */
  | { type: 'back'; who: number; again: number[]; givenUp: number }
  | { type: 'acknowledges'; who: number; when: AckWhen }
  | { type: 'withholds'; who: number; withheld: boolean }
  | { type: 'armed'; who: number }
  /** The broker that held the room is no more. */
  | { type: 'closed' };

/** `waiting`, subscriber by subscriber: what the broker said just after, when that had changed. */
export type AccusesEvent = Happened & { waiting?: Waiting[] };
