// Finding sound batches again after a damaged one, so that one bad bit costs one batch and not the rest of the log.
// Base offset and length lie outside the CRC: continuity of offsets is what protects them.
import {
  baseOffsetAt,
  batchBytesAt,
  HEADER_BYTES,
  lastOffsetDeltaAt,
  magicAt,
  soundBatchAt,
  viewOf,
} from './batch-header.ts';
import { type LogFile, readFully } from './fs.ts';

const WINDOW = 1024 * 1024;
/** A payload may be full of things that look like headers: the search for one gives up after this much summing. */
const MAX_SUMMED = 256 * 1024 * 1024;

/**
 * Where sound batches start again after the damaged one at `position`; null when none follows before `size`.
 * `expected`: the offset the damaged batch had to start at, null when unknown.
 */
export async function resync(
  file: LogFile,
  position: number,
  size: number,
  expected: number | null,
): Promise<number | null> {
  const floor = expected ?? 0;
  const header = await readFully(file, position, Math.min(HEADER_BYTES, size - position));
  if (header.length < HEADER_BYTES) return null;
  const view = viewOf(header);
  const declared = batchBytesAt(view, 0);
  if (isLength(declared, size - position)) {
    // The header tells twice where the next batch starts; when both agree, a next batch elsewhere is damaged as well.
    const delta = lastOffsetDeltaAt(view, 0);
    const agrees = expected !== null && view.getInt32(57) === delta + 1 && delta >= 0;
    const next = position + declared;
    if (agrees && (await isSound(file, next, size, expected + delta + 1, true))) return next;
    if (!agrees && (await isSound(file, next, size, floor, false))) return next;
  }
  for (let bit = 0; bit < 31; bit++) {
    const length = (((declared - 12) ^ (1 << bit)) | 0) + 12;
    if (isLength(length, size - position) && (await sumsUp(file, position, length))) return position + length;
  }
  return search(file, position + 1, size, floor);
}

const isLength = (bytes: number, room: number): boolean => bytes >= HEADER_BYTES && bytes <= room;

/** Would the batch at `position` be sound if it were `length` bytes long? */
async function sumsUp(file: LogFile, position: number, length: number): Promise<boolean> {
  const raw = (await readFully(file, position, length)).slice();
  if (raw.length < length) return false;
  const view = viewOf(raw);
  view.setInt32(8, length - 12);
  return soundBatchAt(raw, view, 0, null) === length;
}

async function isSound(
  file: LogFile,
  position: number,
  size: number,
  base: number,
  exactly: boolean,
): Promise<boolean> {
  if (position + HEADER_BYTES > size) return false;
  const header = await readFully(file, position, HEADER_BYTES);
  if (header.length < HEADER_BYTES) return false;
  const view = viewOf(header);
  const bytes = batchBytesAt(view, 0);
  const found = baseOffsetAt(view, 0);
  if (!isLength(bytes, size - position) || (exactly ? found !== base : found < base)) return false;
  const raw = await readFully(file, position, bytes);
  return soundBatchAt(raw, viewOf(raw), 0, null) === bytes;
}

/** Byte by byte: the length field itself is damaged. */
async function search(file: LogFile, from: number, size: number, floor: number): Promise<number | null> {
  let summed = 0;
  for (let start = from; start + HEADER_BYTES <= size; start += WINDOW) {
    const raw = await readFully(file, start, Math.min(WINDOW + HEADER_BYTES, size - start));
    const view = viewOf(raw);
    for (let at = 0; at < WINDOW && at + HEADER_BYTES <= raw.length; at++) {
      if (raw[at + 16] !== 2 || magicAt(view, at) !== 2) continue;
      const bytes = batchBytesAt(view, at);
      const base = baseOffsetAt(view, at);
      if (!isLength(bytes, size - start - at) || base < floor || base > floor + 0x8000_0000) continue;
      summed += bytes;
      if (summed > MAX_SUMMED) return null;
      if (await isSound(file, start + at, size, floor, false)) return start + at;
    }
  }
  return null;
}
