// ListOffsets by time. Client timestamps need not grow, so the question is always "the first record with a timestamp at
// or after", answered with running maxima: segment, then block, then batch, then record.

import { decodeBatch } from '../protocol/records.ts';
import { type BatchHeader, maxTimestampAt, readHeader } from './batch-header.ts';
import { walkRecords } from './batch-records.ts';
import type { Segment } from './segment.ts';
import { type Damage, type WalkedBatch, walkSegment } from './segment-read.ts';

export type TimedOffset = { offset: number; timestamp: number };
type OnDamage = (damage: Damage) => void;

const READ_BYTES = 64 * 1024;

/** The first record at or after `from` whose timestamp is >= `timestamp`; null when there is none. */
export async function offsetByTimestamp(
  segments: readonly Segment[],
  timestamp: number,
  from: number,
  onDamage: OnDamage,
): Promise<TimedOffset | null> {
  for (const segment of segments.slice()) {
    if (segment.end <= from || segment.maxTimestamp < timestamp) continue;
    const block = segment.index.firstWithTimestamp(timestamp);
    if (block === segment.index.length) continue;
    const start = Math.max(from, segment.index.offsetAt(block));
    let found: TimedOffset | null = null;
    await walkSegment(
      segment,
      start,
      READ_BYTES,
      (batch) => {
        if (batch.last < start || maxTimestampAt(batch.view, batch.at) < timestamp) return 'skip';
        found = recordIn(batch, timestamp, from);
        return found === null ? 'skip' : 'stop';
      },
      onDamage,
    );
    if (found !== null) return found;
  }
  return null;
}

/** The record at or after `from` with the largest timestamp, the first of them when several have it (ListOffsets -3). */
export async function offsetByMaxTimestamp(
  segments: readonly Segment[],
  from: number,
  onDamage: OnDamage,
): Promise<TimedOffset | null> {
  let largest = -1;
  for (const segment of segments.slice()) {
    if (segment.end <= from || segment.maxTimestamp <= largest) continue;
    if (segment.base >= from) largest = segment.maxTimestamp;
    else
      await walkSegment(
        segment,
        from,
        READ_BYTES,
        (batch) => {
          if (batch.last >= from) largest = Math.max(largest, largestIn(batch, from));
          return 'skip';
        },
        onDamage,
      );
  }
  if (largest < 0) return null;
  return offsetByTimestamp(segments, largest, from, onDamage);
}

/** A batch that straddles `from` may hold its largest timestamp before it, and that record is gone. */
function largestIn(batch: WalkedBatch, from: number): number {
  if (batch.base >= from) return maxTimestampAt(batch.view, batch.at);
  const header = readHeader(batch.view, batch.at);
  let largest = -1;
  const readable = walkRecords(batch.raw, header, (record) => {
    if (record.offset >= from) largest = Math.max(largest, record.timestamp);
    return false;
  });
  return readable ? largest : header.maxTimestamp;
}

function recordIn(batch: WalkedBatch, timestamp: number, from: number): TimedOffset | null {
  const header = readHeader(batch.view, batch.at);
  let found: TimedOffset | null = null;
  const readable = walkRecords(batch.raw, header, (record) => {
    if (record.offset < from || record.timestamp < timestamp) return false;
    found = { offset: record.offset, timestamp: record.timestamp };
    return true;
  });
  if (readable) return found;
  const { records = [], problem = null } = decodeBatch(batch.raw, batch.at, { from }) ?? {};
  const decoded = records.find((record) => record.timestamp >= timestamp);
  if (decoded !== undefined) return { offset: decoded.offset, timestamp: decoded.timestamp };
  return problem === null ? null : wholeBatch(header, timestamp, from);
}

/** A batch that cannot be inflated is answered as a whole: a consumer that seeks there sees earlier records, and misses none. */
function wholeBatch(header: BatchHeader, timestamp: number, from: number): TimedOffset {
  const { baseTimestamp, maxTimestamp } = header;
  return {
    offset: Math.max(header.baseOffset, from),
    timestamp: baseTimestamp >= timestamp ? baseTimestamp : maxTimestamp,
  };
}
