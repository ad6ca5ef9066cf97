// The 61-byte header of a RecordBatch v2, read and patched in raw bytes: records are never decoded on the way in.
// Layout: https://kafka.apache.org/documentation/#recordbatch (KIP-98). All offsets below are from the batch's first byte.
import { crc32c } from './crc32c.ts';

export const HEADER_BYTES = 61;
/** baseOffset (8) and batchLength (4) come before what batchLength counts. */
const BEFORE_LENGTH = 12;
const CRC_FROM = 21;

export const COMPRESSION_MASK = 0x07;
export const LOG_APPEND_TIME = 0x08;
export const TRANSACTIONAL = 0x10;
export const CONTROL = 0x20;
/** KIP-534: the base timestamp is the time from which tombstones of the batch may go. Set by compaction only. */
export const DELETE_HORIZON = 0x40;

export type BatchHeader = {
  /** Where the batch starts in the bytes it was read from, and its whole size. */
  position: number;
  bytes: number;
  baseOffset: number;
  leaderEpoch: number;
  magic: number;
  crc: number;
  attributes: number;
  lastOffsetDelta: number;
  baseTimestamp: number;
  maxTimestamp: number;
  producerId: number;
  producerEpoch: number;
  baseSequence: number;
  count: number;
};

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** int64 as a number: exact up to 2^53, which no offset, timestamp or producer id of this broker passes. */
export function readInt64(view: DataView, at: number): number {
  return view.getInt32(at) * 0x1_0000_0000 + view.getUint32(at + 4);
}

export function writeInt64(view: DataView, at: number, value: number): void {
  view.setInt32(at, Math.floor(value / 0x1_0000_0000));
  view.setUint32(at + 4, value >>> 0);
}

export const baseOffsetAt = (view: DataView, at: number): number => readInt64(view, at);
export const batchBytesAt = (view: DataView, at: number): number => BEFORE_LENGTH + view.getInt32(at + 8);
export const magicAt = (view: DataView, at: number): number => view.getInt8(at + 16);
export const lastOffsetDeltaAt = (view: DataView, at: number): number => view.getInt32(at + 23);
export const recordCountAt = (view: DataView, at: number): number => view.getInt32(at + 57);
export const maxTimestampAt = (view: DataView, at: number): number => readInt64(view, at + 35);

/** Reads a header; the caller has checked that HEADER_BYTES are there. */
export function readHeader(view: DataView, at: number): BatchHeader {
  return {
    position: at,
    bytes: batchBytesAt(view, at),
    baseOffset: baseOffsetAt(view, at),
    leaderEpoch: view.getInt32(at + 12),
    magic: magicAt(view, at),
    crc: view.getUint32(at + 17),
    attributes: view.getInt16(at + 21),
    lastOffsetDelta: lastOffsetDeltaAt(view, at),
    baseTimestamp: readInt64(view, at + 27),
    maxTimestamp: maxTimestampAt(view, at),
    producerId: readInt64(view, at + 43),
    producerEpoch: view.getInt16(at + 51),
    baseSequence: view.getInt32(at + 53),
    count: recordCountAt(view, at),
  };
}

/** True when the stored CRC-32C covers bytes 21..end of a batch of `bytes` bytes at `at`. */
export function crcMatches(raw: Uint8Array, view: DataView, at: number, bytes: number): boolean {
  return crc32c(raw, at + CRC_FROM, at + bytes) === view.getUint32(at + 17);
}

/**
 * Size of the sound batch at `at`; 0 when `raw` ends before the batch does; -1 when it is damaged.
 * `expected` is the offset it must start at: the base offset is outside the CRC, only continuity protects it.
 */
export function soundBatchAt(raw: Uint8Array, view: DataView, at: number, expected: number | null): number {
  if (at + HEADER_BYTES > raw.length) return 0;
  const bytes = batchBytesAt(view, at);
  const lastOffsetDelta = lastOffsetDeltaAt(view, at);
  if (magicAt(view, at) !== 2 || bytes < HEADER_BYTES || lastOffsetDelta < 0) return -1;
  const base = baseOffsetAt(view, at);
  if (expected === null ? base < 0 : base !== expected) return -1;
  if (at + bytes > raw.length) return 0;
  return crcMatches(raw, view, at, bytes) ? bytes : -1;
}

/** Bytes 0–7 and 12–15: both outside the CRC, so a received batch is stored without being summed again. */
export function patchOffsetAndEpoch(view: DataView, at: number, baseOffset: number, leaderEpoch: number): void {
  writeInt64(view, at, baseOffset);
  view.setInt32(at + 12, leaderEpoch);
}

/** message.timestamp.type=LogAppendTime: the broker's time replaces the client's; these bytes are inside the CRC. */
export function patchLogAppendTime(raw: Uint8Array, view: DataView, header: BatchHeader, now: number): void {
  const at = header.position;
  header.attributes |= LOG_APPEND_TIME;
  header.maxTimestamp = now;
  view.setInt16(at + 21, header.attributes);
  writeInt64(view, at + 35, now);
  header.crc = crc32c(raw, at + CRC_FROM, at + header.bytes);
  view.setUint32(at + 17, header.crc);
}

/** Writes length and CRC of the batch that fills `raw`, once everything else of it is there. */
export function sealBatch(raw: Uint8Array): Uint8Array {
  const view = viewOf(raw);
  view.setInt32(8, raw.length - BEFORE_LENGTH);
  view.setUint32(17, crc32c(raw, CRC_FROM));
  return raw;
}
