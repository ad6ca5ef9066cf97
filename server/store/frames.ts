// Entries as bytes, one after the other: [length][CRC-32 of the JSON][CRC-32 of these eight bytes][JSON]. What a crash leaves
// behind the last whole one is cut; what is damaged is passed over, and said. The header has a sum of its own, so that an
// unfinished entry and one whose length was damaged are told apart.
import { crc32 } from 'node:zlib';

const headBytes = 12;
/** A message of 2 000 characters with everything around it is under 20 kB. */
const maxBytes = 64 * 1024;

export function frameOf(entry: object): Buffer {
  const payload = Buffer.from(JSON.stringify(entry), 'utf8');
  const frame = Buffer.allocUnsafe(headBytes + payload.length);
  frame.writeUInt32BE(payload.length, 0);
  frame.writeUInt32BE(crc32(payload), 4);
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
  payload.copy(frame, headBytes);
  return frame;
}

export type Frames = {
  entries: unknown[];
  /** Where the last whole entry ends: what follows is to be cut. */
  end: number;
  /** Bytes that were an entry once, and can no longer be read. An unfinished last entry is none: nobody had seen it. */
  damaged: number;
};

export function readFrames(raw: Buffer): Frames {
  const entries: unknown[] = [];
  let end = 0;
  let damaged = 0;
  let at = 0;
  while (at + headBytes < raw.length) {
    const length = lengthAt(raw, at);
    const to = at + headBytes + (length ?? 0);
    if (length === null || to > raw.length || crc32(raw.subarray(at + headBytes, to)) !== raw.readUInt32BE(at + 4)) {
      at += 1;
      continue;
    }
    entries.push(JSON.parse(raw.toString('utf8', at + headBytes, to)));
    damaged += at - end;
    at = to;
    end = to;
  }
  return { entries, end, damaged: damaged + damagedTail(raw, end) };
}

/** The length that a sound header tells; null when there is none here. */
function lengthAt(raw: Buffer, at: number): number | null {
  const length = raw.readUInt32BE(at);
  if (length === 0 || length > maxBytes) return null;
  return crc32(raw.subarray(at, at + 8)) === raw.readUInt32BE(at + 8) ? length : null;
}

/** A frame that ends beyond the file is an unfinished write; anything else behind the last whole one was more than that. */
function damagedTail(raw: Buffer, end: number): number {
  const rest = raw.length - end;
  if (rest < headBytes) return 0;
  const length = lengthAt(raw, end);
  return length !== null && length > rest - headBytes ? 0 : rest;
}
