// What a group has committed. An offset is in the table once it is in the state log, so a fetch never shows a lost one.

import {
  COORDINATOR_NOT_AVAILABLE,
  INVALID_REQUEST,
  NONE,
  OFFSET_METADATA_TOO_LARGE,
  POLICY_VIOLATION,
} from './codes.ts';
import type { GroupContext } from './context.ts';
import { offsetRecords, type StoredOffset } from './store.ts';
import type { CommitRequest, CommitResult, FetchedOffset, TopicPartition } from './types.ts';

export class OffsetTable {
  private readonly group: string;
  private readonly context: GroupContext;
  private readonly topics = new Map<string, Map<number, StoredOffset>>();
  /** Handed to the log, not yet confirmed. */
  private readonly inFlight = new Set<StoredOffset[]>();
  private count = 0;

  constructor(group: string, context: GroupContext) {
    this.group = group;
    this.context = context;
  }

  /** Nothing committed and nothing on its way. */
  get idle(): boolean {
    return this.count === 0 && this.inFlight.size === 0;
  }

  /** Appends what is acceptable, each partition with its own code. `stillThere`: the group was not deleted meanwhile. */
  async commit(offsets: CommitRequest['offsets'], stillThere: () => boolean): Promise<CommitResult> {
    const at = this.context.clock.now();
    const accepted: StoredOffset[] = [];
    const results = offsets.map((entry) => {
      const { topic, partition, offset, leaderEpoch } = entry;
      const metadata = entry.metadata ?? '';
      const code = this.check(entry, metadata, accepted.length);
      if (code === NONE) accepted.push({ topic, partition, offset, leaderEpoch, metadata, at });
      return { topic, partition, code };
    });
    if (accepted.length === 0) return results;
    this.inFlight.add(accepted);
    const writes = offsetRecords(this.group, accepted).map((record) => this.context.write(record));
    const written = await Promise.all(writes);
    this.inFlight.delete(accepted);
    if (written.includes(false))
      return results.map((r) => (r.code === NONE ? { ...r, code: COORDINATOR_NOT_AVAILABLE } : r));
    if (stillThere()) for (const offset of accepted) this.put(offset);
    return results;
  }

  private check(entry: CommitRequest['offsets'][number], metadata: string, added: number): number {
    const { maxOffsetMetadataBytes, maxOffsetsPerGroup } = this.context.limits;
    // Negative offsets are kept, as Apache does: kafkajs resets a group by committing -2 (earliest) or -1 (latest).
    if (!Number.isSafeInteger(entry.offset) || entry.partition < 0) return INVALID_REQUEST;
    if (metadata.length > maxOffsetMetadataBytes || Buffer.byteLength(metadata) > maxOffsetMetadataBytes) {
      return OFFSET_METADATA_TOO_LARGE;
    }
    const known = this.topics.get(entry.topic)?.has(entry.partition) === true;
    return !known && this.count + added >= maxOffsetsPerGroup ? POLICY_VIOLATION : NONE;
  }

  put(offset: StoredOffset): void {
    const partitions = this.topics.get(offset.topic) ?? new Map<number, StoredOffset>();
    this.topics.set(offset.topic, partitions);
    if (!partitions.has(offset.partition)) this.count += 1;
    partitions.set(offset.partition, offset);
  }

  fetch(topic: string, partition: number): FetchedOffset {
    const found = this.topics.get(topic)?.get(partition);
    if (!found) return { partition, offset: -1, leaderEpoch: -1, metadata: '', code: NONE };
    const { offset, leaderEpoch, metadata } = found;
    return { partition, offset, leaderEpoch, metadata, code: NONE };
  }

  /** Confirmed offsets. */
  *all(): Generator<StoredOffset> {
    for (const partitions of this.topics.values()) yield* partitions.values();
  }

  /** Confirmed offsets and those on their way: what a compacted log must keep. */
  *everything(): Generator<StoredOffset> {
    yield* this.all();
    for (const offsets of this.inFlight) yield* offsets;
  }

  /** Forgets without writing (see `forget`), also what is on its way. Returns the partitions that were there. */
  drop(which: (offset: StoredOffset) => boolean): TopicPartition[] {
    const dropped: TopicPartition[] = [];
    for (const [topic, partitions] of this.topics) {
      for (const offset of [...partitions.values()]) {
        if (!which(offset)) continue;
        partitions.delete(offset.partition);
        this.count -= 1;
        dropped.push({ topic, partition: offset.partition });
      }
      if (partitions.size === 0) this.topics.delete(topic);
    }
    for (const offsets of this.inFlight) {
      for (let i = offsets.length - 1; i >= 0; i -= 1) {
        const offset = offsets[i];
        if (!offset || !which(offset)) continue;
        offsets.splice(i, 1);
        dropped.push({ topic: offset.topic, partition: offset.partition });
      }
    }
    return dropped;
  }

  /** Forgets in memory and in the log. True when the log has it (or had nothing to forget). */
  async forget(which: (offset: StoredOffset) => boolean): Promise<boolean> {
    const partitions = this.drop(which);
    if (partitions.length === 0) return true;
    return this.context.write({ kind: 'offsets-deleted', group: this.group, partitions });
  }
}
