// Well-formed requests with wrong contents: a recorded request is decoded, some of its values are changed, and it is
// encoded again. These come past the codec, into handlers, groups and log; batches get a right checksum for the same reason.

import { tableOf } from '../apis/tables.ts';
import { crc32c } from '../log/crc32c.ts';
import { decodeRequest } from '../protocol/codec.ts';
import { decodeRequestHeader, requestFrame } from '../protocol/headers.ts';

type Below = (limit: number) => number;
const numbers = [0, 1, -1, 2, 3, 7, 100, 6_000, 0x7fff, 0x7fffffff, -0x80000000, 2 ** 53 - 1, -(2 ** 53 - 1), 1.7e12];
const names = [
  '',
  'healthy',
  'g',
  'a'.repeat(249),
  'a'.repeat(250),
  '.',
  '..',
  'é\0',
  '__proto__',
  '__consumer_offsets',
  'range',
];
const crcAt = 17;
const crcFrom = 21;

/** The batch with some bytes changed, behind the lengths and numbers at its beginning, or in them. */
function changedBatch(bytes: Uint8Array, below: Below): Uint8Array {
  const batch = Buffer.from(bytes);
  if (batch.length < 61) return batch;
  for (let count = below(3); count >= 0; count -= 1) batch[below(batch.length)] = below(256);
  if (below(4) > 0) batch.writeInt32BE(batch.length - 12, 8);
  if (below(4) > 0) batch[16] = 2;
  if (below(8) > 0) batch.writeUInt32BE(crc32c(batch, crcFrom, batch.length) >>> 0, crcAt);
  return batch;
}

/** The value with one thing in it changed, now and then. */
function changed(value: unknown, below: Below, name: string): unknown {
  if (Array.isArray(value)) {
    const how = below(14);
    if (how === 0) return [];
    if (how === 1) return [...value, ...value];
    return value.map((item) => changed(item, below, name));
  }
  if (value instanceof Uint8Array) return below(3) === 0 ? value : changedBatch(value, below);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, changed(inner, below, field)]));
  }
  // Names that exist, so that what follows is looked at too.
  if (typeof value === 'string' && /^(name|topic)$/.test(name) && below(3) > 0) return 'healthy';
  if (typeof value === 'string' && name === 'groupId' && below(3) > 0) return 'g';
  if (below(6) !== 0) return value;
  if (typeof value === 'number') return below(4) === 0 ? below(20) : numbers[below(numbers.length)];
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return below(8) === 0 ? null : names[below(names.length)];
  return value;
}

/** Null when the changed request cannot be written: some wrong values are impossible on the wire. */
export function reshaped(frame: Buffer, below: Below): Buffer | null {
  try {
    const header = decodeRequestHeader(frame, (key) => tableOf(key)?.flexibleFrom ?? null);
    const table = tableOf(header.apiKey);
    if (!table) return null;
    const message = decodeRequest(table, header.apiVersion, frame, header.bodyStart);
    const { min, max } = table.versions;
    const version = below(3) === 0 ? min + below(max - min + 1) : header.apiVersion;
    const chunks = requestFrame(table, version, header, changed(message, below, '') as never);
    return Buffer.concat(chunks).subarray(4);
  } catch {
    return null;
  }
}
