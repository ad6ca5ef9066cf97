import { gunzipSync, gzipSync } from 'node:zlib';
import kafkajs from 'kafkajs';
import lz4 from 'lz4js';
import snappy from 'snappyjs';
import { describe, expect, it } from 'vitest';
import { registerCodecs } from './codecs.ts';

const { CompressionCodecs, CompressionTypes } = kafkajs;
registerCodecs();
registerCodecs();

const text = Buffer.from('capteur-7 '.repeat(500));
const read = (type: 1 | 2 | 3 | 4, bytes: Uint8Array): Promise<Buffer> =>
  CompressionCodecs[type]().decompress(Buffer.from(bytes));

describe('kafkajs, taught the codecs of other clients', () => {
  it('reads a raw snappy block, as librdkafka writes it', async () => {
    expect(await read(CompressionTypes.Snappy, snappy.compress(text))).toEqual(text);
  });

  it('reads snappy framed by snappy-java, as Java and kafkajs write it', async () => {
    const blocks = [text.subarray(0, 3_000), text.subarray(3_000)].flatMap((part) => {
      const block = Buffer.from(snappy.compress(part));
      const length = Buffer.alloc(4);
      length.writeInt32BE(block.length);
      return [length, block];
    });
    const header = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect(await read(CompressionTypes.Snappy, Buffer.concat([header, ...blocks]))).toEqual(text);
    const cut = Buffer.concat([header, Buffer.from([0, 0, 1, 0, 1])]);
    await expect(read(CompressionTypes.Snappy, cut)).rejects.toThrow(/beyond the end/);
  });

  it('reads an lz4 frame', async () => {
    expect(await read(CompressionTypes.LZ4, lz4.compress(text))).toEqual(text);
  });

  it('reads a zstd frame', async () => {
    // `printf 'salut salut salut' | zstd`
    const small = Buffer.from('KLUv/QRYZQAAMHNhbHV0IAEAMUoRgoSH+Q==', 'base64');
    expect((await read(CompressionTypes.ZSTD, small)).toString()).toBe('salut salut salut');
  });

  it('writes and reads gzip as before', async () => {
    const squeezed = await CompressionCodecs[CompressionTypes.GZIP]().compress({ buffer: text });
    expect(gunzipSync(squeezed)).toEqual(text);
    expect(await read(CompressionTypes.GZIP, squeezed)).toEqual(text);
  });

  it('refuses what would fill the memory', async () => {
    // `head -c 64M /dev/zero | zstd | gzip -9`
    const zstd = gunzipSync(
      Buffer.from(
        'H4sIAAAAAAACA9PYqv+XJSKEgUGAgYGR4fd/ywNMTED2SMUuDKBg+Pv/LLfAaDCMBsNoMIwGw2gwjAbDaDDgwowMDMv5VWsArxbevkcIAAA=',
        'base64',
      ),
    );
    await expect(read(CompressionTypes.ZSTD, zstd)).rejects.toThrow(/more than 33554432 bytes/);
    await expect(read(CompressionTypes.GZIP, gzipSync(Buffer.alloc(40 << 20)))).rejects.toThrow(/larger than/);
  });
});
