// Decompresses the records of a batch, for showing only: the broker never needs to. The output has a hard bound.
// Codec numbers: bits 0-2 of the batch attributes. gzip, snappy (raw or framed by snappy-java), lz4 frame, zstd (KIP-110).
import { Buffer } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import { Decompress } from 'fzstd';
import snappy from 'snappyjs';
import { decodeLz4 } from './lz4.ts';

export type Compression = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';

const names: readonly Compression[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

/** The codec of a batch's attributes; null when there is none of that number. */
export const compressionOf = (attributes: number): Compression | null => names[attributes & 7] ?? null;
export const compressionBits = (compression: Compression): number => names.indexOf(compression);

/** `\x82SNAPPY\0`, then two 4-byte versions, then blocks of a 4-byte length and a raw snappy block. */
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER = 16;

function decodeSnappy(input: Uint8Array, limit: number): Uint8Array {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  if (bytes.length < XERIAL_HEADER || !bytes.subarray(0, XERIAL.length).equals(XERIAL)) {
    return snappy.uncompress(bytes, limit);
  }
  const blocks: Uint8Array[] = [];
  let left = limit;
  for (let at = XERIAL_HEADER; at < bytes.length; ) {
    if (at + 4 > bytes.length) throw new Error('snappy: a block length is cut');
    const size = bytes.readInt32BE(at);
    at += 4;
    if (size < 0 || size > bytes.length - at) throw new Error('snappy: a block beyond the end');
    const block = snappy.uncompress(bytes.subarray(at, at + size), left);
    left -= block.length;
    blocks.push(block);
    at += size;
  }
  return Buffer.concat(blocks);
}

function decodeZstd(input: Uint8Array, limit: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Decompress((part) => {
    size += part.length;
    if (size > limit) throw new Error(`zstd: more than ${limit} bytes once decompressed`);
    parts.push(part);
  });
  stream.push(input, true);
  return Buffer.concat(parts);
}

/** Plain bytes of compressed records. @throws Error when they are damaged or grow beyond `limit` bytes. */
export function decompress(compression: Compression, input: Uint8Array, limit: number): Uint8Array {
  if (compression === 'none') return input;
  if (compression === 'gzip') return gunzipSync(input, { maxOutputLength: limit });
  if (compression === 'snappy') return decodeSnappy(input, limit);
  if (compression === 'lz4') return decodeLz4(input, limit);
  return decodeZstd(input, limit);
}
