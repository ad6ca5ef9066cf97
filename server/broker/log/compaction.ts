// cleanup.policy=compact: closed segments are written again with the last record of each key (KIP-58's sense of it),
// beside appends and reads. A crash leaves the old segments or the new one; what it half did is thrown away on start.
import { readHeader } from './batch-header.ts';
import { plainBatch, walkRecords } from './batch-records.ts';
import { compactBatch, emptied } from './compact-batch.ts';
import { LastOffsets } from './compact-keys.ts';
import { CompactedSegment } from './compacted-segment.ts';
import type { Segment } from './segment.ts';
import { type Choice, type WalkedBatch, walkSegment } from './segment-read.ts';
import type { SegmentOwner } from './segment-writer.ts';
import type { TopicConfig } from './types.ts';

/** min.cleanable.dirty.ratio of Kafka: a pass waits until half of what it would read is new. */
const DIRTY_RATIO = 0.5;
/** Bytes worked on before others get their turn. */
const SLICE_BYTES = 128 * 1024;

export type CompactorOptions = {
  owner: SegmentOwner;
  /** Runs a task alone among those that replace or remove segments. */
  inTurn<T>(task: () => Promise<T>): Promise<T>;
  /** True when the partition closes: a pass is then given up. */
  stopped(): boolean;
  maxKeys?: number;
};

type Pass = { keys: LastOffsets; to: number; now: number; config: TopicConfig; truncations: number; horizon: number };

export class Compactor {
  readonly #options: CompactorOptions;
  /** Everything below has been cleaned. Forgotten by a restart, which costs one pass that changes nothing. */
  #cleanTo = 0;
  /** When the first of the tombstones that were kept may go. */
  #horizon = Number.POSITIVE_INFINITY;
  /** Counts truncations: a pass that knows of records that are gone must not go on. */
  #truncations = 0;
  #running: Promise<void> | null = null;
  #failed = false;

  constructor(options: CompactorOptions) {
    this.#options = options;
  }

  /** Resolves when no pass is under way. */
  get idle(): Promise<void> {
    return this.#running ?? Promise.resolve();
  }

  /** What is at or after `offset` no longer exists: it may not supersede anything. */
  forgetFrom(offset: number): void {
    this.#truncations += 1;
    this.#cleanTo = Math.min(this.#cleanTo, offset);
  }

  /** One pass, when it is worth it. Never rejects: a disk that refuses leaves the segments as they are. */
  run(config: TopicConfig, now: number): Promise<void> {
    this.#running ??= this.#pass(config, now)
      .then(
        () => {
          this.#failed = false;
        },
        (error: unknown) => this.#fail(error),
      )
      .then(() => {
        this.#running = null;
      });
    return this.#running;
  }

  async #pass(config: TopicConfig, now: number): Promise<void> {
    const closed = this.#closed();
    if (!this.#worthwhile(closed, now)) return;
    const truncations = this.#truncations;
    const keys = new LastOffsets(this.#options.maxKeys);
    const to = await this.#collect(closed, keys);
    const pass: Pass = { keys, to, now, config, truncations, horizon: Number.POSITIVE_INFINITY };
    const reached = closed.filter((segment) => segment.base < to);
    for (const group of grouped(reached, config['segment.bytes'])) {
      await this.#options.inTurn(() => this.#rewrite(group, pass));
    }
    if (truncations !== this.#truncations) throw new Interrupted();
    this.#cleanTo = to;
    this.#horizon = pass.horizon;
  }

  /** All segments before the last one that holds something: a reader at the end always finds a record to go on from. */
  #closed(): Segment[] {
    const { segments } = this.#options.owner;
    const last = segments.findLastIndex((segment) => segment.size > 0);
    return segments.slice(0, Math.max(0, last));
  }

  #worthwhile(closed: readonly Segment[], now: number): boolean {
    let total = 0;
    let dirty = 0;
    for (const { size, end } of closed) {
      total += size;
      if (end > this.#cleanTo) dirty += size;
    }
    return total > 0 && (dirty / total >= DIRTY_RATIO || this.#horizon <= now);
  }

  /** Reads the keys of what is not clean yet. Returns the offset up to which all of them fitted into the memory. */
  async #collect(closed: readonly Segment[], keys: LastOffsets): Promise<number> {
    let to = closed.at(-1)?.end ?? 0;
    for (const segment of closed) {
      if (segment.end <= this.#cleanTo) continue;
      const all = await this.#visit(segment, Math.max(segment.base, this.#cleanTo), (batch) => {
        if (keys.full) {
          to = batch.base;
          return false;
        }
        const plain = plainBatch(batch.raw, readHeader(batch.view, batch.at));
        if (plain === null) return true;
        walkRecords(plain.raw, plain.header, ({ key, offset }) => {
          if (key !== null) keys.set(plain.raw, key.from, key.to, offset);
          return false;
        });
        return true;
      });
      if (!all) break;
    }
    return to;
  }

