// The lab `reseau`: what a page asks of the network between the server and itself, and what happened on it. One sender, three
// receivers; `t` is in ms since the run began, by the server's clock.
import { z } from 'zod';

export const reseauBounds = { count: 12, receivers: 3, latency: 800, jitter: 1_500, percent: 60, seed: 9_999 } as const;

const percent = z.int().min(0).max(reseauBounds.percent);
export const networkSettings = z.strictObject({
  /** ms that every packet takes, and up to how many more. */
  latency: z.int().min(0).max(reseauBounds.latency),
  jitter: z.int().min(0).max(reseauBounds.jitter),
  /** Of a hundred packets, how many are held back, lost, doubled. */
  disorder: percent,
  loss: percent,
  duplication: percent,
  /** Receivers read the numbers and put messages in order again; or they take what comes. */
  numbered: z.boolean(),
  seed: z.int().min(1).max(reseauBounds.seed),
});
export type NetworkSettings = z.infer<typeof networkSettings>;

const sequence = z.int().min(1).max(reseauBounds.count);
const range = z.strictObject({ from: sequence, to: sequence });

export const reseauCommand = z.discriminatedUnion('type', [
  /** Begins a run; the one that its person had is over. */
  z.strictObject({ type: z.literal('send'), count: sequence, network: networkSettings }),
  /** The page, as a receiver, asks again for what it misses. */
  z.strictObject({
    type: z.literal('ask'),
    run: z.string().min(1).max(40),
    receiver: z
      .int()
      .min(0)
      .max(reseauBounds.receivers - 1),
    ranges: z.array(range).min(1).max(reseauBounds.count),
  }),
]);
export type ReseauCommand = z.infer<typeof reseauCommand>;

/** One copy of a message on its way to one receiver. `takes`: ms; null when the network loses it. */
export type Packet = { receiver: number; sequence: number; copy: number; takes: number | null };

export type RunEvent =
  | { type: 'sent'; t: number; sequence: number; packets: Packet[] }
  | { type: 'arrived'; t: number; receiver: number; sequence: number; copy: number }
  /** Asked for by the receiver's page, and sent again through the same network. */
  | { type: 'asked'; t: number; receiver: number; ranges: { from: number; to: number }[]; packets: Packet[] }
  /** The sender has told its last number: what is still missing at the end becomes known. */
  | { type: 'head'; t: number; sequence: number }
  /** `lost`: the server that sent is no more. */
  | { type: 'ended'; t: number; reason: 'done' | 'time' | 'stopped' | 'lost' };

export type ReseauEvent =
  | { type: 'run.started'; run: string; count: number; network: NetworkSettings }
  | { type: 'run.told'; event: RunEvent };
