// The automatic correction of the TD on the wire: what a page asks, and what the broker saw of a student's own programs.
// Deeds have the shape in which the embedded broker tells them; what a real cluster cannot tell is null.
import { z } from 'zod';
import type { RecordView } from './kafka-events.ts';

export const tdTopic = 'commandes_machines_td';
/** How long the work of one step lasts at least, ms: the statement's, unless the student says otherwise. */
export const workBounds = { least: 100, usual: 1_000, most: 60_000 } as const;

export const correctionCommand = z.discriminatedUnion('type', [
  /** Watches the topic of the workspace that comes with the command; what was seen of another one is put aside. */
  z.strictObject({ type: z.literal('watch'), workMs: z.int().min(workBounds.least).max(workBounds.most) }),
  /** Forgets what was seen so far: the next run is judged alone. */
  z.strictObject({ type: z.literal('restart') }),
]);
export type CorrectionCommand = z.infer<typeof correctionCommand>;

type Doer = {
  id: number;
  /** ms since 1970, the broker's clock. */
  at: number;
  connection: number;
  /** ms since 1970; null where nobody can know. */
  openedAt: number | null;
  address: string;
  clientId: string | null;
  software: string | null;
};

export type TdBatch = {
  partition: number;
  baseOffset: number;
  count: number;
  /** -1: not idempotent; null: not known. */
  producerId: number | null;
  baseSequence: number | null;
  error: number;
  records: RecordView[];
};

export type TdDeed =
  | (Doer & { kind: 'asked-metadata'; topic: string })
  | (Doer & {
      kind: 'produced';
      topic: string;
      answeredAt: number | null;
      acks: number | null;
      /** The earlier deed that had no answer yet; undefined when nobody can know. */
      inFlight?: number | null;
      batches: TdBatch[];
    })
  | (Doer & {
      kind: 'fetched';
      topic: string;
      partition: number;
      offset: number;
      count: number;
      end: number;
      answeredAt: number;
    })
  | (Doer & {
      kind: 'asked-offset';
      topic: string;
      partition: number;
      wanted: 'earliest' | 'latest' | 'other';
      offset: number;
    })
  | (Doer & {
      kind: 'committed';
      topic: string;
      group: string;
      memberId: string;
      partition: number;
      offset: number;
      metadata: string;
      error: number;
      answeredAt: number;
    })
  | (Doer & { kind: 'asked-committed'; topic: string; group: string; partition: number; offset: number })
  | (Doer & {
      kind: 'joined';
      group: string;
      memberId: string;
      generation: number;
      topics: string[];
      sessionTimeoutMs: number;
    })
  | { kind: 'left'; id: number; at: number; group: string; memberId: string; clientId: string; reason: string }
  | (Doer & { kind: 'closed'; reason: string; apis: string[] });

export type CorrectionEvent =
  | {
      type: 'watch.began';
      /** `classe`, or the slug of the student's sandbox. */
      workspace: string;
      /** Name of the topic as programs must write it. */
      topic: string;
      /** What programs are given as bootstrap server. */
      address: string;
      workMs: number;
      /** From when on the broker watches, ms since 1970. */
      since: number;
      /** `cluster`: a real Kafka, which tells records and committed offsets only. */
      source: 'embedded' | 'cluster';
      /** Epoch of the server's life. */
      server: string;
    }
  | { type: 'work.changed'; workMs: number }
  | { type: 'seen'; deed: TdDeed }
  /** More happened in one moment than is told. */
  | { type: 'unseen'; count: number };
