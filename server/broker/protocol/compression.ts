// Decompresses the records of a batch, for showing only: the broker never needs to. Output and work have a hard bound:
// the decoders are ours, since a few bytes made others loop for ever or take gigabytes.
// Codec numbers: bits 0-2 of the batch attributes. gzip, snappy (raw or framed by snappy-java), lz4 frame, zstd (KIP-110).
import { gunzipSync } from 'node:zlib';
import { decodeLz4 } from './lz4.ts';
import { decodeSnappy } from './snappy.ts';
import { decodeZstd } from './zstd.ts';

export type Compression = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';

const names: readonly Compression[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

/** The codec of a batch's attributes; null when there is none of that number. */
export const compressionOf = (attributes: number): Compression | null => names[attributes & 7] ?? null;
export const compressionBits = (compression: Compression): number => names.indexOf(compression);

/** Plain bytes of records, compressed or not. @throws Error when they are damaged or more than `limit` bytes. */
export function decompress(compression: Compression, input: Uint8Array, limit: number): Uint8Array {
  if (compression === 'none') {
    if (input.length > limit) throw new Error(`${input.length} bytes of records, more than ${limit}`);
    return input;
  }
  if (compression === 'gzip') return gunzipSync(input, { maxOutputLength: limit });
  if (compression === 'snappy') return decodeSnappy(input, limit);
  if (compression === 'lz4') return decodeLz4(input, limit);
  return decodeZstd(input, limit);
}
