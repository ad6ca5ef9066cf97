// Batches in every compression a client may use, damaged ones, and ones that grow without end.
import { Buffer } from 'node:buffer';
import { createRequire } from 'node:module';
import lz4js from 'lz4js';
import snappy from 'snappyjs';
import { describe, expect, it } from 'vitest';
import { crcMatches, HEADER_BYTES, viewOf } from '../log/batch-header.ts';
import type { Compression } from './compression.ts';
import { type BatchOptions, encodeBatch, type RecordDraft } from './encode-batch.ts';
import { decodeLz4 } from './lz4.ts';
import { decodeBatch, decodeBatches } from './records.ts';

const records: RecordDraft[] = [
  {
    key: 'clé',
    value: 'été',
    timestamp: 1_700_000_000_000,
    headers: [
      ['trace', 'abc'],
      ['vide', null],
    ],
  },
  { key: null, value: 'x'.repeat(3_000), timestamp: 1_700_000_000_500 },
  { key: 'tombe', value: null, timestamp: 1_699_999_999_000 },
];
const text = (bytes: Uint8Array | null | undefined): string | null => (bytes ? Buffer.from(bytes).toString() : null);

/** Snappy as Java and kafkajs write it. */
function xerial(plain: Uint8Array): Uint8Array {
  const half = plain.length >> 1;
  const blocks = [plain.subarray(0, half), plain.subarray(half)].map((part) => snappy.compress(new Uint8Array(part)));
  const parts = blocks.flatMap((block) => {
    const size = Buffer.alloc(4);
    size.writeInt32BE(block.length);
    return [size, block];
  });
  return Buffer.concat([Buffer.from('82534e41505059000000000100000001', 'hex'), ...parts]);
}

/** A zstd frame of stored and repeated blocks (RFC 8878): no compressor needed. */
function zstd(...blocks: ({ raw: Uint8Array } | { byte: number; times: number })[]): Uint8Array {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]);
  const parts = blocks.map((block, index) => {
    const last = index === blocks.length - 1 ? 1 : 0;
    const [size, kind, body] = 'raw' in block ? [block.raw.length, 0, block.raw] : [block.times, 1, [block.byte]];
    const head = Buffer.alloc(3);
    head.writeUIntLE((size << 3) | (kind << 1) | last, 0, 3);
    return Buffer.concat([head, Buffer.from(body)]);
  });
  return Buffer.concat([header, ...parts]);
}

const ways: [name: string, options: BatchOptions][] = [
  ['none', {}],
  ['gzip', { compression: 'gzip' }],
  ['snappy', { compression: 'snappy', compress: (plain) => snappy.compress(plain) }],
  ['snappy as Java frames it', { compression: 'snappy', compress: xerial }],
  ['lz4', { compression: 'lz4', compress: (plain) => Buffer.from(lz4js.compress(new Uint8Array(plain))) }],
  ['zstd', { compression: 'zstd', compress: (raw) => zstd({ raw }) }],
];

