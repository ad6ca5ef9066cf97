// Makes a record batch (v2) from records: for tests, and for the control batches that end transactions.
// Layout: https://kafka.apache.org/documentation/#recordbatch
import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { CONTROL, HEADER_BYTES, LOG_APPEND_TIME, TRANSACTIONAL, viewOf, writeInt64 } from '../log/batch-header.ts';
import { crc32c } from '../log/crc32c.ts';
import { type Compression, compressionBits } from './compression.ts';
import { Writer } from './writer.ts';

type Content = Uint8Array | string | null;
export type RecordDraft = {
  readonly key?: Content;
  readonly value: Content;
  readonly timestamp?: number;
  readonly headers?: readonly (readonly [name: string, value: Content])[];
};
export type BatchOptions = {
  readonly baseOffset?: number;
  readonly leaderEpoch?: number;
  readonly producerId?: number;
  readonly producerEpoch?: number;
  readonly baseSequence?: number;
  readonly transactional?: boolean;
  readonly control?: boolean;
  readonly logAppendTime?: boolean;
  readonly compression?: Compression;
  /** Compresses the records when the codec is neither none nor gzip: this broker never compresses by itself. */
  readonly compress?: (plain: Uint8Array) => Uint8Array;
};

const bytesOf = (content: Content): Uint8Array | null => (typeof content === 'string' ? Buffer.from(content) : content);

function put(writer: Writer, content: Content): void {
  const bytes = bytesOf(content);
  writer.varint(bytes === null ? -1 : bytes.length);
  if (bytes !== null) writer.raw(bytes);
}

function recordBytes(record: RecordDraft, timestampDelta: number, offsetDelta: number): Uint8Array[] {
  const body = new Writer();
  body.int8(0);
  body.varlong(timestampDelta);
  body.varint(offsetDelta);
  put(body, record.key ?? null);
  put(body, record.value);
  body.varint(record.headers?.length ?? 0);
  for (const [name, value] of record.headers ?? []) {
    put(body, name);
    put(body, value);
  }
  const size = new Writer();
  size.varint(body.size);
  return [...size.finish(), ...body.finish()];
}

function squeezed(plain: Uint8Array, options: BatchOptions): Uint8Array {
  const { compression = 'none', compress } = options;
  if (compression === 'none') return plain;
  if (compress) return compress(plain);
  if (compression === 'gzip') return gzipSync(plain);
  throw new Error(`no compressor given for ${compression}`);
}

/** A batch as a producer sends it, with its CRC: base offset 0 and no producer id unless told. */
export function encodeBatch(records: readonly RecordDraft[], options: BatchOptions = {}): Uint8Array {
  const stamps = records.map((record) => record.timestamp ?? -1);
  const base = stamps[0] ?? -1;
  const plain = Buffer.concat(records.flatMap((record, at) => recordBytes(record, (stamps[at] ?? base) - base, at)));
  const body = squeezed(plain, options);
  const batch = new Uint8Array(HEADER_BYTES + body.length);
  const view = viewOf(batch);
  writeInt64(view, 0, options.baseOffset ?? 0);
  view.setInt32(8, batch.length - 12);
  view.setInt32(12, options.leaderEpoch ?? -1);
  view.setInt8(16, 2);
  view.setInt16(
    21,
    compressionBits(options.compression ?? 'none') |
      (options.logAppendTime ? LOG_APPEND_TIME : 0) |
      (options.transactional ? TRANSACTIONAL : 0) |
      (options.control ? CONTROL : 0),
  );
  view.setInt32(23, records.length - 1);
  writeInt64(view, 27, base);
  writeInt64(view, 35, Math.max(-1, ...stamps));
  writeInt64(view, 43, options.producerId ?? -1);
  view.setInt16(51, options.producerEpoch ?? -1);
  view.setInt32(53, options.baseSequence ?? -1);
  view.setInt32(57, records.length);
  batch.set(body, HEADER_BYTES);
  view.setUint32(17, crc32c(batch, 21));
  return batch;
}
