// Finding sound batches again after a damaged one, so that one bad bit costs one batch and not the rest of the log.
// Base offset and length lie outside the CRC: continuity of offsets is what protects them.
import { baseOffsetAt, batchBytesAt, HEADER_BYTES, lastOffsetDeltaAt, soundBatchAt, viewOf } from './batch-header.ts';
import { type LogFile, readFully } from './fs.ts';

const WINDOW = 1024 * 1024;
/** A payload may be full of things that look like headers: the search for one gives up after this much summing. */
const MAX_SUMMED = 256 * 1024 * 1024;

/** `expected`: the offset the batch at `position` starts at. */
export type Resynced = { position: number; expected: number };

/**
 * Where sound batches start again after the damaged one at `position`; null when none follows before `size`.
 * `expected`: the offset the damaged batch had to start at, null when unknown.
 */
export async function resync(
  file: LogFile,
  position: number,
  size: number,
  expected: number | null,
): Promise<Resynced | null> {
  const header = await readFully(file, position, Math.min(HEADER_BYTES, size - position));
  if (header.length < HEADER_BYTES) return null;
  const view = viewOf(header);
  const declared = batchBytesAt(view, 0);
  const delta = lastOffsetDeltaAt(view, 0);
  const place: Place = { file, size, expected, likely: [] };
  // The damaged header says twice how many offsets it takes: one of the two is most often still right.
  if (expected !== null) place.likely = [expected + delta + 1, expected + view.getInt32(57)];
  const direct = await acceptable(place, position + declared);
  if (direct !== null) return direct;
  for (let bit = 0; bit < 31; bit++) {
    const length = (((declared - 12) ^ (1 << bit)) | 0) + 12;
    if (expected !== null && isLength(length, size - position) && (await sumsUp(file, position, length)))
      return { position: position + length, expected: expected + delta + 1 };
  }
  return search(place, position + 1);
}

type Place = { file: LogFile; size: number; expected: number | null; likely: number[] };

const isLength = (bytes: number, room: number): boolean => bytes >= HEADER_BYTES && bytes <= room;

/** Would the batch at `position` be sound if it were `length` bytes long? */
async function sumsUp(file: LogFile, position: number, length: number): Promise<boolean> {
  const raw = (await readFully(file, position, length)).slice();
  if (raw.length < length) return false;
  const view = viewOf(raw);
  view.setInt32(8, length - 12);
  return soundBatchAt(raw, view, 0, null) === length;
}

/** The whole batch at `position` when its CRC holds. */
async function soundAt(
  { file, size }: Place,
  position: number,
): Promise<{ base: number; next: number; to: number } | null> {
  if (position < 0 || position + HEADER_BYTES > size) return null;
  const header = await readFully(file, position, HEADER_BYTES);
  const bytes = header.length < HEADER_BYTES ? 0 : batchBytesAt(viewOf(header), 0);
  if (!isLength(bytes, size - position)) return null;
  const raw = await readFully(file, position, bytes);
  const view = viewOf(raw);
  if (soundBatchAt(raw, view, 0, null) !== bytes) return null;
  const base = baseOffsetAt(view, 0);
  return { base, next: base + lastOffsetDeltaAt(view, 0) + 1, to: position + bytes };
}

/** A sound batch whose offset is also believable: where the damaged one ended, or in line with the batch after it. */
async function acceptable(place: Place, position: number): Promise<Resynced | null> {
  const { expected, likely } = place;
  const batch = await soundAt(place, position);
  if (batch === null || batch.base < (expected ?? 0)) return null;
  if (expected === null || likely.includes(batch.base)) return { position, expected: batch.base };
  const following = await soundAt(place, batch.to);
  return following?.base === batch.next ? { position, expected: batch.base } : null;
}

/** Byte by byte: the length field itself is damaged. */
async function search(place: Place, from: number): Promise<Resynced | null> {
  const { file, size } = place;
  const floor = place.expected ?? 0;
  let summed = 0;
  for (let start = from; start + HEADER_BYTES <= size; start += WINDOW) {
    const raw = await readFully(file, start, Math.min(WINDOW + HEADER_BYTES, size - start));
    const view = viewOf(raw);
    for (let at = 0; at < WINDOW && at + HEADER_BYTES <= raw.length; at++) {
      if (raw[at + 16] !== 2) continue;
      const bytes = batchBytesAt(view, at);
      const base = baseOffsetAt(view, at);
      if (!isLength(bytes, size - start - at) || base < floor || base > floor + 0x8000_0000) continue;
      summed += bytes;
      if (summed > MAX_SUMMED) return null;
      const found = await acceptable(place, start + at);
      if (found !== null) return found;
    }
  }
  return null;
}
