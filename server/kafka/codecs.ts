// What kafkajs is taught about compression: to read what other clients wrote with snappy, lz4 and zstd, and to refuse a
// batch, gzip too, that grows beyond a bound. The decoders are the broker's own. Nothing is written with the three.

// Node finds some of this CommonJS module's names by reading it, but not `CompressionCodecs`: hence the whole module.
import kafkajs from 'kafkajs';
import { type Compression, decompress } from '#server/broker/index.ts';

/** A few kilobytes must not be able to fill the memory. */
const maxPlainBytes = 32 * 1024 * 1024;

const { CompressionCodecs, CompressionTypes } = kafkajs;

const reading = (codec: Compression) => async (bytes: Buffer) => Buffer.from(decompress(codec, bytes, maxPlainBytes));

const readOnly = (codec: Compression) => () => ({
  compress: async (): Promise<never> => {
    throw new Error('writing with this codec is not offered');
  },
  decompress: reading(codec),
});

/** Registers the decoders in kafkajs; calling it again changes nothing. */
export function registerCodecs(): void {
  const { compress } = CompressionCodecs[CompressionTypes.GZIP]();
  CompressionCodecs[CompressionTypes.GZIP] = () => ({ compress, decompress: reading('gzip') });
  CompressionCodecs[CompressionTypes.Snappy] = readOnly('snappy');
  CompressionCodecs[CompressionTypes.LZ4] = readOnly('lz4');
  CompressionCodecs[CompressionTypes.ZSTD] = readOnly('zstd');
}
