// What the labs know of Kafka: a cluster view (what is there, what happens) and a bridge (what a page may do).

import type { VolatileValue } from '#contract/journal.ts';
import type { Published } from '#contract/kafka-commands.ts';
import type { KafkaEvent, PageConsumerView, RecordView } from '#contract/kafka-events.ts';
import type { Deed, TopicWatch } from '#server/broker/index.ts';

export type ClusterBatch = { events: KafkaEvent[]; volatile: VolatileValue[] };

/** Two sources, one shape: the embedded broker's own events, or kafkajs admin calls and a tail reader. */
export type ClusterView = {
  /** The events that rebuild the present from `initial()`, atomic with the stream: nothing is missed, nothing is told twice. */
  open(listener: (batch: ClusterBatch) => void): Promise<KafkaEvent[]>;
  /** Reads one whole record (not cut beyond 256 kB). Null when it is not there (any more). */
  readRecord(topic: string, partition: number, offset: number): Promise<RecordView | null>;
  /**
   * What programs do with these topics, request by request, until the returned function is called; programs of pages left
   * out. Null where nothing can tell: a real cluster (capability `deeds`).
   */
  watch(topics: TopicWatch, listener: (deeds: Deed[], dropped: number) => void): Promise<(() => void) | null>;
  close(): Promise<void>;
};

/** A person as the bridge needs it. `owner` is the public id; limits are counted per owner. */
type Owner = { owner: string };

export type PublishInput = {
  topic: string;
  key: string | null;
  value: string | null;
  headers: [string, string][];
  acks: 0 | 1 | -1;
  partition?: number | undefined;
};

/** Refusals are values: `code` is from contract/errors.ts, `message` is French and whole. */
export type BridgeResult<T> = { ok: true; result: T } | { ok: false; error: import('#contract/errors.ts').WireError };

/** Real kafkajs clients on behalf of pages, over TCP, with limits per owner. */
export type Bridge = {
  publish(who: Owner, input: PublishInput): Promise<BridgeResult<Published>>;
  /** Answers at once; the records follow. Never two series at a time for one owner. */
  publishMany(
    who: Owner,
    input: { topic: string; acks: 0 | 1 | -1; records: { key: string | null; value: string }[]; intervalMs: number },
  ): Promise<BridgeResult<{ accepted: number }>>;
  addConsumer(
    who: Owner,
    input: { topic: string; group: string; fromBeginning: boolean; autoCommit: boolean; delayMs: number },
  ): Promise<BridgeResult<{ consumer: string }>>;
  pauseConsumer(who: Owner, consumer: string): Promise<BridgeResult<null>>;
  resumeConsumer(who: Owner, consumer: string): Promise<BridgeResult<null>>;
  slowConsumer(who: Owner, consumer: string, delayMs: number): Promise<BridgeResult<null>>;
  /** Commits what it has processed; answers of how many partitions. Refused when it commits by itself or has read nothing. */
  commitConsumer(who: Owner, consumer: string): Promise<BridgeResult<{ partitions: number }>>;
  stopConsumer(who: Owner, consumer: string): Promise<BridgeResult<null>>;
  killConsumer(who: Owner, consumer: string): Promise<BridgeResult<null>>;
  createTopic(who: Owner, topic: string, partitions: number): Promise<BridgeResult<null>>;
  /** States of page consumers, and which client ids belong to whom. */
  consumers(): PageConsumerView[];
  /** `by`: the person whose command made the change. */
  onConsumer(listener: (change: { consumer: PageConsumerView; by?: string } | { removed: string }) => void): () => void;
  /** Who stands behind a client id seen on the wire; null for outside programs. */
  ownerOfClientId(clientId: string): { owner: string; consumer: string | null } | null;
  /** A client id for another client of this owner, made elsewhere in this room; views then know whose it is. */
  clientIdFor(owner: string, client: string): string;
  /** The owner has gone: stops everything it started. */
  closeOwner(owner: string): Promise<void>;
  close(): Promise<void>;
};
