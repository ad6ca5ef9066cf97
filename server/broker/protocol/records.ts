// Record batches (v2), decoded for showing (made in encode-batch.ts). Never used on the way of a
// produced or fetched message: there, batches stay the bytes they are.
// Layout: https://kafka.apache.org/documentation/#recordbatch, KIP-98, KIP-82 (headers).
import { CONTROL, HEADER_BYTES, LOG_APPEND_TIME, readHeader, TRANSACTIONAL, viewOf } from '../log/batch-header.ts';
import { type Compression, compressionOf, decompress } from './compression.ts';
import { Reader } from './reader.ts';

type RecordHeader = readonly [name: string, value: Uint8Array | null];
export type DecodedRecord = {
  readonly offset: number;
  /** ms since 1970, -1 when there is none. */
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
};
export type DecodedBatch = {
  readonly baseOffset: number;
  readonly lastOffset: number;
  /** Size in bytes, header included. */
  readonly bytes: number;
  /** Records announced; `records` may hold fewer. */
  readonly count: number;
  readonly compression: Compression | null;
  readonly logAppendTime: boolean;
  readonly transactional: boolean;
  readonly control: boolean;
  readonly leaderEpoch: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  /** Views on the batch, or on its decompressed copy. Those in the asked range that could be read. */
  readonly records: readonly DecodedRecord[];
  /** Bytes that were gone through. */
  readonly plainBytes: number;
  /** Why the remaining records could not be read; null when all is well. In English. */
  readonly problem: string | null;
};

export type DecodeLimits = {
  /** Offsets wanted: [from, end). */
  readonly from?: number;
  readonly end?: number;
  /** Records given back at most, over all batches. */
  readonly maxRecords?: number;
  /** Bytes the records of a batch may have, once decompressed. */
  readonly maxPlainBytes?: number;
  /** Headers of one record. */
  readonly maxHeaders?: number;
};

const MAX_PLAIN_BYTES = 8 * 1024 * 1024;
const MAX_HEADERS = 1_000;

/** Key, value or header value: a zigzag length, -1 for null. */
function bytesOf(reader: Reader): Uint8Array | null {
  const size = reader.varint();
  if (size < 0) return null;
  const at = reader.take(size);
  return reader.bytes.subarray(at, at + size);
}

function readRecordHeaders(reader: Reader, most: number): RecordHeader[] {
  const count = reader.varint();
  if (count < 0 || count > most || count * 2 > reader.remaining) reader.fail(`${count} headers`);
  const headers: RecordHeader[] = [];
  for (let index = 0; index < count; index += 1) {
    const size = reader.varint();
    if (size < 0) reader.fail('a header without a name');
    headers.push([reader.text(size), bytesOf(reader)]);
  }
  return headers;
}

type Base = { readonly offset: number; readonly timestamp: number; readonly stamp: number | null };

/** Null for one before `from`: there may be hundreds of thousands of them. */
function readRecord(reader: Reader, base: Base, from: number, maxHeaders: number): DecodedRecord | null {
  const size = reader.varint();
  if (size < 0) reader.fail(`negative length ${size}`);
  const start = reader.take(size);
  reader.position = start + 1; // the attributes byte is unused
  const timestamp = base.timestamp + reader.varlong();
  const offset = base.offset + reader.varint();
  if (offset < from) {
    reader.position = start + size;
    return null;
  }
  const key = bytesOf(reader);
  const value = bytesOf(reader);
  const headers = readRecordHeaders(reader, maxHeaders);
  if (reader.position > start + size) reader.fail('a record longer than it announces');
  reader.position = start + size;
  return { offset, timestamp: base.stamp ?? timestamp, key, value, headers };
}

/**
 * Decodes the batch at `at`; undefined when no whole batch of version 2 begins there. Damaged or oversized records end in
 * `problem`, never in an exception: what could be read is given back. The CRC is not verified (the log did).
 */
export function decodeBatch(bytes: Uint8Array, at = 0, limits: DecodeLimits = {}): DecodedBatch | undefined {
  if (at + HEADER_BYTES > bytes.length) return undefined;
  const header = readHeader(viewOf(bytes), at);
  if (header.magic !== 2 || header.bytes < HEADER_BYTES || at + header.bytes > bytes.length) return undefined;
  const { from = 0, end = Number.POSITIVE_INFINITY, maxRecords = Number.POSITIVE_INFINITY } = limits;
  const compression = compressionOf(header.attributes);
  const stamp = header.attributes & LOG_APPEND_TIME ? header.maxTimestamp : null;
  const base = { offset: header.baseOffset, timestamp: header.baseTimestamp, stamp };
  const records: DecodedRecord[] = [];
  const most = limits.maxPlainBytes ?? MAX_PLAIN_BYTES;
  let plainBytes = most;
  let problem: string | null = null;
  try {
    if (compression === null) throw new Error(`unknown compression ${header.attributes & 7}`);
    const body = bytes.subarray(at + HEADER_BYTES, at + header.bytes);
    const plain = decompress(compression, body, most);
    plainBytes = plain.length;
    const reader = new Reader(plain);
    for (let index = 0; index < header.count && records.length < maxRecords; index += 1) {
      const record = readRecord(reader, base, from, limits.maxHeaders ?? MAX_HEADERS);
      if (record === null) continue;
      if (record.offset >= end) break;
      records.push(record);
    }
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  const { baseOffset, leaderEpoch, producerId, producerEpoch, baseSequence, count } = header;
  return {
    baseOffset,
    lastOffset: baseOffset + header.lastOffsetDelta,
    bytes: header.bytes,
    count,
    compression,
    logAppendTime: stamp !== null,
    transactional: (header.attributes & TRANSACTIONAL) !== 0,
    control: (header.attributes & CONTROL) !== 0,
    leaderEpoch,
    producerId,
    producerEpoch,
    baseSequence,
    records,
    plainBytes,
    problem,
  };
}

/** Decodes the batches that follow each other in `bytes`, up to the first that is cut. Never throws. */
export function decodeBatches(bytes: Uint8Array, limits: DecodeLimits = {}): DecodedBatch[] {
  const batches: DecodedBatch[] = [];
  let left = limits.maxRecords ?? Number.POSITIVE_INFINITY;
  for (let at = 0; left > 0; ) {
    const batch = decodeBatch(bytes, at, { ...limits, maxRecords: left });
    if (!batch) break;
    batches.push(batch);
    left -= batch.records.length;
    at += batch.bytes;
  }
  return batches;
}
