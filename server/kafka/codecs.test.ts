import { gunzipSync } from 'node:zlib';
import lz4 from 'lz4js';
import snappy from 'snappyjs';
import { describe, expect, it } from 'vitest';
import { decodeLz4, decodeSnappy, decodeZstd } from './codecs.ts';

const text = Buffer.from('capteur-7 '.repeat(500));

describe('codecs of other clients', () => {
  it('reads a raw snappy block, as librdkafka writes it', () => {
    expect(decodeSnappy(Buffer.from(snappy.compress(text)))).toEqual(text);
  });

  it('reads snappy framed by snappy-java, as Java and kafkajs write it', () => {
    const blocks = [text.subarray(0, 3_000), text.subarray(3_000)].flatMap((part) => {
      const block = Buffer.from(snappy.compress(part));
      const length = Buffer.alloc(4);
      length.writeInt32BE(block.length);
      return [length, block];
    });
    const header = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect(decodeSnappy(Buffer.concat([header, ...blocks]))).toEqual(text);
    expect(() => decodeSnappy(Buffer.concat([header, Buffer.from([0, 0, 1, 0, 1])]))).toThrow(/past the end/);
  });

  it('reads an lz4 frame', () => {
    expect(decodeLz4(Buffer.from(lz4.compress(text)))).toEqual(text);
  });

  it('reads a zstd frame, and refuses one that would fill the memory', () => {
    // `printf 'salut salut salut' | zstd`
    const small = Buffer.from('KLUv/QRYZQAAMHNhbHV0IAEAMUoRgoSH+Q==', 'base64');
    expect(decodeZstd(small).toString()).toBe('salut salut salut');
    // `head -c 64M /dev/zero | zstd | gzip -9`
    const zipped = Buffer.from(
      'H4sIAAAAAAACA9PYqv+XJSKEgUGAgYGR4fd/ywNMTED2SMUuDKBg+Pv/LLfAaDCMBsNoMIwGw2gwjAbDaDDgwowMDMv5VWsArxbevkcIAAA=',
      'base64',
    );
    expect(() => decodeZstd(gunzipSync(zipped))).toThrow(/grows beyond/);
  });
});
