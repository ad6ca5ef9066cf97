// Records decoded for showing: the last ones of an append, the recent ones of a snapshot, one asked for. Reads are bounded
// in bytes; when the range is larger, the newest records win.

import type { ShownRecord } from '../events.ts';
import { type DecodedRecord, decodeBatches } from '../protocol/records.ts';
import type { Core } from './core.ts';
import type { Partition } from './partition.ts';
import { type CutLimits, shownRecord } from './shown-bytes.ts';

const firstReadBytes = 256 * 1024;
const backwardBytes = 2 * 1024 * 1024;
const maxPlainBytes = 8 * 1024 * 1024;
const wholeLimits: CutLimits = { keyBytes: 256 * 1024, valueBytes: 256 * 1024, headers: 100 };

type Piece = { records: DecodedRecord[]; bytes: number; first: number; last: number };

/** Records of [from, end), oldest first; [] when they are gone or cannot be read. Never rejects. */
export async function readShown(
  partition: Partition,
  from: number,
  end: number,
  limits: CutLimits,
): Promise<ShownRecord[]> {
  try {
    const start = Math.max(from, partition.log.logStart);
    if (start >= end) return [];
    const forward = await readPiece(partition, start, start, end, firstReadBytes);
    const decoded = forward.last >= end - 1 ? forward.records : await readBackward(partition, start, end);
    return decoded.map((record) => shownRecord(record, limits));
  } catch {
    return [];
  }
}

/** One record, whole up to 256 kB; null when it is not there (any more). */
export async function readWhole(core: Core, topic: string, index: number, offset: number): Promise<ShownRecord | null> {
  const partition = core.topics.partition(topic, index);
  if (!partition || offset < partition.log.logStart) return null;
  const [record] = await readShown(partition, offset, offset + 1, wholeLimits);
  return record ?? null;
}

/** From the last batch towards the first, while the budget lasts. */
async function readBackward(partition: Partition, from: number, end: number): Promise<DecodedRecord[]> {
  const records: DecodedRecord[] = [];
  let left = backwardBytes;
  for (let upTo = end; upTo > from && left > 0; ) {
    const piece = await readPiece(partition, upTo - 1, from, upTo, 1);
    if (piece.bytes === 0) break;
    records.unshift(...piece.records);
    left -= piece.bytes;
    upTo = Math.min(piece.first, upTo - 1);
  }
  return records;
}

/** The batches that `log.read(at)` gives, records of [from, end) decoded. */
async function readPiece({ log }: Partition, at: number, from: number, end: number, maxBytes: number): Promise<Piece> {
  const { chunks, bytes } = await log.read(at, maxBytes, log.highWatermark);
  const raw = chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks, bytes);
  const batches = decodeBatches(raw, { from, end, maxPlainBytes });
  const records = batches.filter(({ control }) => !control).flatMap((batch) => batch.records);
  return { records, bytes, first: batches[0]?.baseOffset ?? at, last: batches.at(-1)?.lastOffset ?? -1 };
}
