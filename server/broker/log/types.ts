// What the rest of the broker knows of storage. Offsets are numbers (safe to 2^53); bytes are raw RecordBatch v2.

/** Kafka protocol error codes travel as numbers here; see ../protocol/errors.ts for names. */
export type AppendResult =
  | {
      ok: true;
      baseOffset: number;
      lastOffset: number;
      count: number;
      /** ms since 1970 when the topic uses LogAppendTime, else -1 (Produce response v2+). */
      logAppendTime: number;
      logStart: number;
      /** True when an idempotent producer sent a batch again: nothing was written, offsets are the original ones. */
      duplicate: boolean;
    }
  | { ok: false; code: number; message: string };

export type ReadResult = {
  /** Whole batches, the first one containing the wanted offset. Empty, never null, when there is nothing. */
  chunks: Uint8Array[];
  bytes: number;
};

export type PartitionLog = {
  readonly topic: string;
  readonly partition: number;
  readonly logStart: number;
  /** Log end offset: the offset the next record will get. Equal to the high watermark with one broker. */
  readonly end: number;
  readonly highWatermark: number;
  /** Last stable offset: first offset of the oldest open transaction, else the high watermark. */
  readonly lastStable: number;
  readonly sizeBytes: number;
  /**
   * Validates and appends one or more RecordBatch v2 exactly as received (base offset and leader epoch patched).
   * Resolves when the bytes are in the file (durability mode decides about fsync). Appends are answered in call order.
   */
  append(batches: Uint8Array, options: { leaderEpoch: number }): Promise<AppendResult>;
  /** Never past `upTo` (high watermark or last stable). At least one whole batch even when larger than maxBytes. */
  read(offset: number, maxBytes: number, upTo: number): Promise<ReadResult> | ReadResult;
  /** ListOffsets: first offset whose timestamp >= ts; null when there is none. */
  offsetForTimestamp(timestamp: number): Promise<{ offset: number; timestamp: number } | null>;
  /** ListOffsets -3: the record with the largest timestamp. */
  offsetOfMaxTimestamp(): Promise<{ offset: number; timestamp: number } | null>;
  /** DeleteRecords: moves logStart forward, drops whole segments below. */
  deleteBefore(offset: number): Promise<void>;
  /** Applies retention.ms, retention.bytes and compaction; returns true when logStart moved. */
  enforceRetention(now: number): Promise<boolean>;
  close(): Promise<void>;
};

export type TopicConfig = {
  'cleanup.policy': 'delete' | 'compact' | 'compact,delete';
  /** How long a compacted topic still shows that a key was deleted, ms. */
  'delete.retention.ms': number;
  'retention.ms': number;
  'retention.bytes': number;
  'segment.bytes': number;
  'max.message.bytes': number;
  'message.timestamp.type': 'CreateTime' | 'LogAppendTime';
  'min.insync.replicas': number;
};

/** Broker-wide durability: `memory` keeps nothing, `interval` fsyncs on a timer, on roll and on close; `durable` before each ack. */
export type Durability = 'memory' | 'interval' | 'durable';
