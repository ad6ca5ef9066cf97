// One batch under compaction: the records that stay, in a batch that covers the same offsets as before. Offsets of a log
// therefore go on without a gap on disk, and damage stays as visible as in any other segment (recovery.ts).
import { gzipSync } from 'node:zlib';
import { Writer } from '../protocol/writer.ts';
import {
  type BatchHeader,
  COMPRESSION_MASK,
  DELETE_HORIZON,
  HEADER_BYTES,
  LOG_APPEND_TIME,
  sealBatch,
  viewOf,
  writeInt64,
} from './batch-header.ts';
import { plainBatch, type RecordFacts, walkRecords } from './batch-records.ts';

export type Choices = {
  /** `raw`: the bytes that the record's ranges are in. `horizon`: when tombstones of this batch may go, null when not yet told. */
  stays(record: RecordFacts, raw: Uint8Array, horizon: number | null): boolean;
  /** For tombstones that are kept for the first time; null when they cannot be judged yet. */
  newHorizon: number | null;
};

export type Compacted =
  /** Nothing goes: the bytes stay what they are. `sealed`: the records cannot be read. `horizon`: of the tombstones in it. */
  | { kind: 'untouched'; horizon: number | null; sealed: boolean }
  | { kind: 'rewritten'; raw: Uint8Array; maxTimestamp: number; horizon: number | null }
  | { kind: 'empty' };

const GZIP = 1;

/** What becomes of a batch. Kept records keep their offsets; a compressed batch that loses some is written again with gzip. */
export function compactBatch(raw: Uint8Array, header: BatchHeader, choices: Choices): Compacted {
  if (header.count === 0) return { kind: 'empty' };
  const plain = plainBatch(raw, header);
  const told = header.attributes & DELETE_HORIZON ? header.baseTimestamp : null;
  const kept: RecordFacts[] = [];
  let tombstones = 0;
  let total = 0;
  const readable =
    plain !== null &&
    walkRecords(plain.raw, plain.header, (record) => {
      total += 1;
      if (choices.stays(record, plain.raw, told)) {
        kept.push(record);
        if (record.valueIsNull) tombstones += 1;
      }
      return false;
    });
  if (!readable) return { kind: 'untouched', horizon: null, sealed: true };
  if (kept.length === 0) return { kind: 'empty' };
  const horizon = tombstones > 0 ? (told ?? choices.newHorizon) : null;
  if (kept.length === total && (tombstones === 0 || horizon === told))
    return { kind: 'untouched', horizon, sealed: false };
  return rewritten(plain, kept, header.attributes, told ?? horizon, horizon);
}

function rewritten(
  { raw, header }: { raw: Uint8Array; header: BatchHeader },
  kept: readonly RecordFacts[],
  attributes: number,
  marked: number | null,
  horizon: number | null,
): Compacted {
  const base = marked ?? header.baseTimestamp;
  const appendTime = (attributes & LOG_APPEND_TIME) !== 0;
  const records = Buffer.concat(kept.flatMap((record) => recordBytes(raw, record, header, base, appendTime)));
  const compressed = (attributes & COMPRESSION_MASK) !== 0;
  const body = compressed ? gzipSync(records) : records;
  const maxTimestamp = appendTime ? header.maxTimestamp : Math.max(...kept.map(({ timestamp }) => timestamp));
  const batch = new Uint8Array(HEADER_BYTES + body.length);
  batch.set(raw.subarray(0, HEADER_BYTES));
  batch.set(body, HEADER_BYTES);
  const view = viewOf(batch);
  const flags = (compressed ? GZIP : 0) | (marked === null ? 0 : DELETE_HORIZON);
  view.setInt16(21, (attributes & ~(COMPRESSION_MASK | DELETE_HORIZON)) | flags);
  writeInt64(view, 27, base);
  writeInt64(view, 35, maxTimestamp);
  view.setInt32(57, kept.length);
  return { kind: 'rewritten', raw: sealBatch(batch), maxTimestamp, horizon };
}

/** A record whose time counts from another base; everything from its key on stays. */
function recordBytes(
  raw: Uint8Array,
  record: RecordFacts,
  header: BatchHeader,
  base: number,
  appendTime: boolean,
): Uint8Array[] {
  const body = new Writer();
  body.int8(raw[record.from] ?? 0);
  body.varlong(appendTime ? 0 : record.timestamp - base);
  body.varint(record.offset - header.baseOffset);
  const rest = raw.subarray(record.keyed, record.to);
  const size = new Writer();
  size.varint(body.size + rest.length);
  return [...size.finish(), ...body.finish(), rest];
}

/** The most offsets that one place holder covers. */
const MOST_OFFSETS = 0x7fff_ffff;

/** Batches without records that cover the offsets [from, to): what was there is gone. */
export function placeHolders(from: number, to: number): { raw: Uint8Array; base: number }[] {
  const holders: { raw: Uint8Array; base: number }[] = [];
  for (let base = from; base < to; base += MOST_OFFSETS) {
    const raw = new Uint8Array(HEADER_BYTES);
    const view = viewOf(raw);
    writeInt64(view, 0, base);
    view.setInt8(16, 2);
    view.setInt32(23, Math.min(to - base, MOST_OFFSETS) - 1);
    for (const at of [27, 35, 43]) writeInt64(view, at, -1);
    view.setInt16(51, -1);
    view.setInt32(53, -1);
    holders.push({ raw: sealBatch(raw), base });
  }
  return holders;
}

/** The batch without its records: its producer may still send it again, and must be told it is there. */
export function emptied(raw: Uint8Array, header: BatchHeader): Uint8Array {
  const empty = raw.slice(header.position, header.position + HEADER_BYTES);
  const view = viewOf(empty);
  view.setInt16(21, header.attributes & ~(COMPRESSION_MASK | DELETE_HORIZON | LOG_APPEND_TIME));
  for (const at of [27, 35]) writeInt64(view, at, -1);
  view.setInt32(57, 0);
  return sealBatch(empty);
}
