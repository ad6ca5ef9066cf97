// The few facts the log needs from inside a batch: timestamps by offset, and whether a key is null.
// Walks uncompressed record bytes; compressed ones are inflated first, within a bound. Never throws on hostile bytes.
import { compressionOf, decompress } from '../protocol/compression.ts';
import {
  type BatchHeader,
  COMPRESSION_MASK,
  HEADER_BYTES,
  LOG_APPEND_TIME,
  readHeader,
  viewOf,
} from './batch-header.ts';

/** A batch that grows beyond this is left as it is. */
const MAX_PLAIN_BYTES = 16 * 1024 * 1024;

export type RecordFacts = {
  offset: number;
  timestamp: number;
  /** Range of the key in the batch's bytes; null when the record has none. */
  key: { from: number; to: number } | null;
  valueIsNull: boolean;
  /** Range of the record after its length varint and before the next record. */
  from: number;
  to: number;
  /** Where its key's length begins: everything before says when and at which offset. */
  keyed: number;
};

type Cursor = { at: number; end: number; failed: boolean };

/** Zigzag varint or varlong. A number is exact for deltas below 2^53, which timestamps and offsets stay under. */
function zigzag(raw: Uint8Array, cursor: Cursor): number {
  let value = 0;
  let scale = 1;
  for (let count = 0; count < 10; count++) {
    const byte = cursor.at < cursor.end ? raw[cursor.at] : undefined;
    if (byte === undefined) break;
    cursor.at += 1;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    scale *= 128;
  }
  cursor.failed = true;
  return 0;
}

/**
 * Calls `visit` for each record of an uncompressed batch in `raw`, until it returns true.
 * False when the records cannot be read: compressed, or not what the header says.
 */
export function walkRecords(raw: Uint8Array, header: BatchHeader, visit: (record: RecordFacts) => boolean): boolean {
  if (header.attributes & COMPRESSION_MASK) return false;
  const end = header.position + header.bytes;
  const cursor: Cursor = { at: header.position + HEADER_BYTES, end, failed: false };
  for (let index = 0; index < header.count; index++) {
    const length = zigzag(raw, cursor);
    const from = cursor.at;
    const to = from + length;
    if (cursor.failed || length < 0 || to > end) return false;
    cursor.at += 1; // attributes: unused
    const timestamp = header.baseTimestamp + zigzag(raw, cursor);
    const offset = header.baseOffset + zigzag(raw, cursor);
    const keyed = cursor.at;
    const keyBytes = zigzag(raw, cursor);
    const key = keyBytes < 0 ? null : { from: cursor.at, to: cursor.at + keyBytes };
    if (key !== null) cursor.at = key.to;
    const valueBytes = zigzag(raw, cursor);
    if (cursor.failed || cursor.at > to) return false;
    const stamp = header.attributes & LOG_APPEND_TIME ? header.maxTimestamp : timestamp;
    if (visit({ offset, timestamp: stamp, key, valueIsNull: valueBytes < 0, from, to, keyed })) return true;
    cursor.at = to;
  }
  return true;
}

/** The batch by itself and uncompressed, its CRC not yet renewed; null when its records cannot be inflated. */
export function plainBatch(raw: Uint8Array, header: BatchHeader): { raw: Uint8Array; header: BatchHeader } | null {
  const batch = raw.subarray(header.position, header.position + header.bytes);
  if ((header.attributes & COMPRESSION_MASK) === 0) return { raw: batch, header: { ...header, position: 0 } };
  const compression = compressionOf(header.attributes);
  if (compression === null) return null;
  try {
    const records = decompress(compression, batch.subarray(HEADER_BYTES), MAX_PLAIN_BYTES);
    const plain = new Uint8Array(HEADER_BYTES + records.length);
    plain.set(batch.subarray(0, HEADER_BYTES));
    plain.set(records, HEADER_BYTES);
    const view = viewOf(plain);
    view.setInt32(8, plain.length - 12);
    view.setInt16(21, header.attributes & ~COMPRESSION_MASK);
    return { raw: plain, header: readHeader(view, 0) };
  } catch {
    return null;
  }
}

/** True when the batch certainly holds a record without a key; what cannot be inflated is believed. */
export function hasNullKey(raw: Uint8Array, header: BatchHeader): boolean {
  const plain = plainBatch(raw, header);
  let found = false;
  if (plain !== null)
    walkRecords(plain.raw, plain.header, (record) => {
      found = record.key === null;
      return found;
    });
  return found;
}
