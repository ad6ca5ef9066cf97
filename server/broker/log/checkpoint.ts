// The sparse index and the producer windows of a segment, written beside it every few megabytes and when it is full or
// closed, so that the next start reads megabytes of index instead of gigabytes of log. Wrong or missing is fine: the segment is then read again.
import { BlockIndex } from './block-index.ts';
import { crc32c } from './crc32c.ts';
import { join, type LogFs, readWhole, replaceFile } from './fs.ts';
import type { ProducerSnapshot } from './producer-state.ts';
import type { Hole, Segment, SegmentState } from './segment.ts';

const PREFIX_BYTES = 16;
const MAGIC = 0x524c_4331; // "RLC1"

type Head = {
  base: number;
  size: number;
  end: number;
  maxTimestamp: number;
  holes: Hole[];
  blocks: number;
  producers: ProducerSnapshot;
};
export type Checkpoint = { state: SegmentState; producers: ProducerSnapshot };

export const checkpointName = (base: number): string => `${String(base).padStart(20, '0')}.index`;

/** A segment as it is now. File: magic, CRC-32C of the rest, head length, 0, head (JSON), three arrays of float64. */
export function checkpointOf(segment: Segment, producers: ProducerSnapshot): Uint8Array {
  const { base, size, end, maxTimestamp, holes, index } = segment;
  const head: Head = { base, size, end, maxTimestamp, holes, blocks: index.length, producers };
  const headBytes = new TextEncoder().encode(JSON.stringify(head));
  const arrays = index.arrays();
  const parts = [arrays.offsets, arrays.positions, arrays.timestamps].map((array) => new Uint8Array(array.buffer));
  const content = new Uint8Array(PREFIX_BYTES + headBytes.length + parts.reduce((sum, part) => sum + part.length, 0));
  const view = new DataView(content.buffer);
  view.setUint32(0, MAGIC);
  view.setUint32(8, headBytes.length);
  content.set(headBytes, PREFIX_BYTES);
  let at = PREFIX_BYTES + headBytes.length;
  for (const part of parts) {
    content.set(part, at);
    at += part.length;
  }
  view.setUint32(4, crc32c(content, 8));
  return content;
}

/**
 * Call when everything the checkpoint covers is synced. Lost or torn by a power cut itself, it fails its checksum and the
 * segment is read again: no sync to pay.
 */
export function writeCheckpoint(fs: LogFs, dir: string, base: number, content: Uint8Array): Promise<void> {
  return replaceFile(fs, dir, checkpointName(base), content, false);
}

/** Null when there is none, when it is damaged, or when the file is shorter than what it covers. */
export async function readCheckpoint(
  fs: LogFs,
  dir: string,
  base: number,
  fileSize: number,
): Promise<Checkpoint | null> {
  const content = await readWhole(fs, dir, checkpointName(base));
  if (content === null || content.length < PREFIX_BYTES) return null;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  if (view.getUint32(0) !== MAGIC || view.getUint32(4) !== crc32c(content, 8)) return null;
  const headEnd = PREFIX_BYTES + view.getUint32(8);
  // The checksum holds, so this is what writeCheckpoint wrote.
  const head = JSON.parse(new TextDecoder().decode(content.subarray(PREFIX_BYTES, headEnd))) as Head;
  if (head.base !== base || head.size > fileSize) return null;
  const floats = new Float64Array(content.slice(headEnd).buffer);
  const part = (nth: number) => floats.subarray(nth * head.blocks, (nth + 1) * head.blocks);
  const { size, end, maxTimestamp, holes, producers } = head;
  return { state: { size, end, maxTimestamp, holes, index: BlockIndex.from(part(0), part(1), part(2)) }, producers };
}

/** After a truncation below what it covers, or with its segment. */
export async function removeCheckpoint(fs: LogFs, dir: string, base: number): Promise<void> {
  await fs.remove(join(dir, checkpointName(base)));
}
