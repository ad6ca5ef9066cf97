// One partition: appends in call order with group commit, reads by offset. One write is outstanding at a time; all
// that arrives meanwhile goes into the next one. Nothing is visible to readers before it is acknowledged.

import type { Clock } from '../clock.ts';
import { checkBatches } from './batch-check.ts';
import { type BatchHeader, patchLogAppendTime, patchOffsetAndEpoch } from './batch-header.ts';
import { Compactor } from './compaction.ts';
import { ErrorCode } from './error-code.ts';
import type { LogFs } from './fs.ts';
import { deleteSegmentsBelow, readLogStart, retainedFrom, writeLogStart } from './log-start.ts';
import { offsetByMaxTimestamp, offsetByTimestamp } from './offset-lookup.ts';
import { createProducerState, type ProducerState } from './producer-state.ts';
import { type Notice, recoverSegments } from './recovery.ts';
import type { Segment } from './segment.ts';
import { type Damage, readBatches, type WalkResult } from './segment-read.ts';
import { closeSegments, type SegmentOwner, SegmentWriter } from './segment-writer.ts';
import type { AppendResult, Durability, PartitionLog, ReadResult, TopicConfig } from './types.ts';

/** Appends that wait for the disk hold their bytes in memory: beyond this, producers are told to retry. */
const MAX_QUEUED_BYTES = 64 * 1024 * 1024;
const NOTHING: ReadResult = { chunks: [], bytes: 0 };

type Entry = {
  raw: Uint8Array;
  batches: readonly BatchHeader[];
  baseOffset: number;
  /** Starts a new segment instead of writing. */
  roll: boolean;
  result: AppendResult;
  resolve: (result: AppendResult) => void;
};

export type StoredLog = PartitionLog & {
  /** Changed topic configuration: applies from the next append or retention pass on. */
  configure(config: TopicConfig): void;
  /**
   * Removes everything from `offset`, the start of a batch, on. The caller appends nothing until it resolves, and lets
   * nobody read past `offset`. Rejects when the disk refuses.
   */
  truncate(offset: number): Promise<void>;
  /** Syncs what was written since the last time (durability `interval`). */
  flush(): Promise<void>;
};

export type PartitionLogOptions = {
  fs: LogFs;
  /** The partition's folder; it exists. */
  dir: string;
  topic: string;
  partition: number;
  config: TopicConfig;
  durability: Durability;
  clock: Clock;
  notice: Notice;
  /** Keys that one compaction pass remembers. */
  maxKeys?: number;
};

/** Opens a partition, recovering what a crash left. Rejects when the folder cannot be read. */
export async function openPartitionLog(options: PartitionLogOptions): Promise<StoredLog> {
  const { fs, dir, clock, notice } = options;
  const producers = createProducerState();
  const safe = options.durability === 'durable';
  const { segments, fresh } = await recoverSegments({ fs, dir, producers, now: clock.now(), notice, safe });
  const active = segments.at(-1);
  if (active === undefined) throw new Error(`${dir}: no segment`);
  const logStart = fresh ? 0 : await readLogStart(fs, dir);
  return new FilePartitionLog(options, segments, active, producers, { logStart, fresh });
}

