// What clients did with watched topics, request by request: the words of the witness (core/witness.ts). Nothing here is
// coalesced, because who judges a program must know what came before what. Plain structured-clonable data.

import type { CloseReason, RebalanceReason, ShownRecord } from './events.ts';

/** Topics by name, and topics whose name begins so. A topic need not exist to be watched. */
export type TopicWatch = { topics?: readonly string[]; prefixes?: readonly string[] };

/** Who did it: the connection a request came on, and what was known of its client then. Times in ms since 1970. */
export type Doer = {
  /** Deeds of one broker are numbered in the order in which their requests came to be handled. */
  id: number;
  at: number;
  connection: number;
  /** When that connection was opened: whoever began to watch later has not seen its beginning. */
  openedAt: number;
  address: string;
  clientId: string | null;
  /** ApiVersions v3+ (KIP-511). */
  software: string | null;
};

export type WitnessedBatch = {
  partition: number;
  /** -1 when it was refused. */
  baseOffset: number;
  count: number;
  /** -1 when the producer is not idempotent. */
  producerId: number;
  producerEpoch: number;
  baseSequence: number;
  /** Kafka error code, 0 when it was written (or had been: a batch sent again keeps its offset). */
  error: number;
  /** Decoded when told, never stored; at most `recordsPerBatch` of core/witness.ts. */
  records: ShownRecord[];
};

export type Deed =
  /** The first time a connection asks for this topic. */
  | (Doer & { kind: 'asked-metadata'; topic: string })
  | (Doer & {
      kind: 'produced';
      topic: string;
      /** Null: no answer was sent (acks=0, a fault). */
      answeredAt: number | null;
      acks: number;
      /** The deed that was not answered yet when this request began to arrive: same connection, or same producer id. */
      inFlight: number | null;
      batches: WitnessedBatch[];
    })
  /** `count`: records from `offset` on in the reply. Empty replies are told only where a reader stands still for the first time. */
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
      generation: number;
      partition: number;
      offset: number;
      metadata: string;
      error: number;
      answeredAt: number;
    })
  /** `offset` -1: the group has committed nothing there. */
  | (Doer & { kind: 'asked-committed'; topic: string; group: string; partition: number; offset: number })
  | (Doer & {
      kind: 'joined';
      group: string;
      memberId: string;
      generation: number;
      /** What it subscribes to, watched or not. */
      topics: string[];
      sessionTimeoutMs: number;
    })
  /** A member of a group that reads a watched topic is out: it said so (`leave`), or was silent. */
  | {
      kind: 'left';
      id: number;
      at: number;
      group: string;
      memberId: string;
      clientId: string;
      reason: RebalanceReason;
    }
  /** A connection that did something of the above has ended; `apis` are all it used. */
  | (Doer & { kind: 'closed'; reason: CloseReason; apis: string[] });