  /**
   * Calls `visit` for each batch from `from` on, a slice at a time, `between` after each slice. False when `visit` ended
   * the walk. @throws Interrupted when the partition closes.
   */
  async #visit(
    segment: Segment,
    from: number,
    visit: (batch: WalkedBatch) => boolean,
    between: () => Promise<void> = nextTurn,
  ): Promise<boolean> {
    let next = from;
    for (;;) {
      let worked = 0;
      let wanted = true;
      const choose = (batch: WalkedBatch): Choice => {
        if (batch.last < next) return 'skip';
        if (worked < SLICE_BYTES) wanted = visit(batch);
        if (!wanted || worked >= SLICE_BYTES) return 'stop';
        worked += batch.bytes;
        next = batch.last + 1;
        return 'skip';
      };
      const { stopped } = await walkSegment(segment, next, SLICE_BYTES, choose, this.#options.owner.onDamage);
      if (this.#options.stopped()) throw new Interrupted();
      await between();
      if (!stopped || !wanted) return wanted;
    }
  }

  /** The offset after `group`; undefined when retention took a part of it meanwhile. */
  #endOf(group: readonly Segment[]): number | undefined {
    const { segments } = this.#options.owner;
    const at = group[0] === undefined ? -1 : segments.indexOf(group[0]);
    if (at < 0 || group.some((segment, nth) => segments[at + nth] !== segment)) return undefined;
    return segments[at + group.length]?.base;
  }

  async #rewrite(group: readonly Segment[], pass: Pass): Promise<void> {
    const after = this.#endOf(group);
    const known = after !== undefined && pass.truncations === this.#truncations;
    if (!known || this.#options.stopped()) throw new Interrupted();
    const output = await CompactedSegment.create(this.#options.owner, group, group[0]?.base ?? 0);
    let changed = group.length > 1;
    const between = async (): Promise<void> => {
      await output.flush();
      await nextTurn();
    };
    try {
      for (const segment of group) {
        const visit = (batch: WalkedBatch): boolean => {
          if (this.#rewriteBatch(batch, output, pass)) changed = true;
          return true;
        };
        await this.#visit(segment, segment.base, visit, between);
      }
      if (changed) await output.finish(after);
    } finally {
      await output.abandon();
    }
  }

  /** True when the batch lost something, or learnt when its tombstones may go. */
  #rewriteBatch(batch: WalkedBatch, output: CompactedSegment, pass: Pass): boolean {
    const { keys, to, now, config } = pass;
    const header = readHeader(batch.view, batch.at);
    const result = compactBatch(batch.raw, header, {
      stays({ key, offset, valueIsNull }, raw, told) {
        if (key === null || keys.superseded(raw, key.from, key.to, offset)) return false;
        return !valueIsNull || told === null || told > now;
      },
      newHorizon: batch.last < to ? now + config['delete.retention.ms'] : null,
    });
    if (result.kind === 'empty') {
      if (this.#options.owner.producers.remembers(header.producerId, header.baseOffset))
        output.put(emptied(batch.raw, header), batch.base, batch.last, -1);
      return header.count > 0;
    }
    if (result.horizon !== null) pass.horizon = Math.min(pass.horizon, result.horizon);
    if (result.kind === 'rewritten') output.put(result.raw, batch.base, batch.last, result.maxTimestamp);
    else {
      const raw = batch.raw.subarray(batch.at, batch.at + batch.bytes);
      output.put(raw, batch.base, batch.last, header.maxTimestamp);
    }
    return result.kind === 'rewritten';
  }

  #fail(error: unknown): void {
    if (error instanceof Interrupted) return;
    const { dir, notice } = this.#options.owner;
    if (!this.#failed) notice('warn', `${dir}: compaction gave up: ${String(error)}`);
    this.#failed = true;
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class Interrupted extends Error {}

/** Neighbours that fit into one segment together. */
function grouped(segments: readonly Segment[], most: number): Segment[][] {
  const groups: Segment[][] = [];
  let room = 0;
  for (const segment of segments) {
    const last = groups.at(-1);
    if (last !== undefined && segment.size <= room) last.push(segment);
    else {
      groups.push([segment]);
      room = most;
    }
    room -= segment.size;
  }
  return groups;
}