describe('a record batch', () => {
  it.each(ways)('comes back whole: %s', (_name, options) => {
    const raw = encodeBatch(records, { ...options, baseOffset: 40, producerId: 7, producerEpoch: 1, baseSequence: 3 });
    expect(crcMatches(raw, viewOf(raw), 0, raw.length)).toBe(true);
    const batch = decodeBatch(raw);
    expect(batch).toMatchObject({
      baseOffset: 40,
      lastOffset: 42,
      count: 3,
      compression: options.compression ?? 'none',
      producerId: 7,
      producerEpoch: 1,
      baseSequence: 3,
      transactional: false,
      control: false,
      problem: null,
    });
    expect(
      batch?.records.map(({ offset, timestamp, key, value, headers }) => [
        offset,
        timestamp,
        text(key),
        text(value),
        headers.map(([name, content]) => [name, text(content)]),
      ]),
    ).toEqual([
      [
        40,
        1_700_000_000_000,
        'clé',
        'été',
        [
          ['trace', 'abc'],
          ['vide', null],
        ],
      ],
      [41, 1_700_000_000_500, null, 'x'.repeat(3_000), []],
      [42, 1_699_999_999_000, 'tombe', null, []],
    ]);
  });

  it('gives back only the offsets asked for', () => {
    const raw = encodeBatch(records, { baseOffset: 40 });
    const offsets = (limits: object): number[] | undefined => decodeBatch(raw, 0, limits)?.records.map((r) => r.offset);
    expect(offsets({ from: 41 })).toEqual([41, 42]);
    expect(offsets({ from: 40, end: 42 })).toEqual([40, 41]);
    const both = Buffer.concat([raw, encodeBatch(records, { baseOffset: 43 })]);
    expect(decodeBatches(both, { maxRecords: 4 }).flatMap((batch) => batch.records.map((r) => r.offset))).toEqual([
      40, 41, 42, 43,
    ]);
    expect(decodeBatches(both.subarray(0, both.length - 1))).toHaveLength(1);
  });

  it('shows the broker’s time when the topic asks for it', () => {
    const batch = decodeBatch(encodeBatch(records, { logAppendTime: true, transactional: true, control: true }));
    expect(batch).toMatchObject({ logAppendTime: true, transactional: true, control: true });
    expect(new Set(batch?.records.map((record) => record.timestamp))).toEqual(new Set([1_700_000_000_500]));
  });

  it.each(ways.slice(0, 2))('is read by kafkajs too: %s', async (_name, options) => {
    const require = createRequire(import.meta.url);
    const Decoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => { slice(size: number): unknown };
    const decode = require('kafkajs/src/protocol/recordBatch/v0/decoder') as (decoder: unknown) => Promise<{
      records: { offset: string; key: Buffer | null; value: Buffer | null }[];
    }>;
    const theirs = await decode(new Decoder(Buffer.from(encodeBatch(records, options))));
    expect(theirs.records.map((record) => [text(record.key), text(record.value)])).toEqual(
      records.map((record) => [record.key ?? null, record.value]),
    );
  });

  it.each(ways)('never throws when it is damaged: %s', (_name, options) => {
    const raw = encodeBatch(records, options);
    for (let at = 0; at < raw.length; at += raw.length > 500 ? 7 : 1) {
      const damaged = new Uint8Array(raw);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      expect(() => decodeBatches(damaged, { maxPlainBytes: 100_000 })).not.toThrow();
      expect(() => decodeBatches(raw.subarray(0, at))).not.toThrow();
    }
  });
});

describe('a batch that grows without end', () => {
  const grown = (compression: Compression, body: Uint8Array): string | null | undefined =>
    decodeBatch(encodeBatch(records, { compression, compress: () => body }), 0, { maxPlainBytes: 1_000_000 })?.problem;

  it('is refused in gzip', () => {
    const raw = encodeBatch([{ value: Buffer.alloc(4_000_000) }], { compression: 'gzip' });
    expect(raw.length).toBeLessThan(10_000);
    expect(decodeBatch(raw, 0, { maxPlainBytes: 1_000_000 })?.problem).toMatch(/larger than|buffer/i);
  });

  it('is refused in snappy', () => {
    expect(grown('snappy', snappy.compress(new Uint8Array(2_000_000)))).toMatch(/more than 1000000 bytes/);
    expect(grown('snappy', xerial(new Uint8Array(2_100_000)))).toMatch(/more than 1000000 bytes/);
  });

  it('is refused in lz4, whose blocks lie about their length', () => {
    expect(grown('lz4', Buffer.from(lz4js.compress(new Uint8Array(2_000_000))))).toMatch(/more than 1000000 bytes/);
    const header = Buffer.from('04224d18604082', 'hex');
    const huge = Buffer.concat([header, Buffer.from('ffffff7f', 'hex'), Buffer.alloc(20, 0xff)]);
    expect(() => decodeLz4(huge, 1_000)).toThrow(/beyond the end/);
    const stretched = Buffer.concat([header, Buffer.from([200, 0, 0, 0]), Buffer.alloc(200, 0xff)]);
    expect(() => decodeLz4(stretched, 1_000_000)).toThrow(/lz4:/);
  });

  it('is refused in zstd', () => {
    const blocks = Array.from({ length: 40 }, () => ({ byte: 0, times: 100_000 }));
    expect(grown('zstd', zstd(...blocks))).toMatch(/more than 1000000 bytes/);
  });

  it('is refused when the codec is unknown', () => {
    const raw = encodeBatch(records);
    raw[22] = 6;
    expect(decodeBatch(raw)?.problem).toBe('unknown compression 6');
    expect(raw.length).toBeGreaterThan(HEADER_BYTES);
  });
});
