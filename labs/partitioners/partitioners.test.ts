// Checked against the clients themselves: kafkajs's own partitioner, zlib's CRC-32, and vectors of Java's Utils.murmur2.
import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { crc32 } from './crc32.ts';
import { explainPartition, partitionOf } from './index.ts';
import { murmur2 } from './murmur2.ts';
import { utf8 } from './utf8.ts';

const metadata = (partitions: number) =>
  Array.from({ length: partitions }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 0,
    replicas: [0],
    isr: [0],
  }));

const anyKey = fc.string({ unit: 'binary', maxLength: 60 });

describe('murmur2', () => {
  it('agrees with the vectors of Java (UtilsTest.testMurmur2)', () => {
    const vectors: [string, number][] = [
      ['21', -973932308],
      ['foobar', -790332482],
      ['a-little-bit-long-string', -985981536],
      ['a-little-bit-longer-string', -1486304829],
      ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ];
    for (const [key, hash] of vectors) expect(murmur2(utf8(key))).toBe(hash);
  });

  it('puts every key where kafkajs puts it', () => {
    const partitioner = Partitioners.DefaultPartitioner();
    fc.assert(
      fc.property(anyKey, fc.integer({ min: 1, max: 50 }), (key, partitions) => {
        const message = { key: Buffer.from(key), value: null };
        const theirs = partitioner({ topic: 't', partitionMetadata: metadata(partitions), message });
        expect(partitionOf('murmur2', key, partitions)).toBe(theirs);
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives the partition of the lesson', () => {
    expect(partitionOf('murmur2', 'capteur-7', 3)).toBe(2);
  });
});

describe('crc32', () => {
  it('agrees with zlib, and with its check value', () => {
    expect(crc32(utf8('123456789'))).toBe(0xcbf43926);
    expect(crc32(utf8(''))).toBe(0);
    fc.assert(
      fc.property(anyKey, (key) => {
        expect(crc32(utf8(key))).toBe(zlibCrc32(Buffer.from(key)));
      }),
    );
  });
});

describe('utf8', () => {
  it('writes what Node writes, lone surrogates included', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        expect([...utf8(key)]).toEqual([...Buffer.from(key)]);
      }),
    );
    expect([...utf8('\ud800x')]).toEqual([...Buffer.from('\ud800x')]);
  });
});

describe('the explanation of a partition', () => {
  const key = 'capteur-7';
  const [a, b] = [partitionOf('murmur2', key, 7), partitionOf('crc32', key, 7)];

  it('names the algorithm that chose it', () => {
    expect(a).not.toBe(b);
    expect(explainPartition(key, 7, a).explainedBy).toEqual(['murmur2']);
    expect(explainPartition(key, 7, b).explainedBy).toEqual(['crc32']);
  });

  it('admits when neither does, and when both do', () => {
    const other = [0, 1, 2, 3, 4, 5, 6].find((each) => each !== a && each !== b) ?? -1;
    expect(explainPartition(key, 7, other).explainedBy).toEqual([]);
    expect(explainPartition(key, 1, 0).explainedBy).toEqual(['murmur2', 'crc32']);
  });

  it('does not let crc32 explain an empty key, which librdkafka draws at random', () => {
    expect(explainPartition('', 3, 0).choices.map(({ algorithm }) => algorithm)).toEqual(['murmur2']);
  });
});
