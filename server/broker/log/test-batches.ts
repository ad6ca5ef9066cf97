// Record batches for the tests of this folder: small, uncompressed, whatever a test wants to be wrong about them.
import { HEADER_BYTES, viewOf, writeInt64 } from './batch-header.ts';
import { crc32c } from './crc32c.ts';
import type { TopicConfig } from './types.ts';

export type TestRecord = { key?: string | null; value: string | null; timestamp?: number };
export type TestBatch = {
  records: TestRecord[];
  attributes?: number;
  producerId?: number;
  producerEpoch?: number;
  baseSequence?: number;
};

export const topicConfig = (changes: Partial<TopicConfig> = {}): TopicConfig => ({
  'cleanup.policy': 'delete',
  'delete.retention.ms': 86_400_000,
  'retention.ms': -1,
  'retention.bytes': -1,
  'segment.bytes': 1024 * 1024 * 1024,
  'max.message.bytes': 1_048_588,
  'message.timestamp.type': 'CreateTime',
  'min.insync.replicas': 1,
  ...changes,
});

function varint(value: number): number[] {
  let rest = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
  const bytes: number[] = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return [...bytes, Number(rest)];
}

const text = (value: string | null): number[] => {
  if (value === null) return varint(-1);
  const bytes = new TextEncoder().encode(value);
  return [...varint(bytes.length), ...bytes];
};

/** A RecordBatch v2 as a producer sends it: base offset 0, leader epoch -1. */
export function batchOf(batch: TestBatch): Uint8Array {
  const { records, attributes = 0, producerId = -1, producerEpoch = -1, baseSequence = -1 } = batch;
  const stamps = records.map((record) => record.timestamp ?? 1_000);
  const base = stamps[0] ?? -1;
  const body = records.flatMap((record, at) => {
    const key = text(record.key === undefined ? 'k' : record.key);
    const fields = [0, ...varint((stamps[at] ?? base) - base), ...varint(at), ...key, ...text(record.value), 0];
    return [...varint(fields.length), ...fields];
  });
  const raw = new Uint8Array(HEADER_BYTES + body.length);
  const view = viewOf(raw);
  view.setInt32(8, raw.length - 12);
  view.setInt32(12, -1);
  view.setInt8(16, 2);
  view.setInt16(21, attributes);
  view.setInt32(23, records.length - 1);
  writeInt64(view, 27, base);
  writeInt64(view, 35, Math.max(...stamps));
  writeInt64(view, 43, producerId);
  view.setInt16(51, producerEpoch);
  view.setInt32(53, baseSequence);
  view.setInt32(57, records.length);
  raw.set(body, HEADER_BYTES);
  return summed(raw);
}

/** Writes the CRC anew after a test changed bytes 21 and later. */
export function summed(raw: Uint8Array): Uint8Array {
  viewOf(raw).setUint32(17, crc32c(raw, 21));
  return raw;
}

export const values = (...list: string[]): Uint8Array => batchOf({ records: list.map((value) => ({ value })) });

export function concat(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
