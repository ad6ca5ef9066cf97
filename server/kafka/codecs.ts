// Teaches kafkajs to read what other clients compressed: snappy, lz4, zstd (gzip is built in). Nothing is written with them.
import { Decompress } from 'fzstd';
// Node finds some of this CommonJS module's names by reading it, but not `CompressionCodecs`: hence the whole module.
import kafkajs from 'kafkajs';
import lz4 from 'lz4js';
import snappy from 'snappyjs';

/** A batch that grows beyond this many bytes is refused: a few kilobytes must not be able to fill the memory. */
const maxPlainBytes = 32 * 1024 * 1024;

/** `\x82SNAPPY\0`: the framing of snappy-java, which Java and kafkajs use; librdkafka sends the raw block. */
const xerialMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
/** Magic, then two 4-byte versions. */
const xerialHeader = 16;

function tooBig(bytes: number): void {
  if (bytes > maxPlainBytes) throw new Error(`a compressed batch grows beyond ${maxPlainBytes} bytes`);
}

/** Snappy, raw or framed by snappy-java (blocks of a 4-byte big-endian length and a raw snappy block). */
export function decodeSnappy(bytes: Buffer): Buffer {
  if (bytes.length < xerialHeader || !bytes.subarray(0, xerialMagic.length).equals(xerialMagic)) {
    return Buffer.from(snappy.uncompress(bytes, maxPlainBytes));
  }
  const blocks: Uint8Array[] = [];
  let total = 0;
  for (let at = xerialHeader; at + 4 <= bytes.length; ) {
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length < 0 || at + length > bytes.length) throw new Error('a snappy block runs past the end of its batch');
    const block = snappy.uncompress(bytes.subarray(at, at + length), maxPlainBytes);
    total += block.length;
    tooBig(total);
    blocks.push(block);
    at += length;
  }
  return Buffer.concat(blocks);
}

/** LZ4 frame format. */
export function decodeLz4(bytes: Buffer): Buffer {
  const target = new Uint8Array(Math.min(lz4.decompressBound(bytes), maxPlainBytes));
  const size = lz4.decompressFrame(bytes, target);
  tooBig(size);
  return Buffer.from(target.buffer, 0, Math.min(size, target.length));
}

/** Zstandard frames (RFC 8878), in a stream so that the size in the header is not believed. */
export function decodeZstd(bytes: Buffer): Buffer {
  const parts: Uint8Array[] = [];
  let total = 0;
  const stream = new Decompress((part) => {
    total += part.length;
    tooBig(total);
    parts.push(part);
  });
  stream.push(bytes, true);
  return Buffer.concat(parts);
}

const { CompressionCodecs, CompressionTypes } = kafkajs;

const readOnly = (decode: (bytes: Buffer) => Buffer) => () => ({
  compress: async (): Promise<never> => {
    throw new Error('writing with this codec is not offered');
  },
  decompress: async (bytes: Buffer): Promise<Buffer> => decode(bytes),
});

/** Registers the three decoders in kafkajs; calling it again changes nothing. */
export function registerCodecs(): void {
  CompressionCodecs[CompressionTypes.Snappy] = readOnly(decodeSnappy);
  CompressionCodecs[CompressionTypes.LZ4] = readOnly(decodeLz4);
  CompressionCodecs[CompressionTypes.ZSTD] = readOnly(decodeZstd);
}
