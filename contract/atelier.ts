// The lab `atelier`: a lot goes through three machines, ordered by a real producer and carried out by real consumers of one
// group. What a page asks, and what happened. The journal is one person's: nothing here says whose it is.
import { z } from 'zod';

export const atelierBounds = {
  lots: 3,
  steps: 3,
  consumers: 3,
  workMs: { min: 100, max: 3_000 },
  seed: 9_999,
} as const;

/** Every setting of the statement. `true` is what the statement asks for, but for `autoCommit`. */
export const workshopSettings = z.strictObject({
  /** The key is the lot's name; or none. */
  keyed: z.boolean(),
  acks: z.union([z.literal(-1), z.literal(1), z.literal(0)]),
  idempotent: z.boolean(),
  /** The next command leaves when the one before is confirmed. */
  awaited: z.boolean(),
  autoCommit: z.boolean(),
  /** One record a poll. */
  oneByOne: z.boolean(),
  /** Work, then commit; or the other way round. */
  commitAfter: z.boolean(),
  workMs: z.int().min(atelierBounds.workMs.min).max(atelierBounds.workMs.max),
  consumers: z.int().min(1).max(atelierBounds.consumers),
  seed: z.int().min(1).max(atelierBounds.seed),
});
export type WorkshopSettings = z.infer<typeof workshopSettings>;

/** Where a consumer dies: `between` is after the first of (work, commit) and before the end of the second. */
export const crashPoints = ['before', 'during', 'between', 'after'] as const;
export type CrashPoint = (typeof crashPoints)[number];

const place = z.strictObject({
  /** Counted from 0. */
  lot: z
    .int()
    .min(0)
    .max(atelierBounds.lots - 1),
  step: z.int().min(1).max(atelierBounds.steps),
});
export const incidents = z.strictObject({
  crash: place.extend({ point: z.enum(crashPoints) }).nullable(),
  /** The broker writes the command; its answer never comes. */
  lostAck: place.nullable(),
  /** The broker does not write it the first time. */
  refused: place.nullable(),
});
export type Incidents = z.infer<typeof incidents>;

const id = z.string().regex(/^[a-z-]{1,40}$/);
export const atelierCommand = z.discriminatedUnion('type', [
  /** Begins a run; the one under way is over. */
  z.strictObject({
    type: z.literal('start'),
    settings: workshopSettings,
    lots: z.int().min(1).max(atelierBounds.lots),
    incidents,
  }),
  /** The next consumer to stand between work and commit dies there. */
  z.strictObject({ type: z.literal('crash') }),
  /** Those that died start again. */
  z.strictObject({ type: z.literal('restart') }),
  z.strictObject({ type: z.literal('stop') }),
  z.strictObject({ type: z.literal('predict'), experiment: id, step: id, choice: id }),
  z.strictObject({ type: z.literal('reset'), experiment: id }),
]);
export type AtelierCommand = z.infer<typeof atelierCommand>;

/** A command of the producer: what it asks of which lot. */
export type Order = { lot: string; step: number };
/** A record in a consumer's hands. */
export type InHand = Order & { worker: string; partition: number; offset: number };

export type AtelierEvent =
  | {
      type: 'run.started';
      run: string;
      settings: WorkshopSettings;
      incidents: Incidents;
      lots: string[];
      topic: string;
      partitions: number;
    }
  | { type: 'joined'; worker: string; partitions: number[] }
  | ({ type: 'sending'; send: number } & Order)
  /** `offset` null: nobody confirmed, and nobody will (acks=0). */
  | ({ type: 'confirmed'; send: number; partition: number | null; offset: number | null } & Order)
  /** The client tries again; `reason` in its own words. `send` null: several were on their way. */
  | { type: 'send.retried'; send: number | null; reason: string }
  | ({ type: 'send.failed'; send: number; reason: string } & Order)
  | ({ type: 'read' } & InHand)
  | ({ type: 'began' } & InHand)
  | ({ type: 'finished' } & InHand)
  /** `next`: the offset that the group will read next. */
  | { type: 'committed'; worker: string; partition: number; next: number }
  | { type: 'commit.refused'; worker: string; partition: number; next: number; reason: string }
  | ({ type: 'crashed'; point: CrashPoint } & InHand)
  | { type: 'crash.armed' }
  | { type: 'restarted'; worker: string }
  | { type: 'worker.failed'; worker: string; reason: string }
  /** `lost`: with the server that ran it. */
  | { type: 'ended'; reason: 'done' | 'time' | 'stopped' | 'failed' | 'lost'; why?: string }
  | { type: 'predicted'; experiment: string; step: string; choice: string }
  | { type: 'experiment.reset'; experiment: string };