class FilePartitionLog implements StoredLog {
  readonly topic: string;
  readonly partition: number;
  readonly #options: PartitionLogOptions;
  readonly #owner: SegmentOwner;
  readonly #writer: SegmentWriter;
  readonly #producers: ProducerState;
  readonly #compactor: Compactor;
  #config: TopicConfig;
  #logStart: number;
  /** Offset for the next append: ahead of `end` while writes are under way. */
  #next: number;
  #queue: Entry[] = [];
  #queuedBytes = 0;
  #draining = false;
  #drained: Promise<void> = Promise.resolve();
  #maintenance: Promise<unknown> = Promise.resolve();
  #flushing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(
    options: PartitionLogOptions,
    segments: Segment[],
    active: Segment,
    producers: ProducerState,
    { logStart, fresh }: { logStart: number; fresh: boolean },
  ) {
    this.topic = options.topic;
    this.partition = options.partition;
    this.#options = options;
    this.#config = options.config;
    this.#producers = producers;
    const onDamage = ({ segment, from, to }: Damage) =>
      options.notice(
        'error',
        `${options.dir}, segment ${segment.base}: bytes ${from} to ${to} are damaged, passed over`,
      );
    this.#owner = { ...options, segments, producers, onDamage };
    this.#writer = new SegmentWriter(this.#owner, active, fresh);
    this.#compactor = new Compactor({
      owner: this.#owner,
      inTurn: (task) => this.#inTurn(task),
      stopped: () => this.#closed,
      ...(options.maxKeys !== undefined && { maxKeys: options.maxKeys }),
    });
    this.#logStart = Math.min(Math.max(logStart, segments[0]?.base ?? 0), this.end);
    this.#next = this.end;
  }

  get logStart(): number {
    return this.#logStart;
  }

  get end(): number {
    return this.#writer.active.end;
  }

  get highWatermark(): number {
    return this.end;
  }

  get lastStable(): number {
    return this.end;
  }

  get sizeBytes(): number {
    return this.#owner.segments.reduce((sum, segment) => sum + segment.size, 0);
  }

  configure(config: TopicConfig): void {
    this.#config = config;
  }

  /** The bytes belong to the log until the promise resolves: offset and epoch are written into them. */
  append(raw: Uint8Array, { leaderEpoch }: { leaderEpoch: number }): Promise<AppendResult> {
    if (this.#closed) return Promise.resolve(storageError('the partition is closed'));
    const checked = checkBatches(raw, this.#config);
    if (!checked.ok) return this.#enqueue(checked);
    if (this.#queuedBytes + raw.length > MAX_QUEUED_BYTES) return this.#enqueue(storageError('the disk is behind'));
    const { view, batches, count } = checked;
    for (const batch of batches) {
      const verdict = this.#producers.check(batch);
      if (verdict.kind === 'refused') return this.#enqueue({ ok: false, ...verdict });
      if (verdict.kind === 'duplicate') return this.#enqueue(this.#stored(verdict.baseOffset, verdict.count, -1, true));
    }
    const now = this.#options.clock.now();
    const stamped = this.#config['message.timestamp.type'] === 'LogAppendTime';
    const baseOffset = this.#next;
    for (const batch of batches) {
      if (stamped) patchLogAppendTime(raw, view, batch, now);
      patchOffsetAndEpoch(view, batch.position, this.#next, leaderEpoch);
      this.#producers.record(batch, this.#next, now);
      this.#next += batch.count;
    }
    return this.#enqueue(this.#stored(baseOffset, count, stamped ? now : -1, false), raw, batches, baseOffset);
  }

  read(offset: number, maxBytes: number, upTo: number): Promise<ReadResult> | ReadResult {
    const limit = Math.min(upTo, this.end);
    if (offset < this.#logStart || offset >= limit || this.#closed) return NOTHING;
    return this.#readFrom(this.#segmentOf(offset), offset, maxBytes, limit);
  }

  offsetForTimestamp(timestamp: number): Promise<{ offset: number; timestamp: number } | null> {
    return this.#lookUp((segments) => offsetByTimestamp(segments, timestamp, this.#logStart, this.#owner.onDamage));
  }

  offsetOfMaxTimestamp(): Promise<{ offset: number; timestamp: number } | null> {
    return this.#lookUp((segments) => offsetByMaxTimestamp(segments, this.#logStart, this.#owner.onDamage));
  }

  async deleteBefore(offset: number): Promise<void> {
    await this.#inTurn(() => this.#moveStart(Math.min(offset, this.end)));
  }

  async enforceRetention(now: number): Promise<boolean> {
    const before = this.#logStart;
    if (this.#config['cleanup.policy'] !== 'compact')
      await this.#inTurn(() => this.#moveStart(retainedFrom(this.#owner.segments, this.#config, now)));
    if (this.#config['cleanup.policy'] !== 'delete' && !this.#closed) await this.#compactor.run(this.#config, now);
    return this.#logStart > before;
  }

  async truncate(offset: number): Promise<void> {
    await this.#drained;
    await this.#inTurn(async () => {
      if (this.#closed || offset >= this.end) return;
      await this.#writer.truncate(Math.max(offset, this.#logStart));
      this.#compactor.forgetFrom(this.end);
      this.#next = this.end;
      this.#producers.forgetFrom(this.end);
    });
  }

  /** Beside maintenance, which may take longer than the loss window that was promised. */
  async flush(): Promise<void> {
    if (this.#closed) return;
    this.#flushing = this.#flushing.then(() => this.#writer.flush());
    await this.#flushing;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all([this.#drained, this.#flushing, this.#compactor.idle]);
    await this.#inTurn(() => closeSegments(this.#owner, this.#writer));
  }

  /** Looks again when retention or compaction took a file from under the search. */
  async #lookUp<T>(search: (segments: readonly Segment[]) => Promise<T>): Promise<T> {
    for (;;) {
      const segments = this.#owner.segments.slice();
      try {
        return await search(segments);
      } catch (error) {
        if (!segments.some((segment) => segment.removed)) throw error;
      }
    }
  }

  #stored(baseOffset: number, count: number, logAppendTime: number, duplicate: boolean): AppendResult {
    const lastOffset = baseOffset + count - 1;
    return { ok: true, baseOffset, lastOffset, count, logAppendTime, logStart: this.#logStart, duplicate };
  }

  /** Refusals and repeats queue too, without bytes: answers keep the order of the calls. */
  #enqueue(
    result: AppendResult,
    raw: Uint8Array = NO_BYTES,
    batches: readonly BatchHeader[] = [],
    baseOffset = this.#next,
    roll = false,
  ): Promise<AppendResult> {
    return new Promise((resolve) => {
      this.#queue.push({ raw, batches, baseOffset, roll, result, resolve });
      this.#queuedBytes += raw.length;
      if (this.#draining) return;
      this.#draining = true;
      this.#drained = this.#drain();
    });
  }

  /** Runs without a pause while the file answers at once (memory): the append is then answered in the same turn. */
  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const group = this.#queue;
      this.#queue = [];
      let done = 0;
      try {
        while (done < group.length) {
          const part = this.#nextPart(group, done);
          if (part[0]?.roll) await this.#writer.roll();
          else {
            const writing = this.#writer.write(part, this.#config['segment.bytes']);
            if (writing !== undefined) await writing;
          }
          done += part.length;
          for (const entry of part) this.#answer(entry, entry.result);
        }
      } catch (error) {
        this.#fail([...group.slice(done), ...this.#queue.splice(0)], error);
      }
    }
    this.#draining = false;
  }

  /** The entries from `from` on that go into one file with one write. */
  #nextPart(group: Entry[], from: number): Entry[] {
    if (group[from]?.roll) return group.slice(from, from + 1);
    const next = group.findIndex((entry, at) => at > from && entry.roll);
    const until = next < 0 ? group.length : next;
    const to = from + this.#writer.fitting(group, from, until, this.#config['segment.bytes']);
    return from === 0 && to === group.length ? group : group.slice(from, to);
  }

  #answer(entry: Entry, result: AppendResult): void {
    this.#queuedBytes -= entry.raw.length;
    entry.resolve(result);
  }

  /** Nothing after the last committed byte exists: whoever waits for it is told so, and offsets are given out again. */
  #fail(entries: readonly Entry[], error: unknown): void {
    this.#writer.fail(error);
    this.#next = this.end;
    this.#producers.forgetFrom(this.end);
    for (const entry of entries)
      this.#answer(entry, entry.result.ok ? storageError('the log cannot be written') : entry.result);
  }

  #segmentOf(offset: number): number {
    const { segments } = this.#owner;
    let low = 0;
    let high = segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((segments[middle]?.base ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** A segment may hold nothing at or after `offset` (damaged end): the next one is then asked. */
  #readFrom(at: number, offset: number, maxBytes: number, limit: number): Promise<ReadResult> | ReadResult {
    const segment = this.#owner.segments[at];
    if (segment === undefined || segment.base >= limit) return NOTHING;
    const found = readBatches(segment, offset, maxBytes, limit, this.#owner.onDamage);
    const orNext = (result: WalkResult): Promise<ReadResult> | ReadResult => {
      const { chunks, bytes, stopped } = result;
      if (bytes > 0 || stopped) return { chunks, bytes };
      if (segment.removed) return this.read(offset, maxBytes, limit);
      return this.#readFrom(this.#owner.segments.indexOf(segment) + 1, offset, maxBytes, limit);
    };
    if (!(found instanceof Promise)) return orNext(found);
    return found.then(orNext, (error: unknown) => {
      // Retention closed the file under the reader, or compaction replaced it.
      if (segment.removed || this.#closed) return this.read(offset, maxBytes, limit);
      throw error;
    });
  }

  async #moveStart(offset: number): Promise<void> {
    if (offset <= this.#logStart) return;
    if (offset === this.end && this.#writer.active.size > 0) {
      const rolled = await this.#enqueue(this.#stored(this.#next, 0, -1, false), NO_BYTES, [], this.#next, true);
      if (!rolled.ok) return;
    }
    this.#logStart = offset;
    await writeLogStart(this.#options.fs, this.#options.dir, offset);
    await deleteSegmentsBelow(this.#owner, offset);
  }

  /** Maintenance runs one task at a time, beside appends and reads. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#maintenance.then(task);
    this.#maintenance = result.catch(() => undefined);
    return result;
  }
}

const NO_BYTES = new Uint8Array(0);

function storageError(message: string): AppendResult {
  return { ok: false, code: ErrorCode.KAFKA_STORAGE_ERROR, message };
}
