// Records decoded for showing: the last ones of an append, the recent ones of a snapshot, one asked for. Reads are bounded
// in bytes; when the range is larger, the newest records win.

import type { ShownRecord } from '../events.ts';
import { type DecodedRecord, type DecodeLimits, decodeBatches } from '../protocol/records.ts';
import type { Core } from './core.ts';
import type { Partition } from './partition.ts';
import { type CutLimits, shownRecord } from './shown-bytes.ts';

const firstReadBytes = 256 * 1024;
const backwardBytes = 2 * 1024 * 1024;
/** Records of one batch once decompressed: this much is gone through in milliseconds, unasked. */
const maxPlainBytes = 1536 * 1024;
/** When somebody asks for one record. */
const maxWholeBytes = 16 * 1024 * 1024;
const wholeLimits: CutLimits = { keyBytes: 256 * 1024, valueBytes: 256 * 1024, headers: 100 };

type Piece = { records: DecodedRecord[]; bytes: number; plainBytes: number; first: number; last: number };
/** `cost`: bytes gone through. */
export type Shown = { records: ShownRecord[]; cost: number };
const nothing: Shown = { records: [], cost: 0 };

/** Records of [from, end), oldest first; none when they are gone or cannot be read. Never rejects. */
export async function readShown(
  partition: Partition,
  from: number,
  end: number,
  limits: CutLimits,
  most = maxPlainBytes,
): Promise<Shown> {
  try {
    const start = Math.max(from, partition.log.logStart);
    if (start >= end) return nothing;
    const forward = await readPiece(partition, start, { from: start, end, maxPlainBytes: most }, firstReadBytes);
    if (forward.last >= end - 1) return shown(forward.records, forward.plainBytes, limits);
    const { records, plainBytes } = await readBackward(partition, start, end, most);
    return shown(records, forward.plainBytes + plainBytes, limits);
  } catch {
    return nothing;
  }
}

const shown = (records: readonly DecodedRecord[], cost: number, limits: CutLimits): Shown => ({
  records: records.map((record) => shownRecord(record, limits)),
  cost,
});

/** One record, whole up to 256 kB; null when it is not there (any more). */
export async function readWhole(core: Core, topic: string, index: number, offset: number): Promise<ShownRecord | null> {
  const partition = core.topics.partition(topic, index);
  if (!partition || offset < partition.log.logStart) return null;
  const { records } = await readShown(partition, offset, offset + 1, wholeLimits, maxWholeBytes);
  return records[0] ?? null;
}

/** From the last batch towards the first, while the budget lasts. */
async function readBackward(
  partition: Partition,
  from: number,
  end: number,
  maxPlain: number,
): Promise<{ records: DecodedRecord[]; plainBytes: number }> {
  const records: DecodedRecord[] = [];
  let left = backwardBytes;
  let plainBytes = 0;
  for (let upTo = end; upTo > from && left > 0; ) {
    const piece = await readPiece(partition, upTo - 1, { from, end: upTo, maxPlainBytes: maxPlain }, 1);
    if (piece.bytes === 0) break;
    records.unshift(...piece.records);
    left -= Math.max(piece.bytes, piece.plainBytes);
    plainBytes += piece.plainBytes;
    upTo = Math.min(piece.first, upTo - 1);
  }
  return { records, plainBytes };
}

/** The batches that `log.read(at)` gives, records within the limits decoded. */
async function readPiece(
  { log }: Partition,
  at: number,
  limits: Pick<Required<DecodeLimits>, 'from' | 'end' | 'maxPlainBytes'>,
  maxBytes: number,
): Promise<Piece> {
  const { chunks, bytes } = await log.read(at, maxBytes, log.highWatermark);
  const raw = chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks, bytes);
  const batches = decodeBatches(raw, limits);
  const records = batches.filter(({ control }) => !control).flatMap((batch) => batch.records);
  const plainBytes = batches.reduce((sum, batch) => sum + batch.plainBytes, 0);
  return { records, bytes, plainBytes, first: batches[0]?.baseOffset ?? at, last: batches.at(-1)?.lastOffset ?? -1 };
}
