import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { manualClock } from '../clock.ts';
import { readHeader, viewOf } from './batch-header.ts';
import { crc32c } from './crc32c.ts';
import type { LogFs } from './fs.ts';
import { createMemoryFs } from './memory-fs.ts';
import { createNodeFs } from './node-fs.ts';
import { openPartitionLog, type StoredLog } from './partition-log.ts';
import { batchOf, concat, topicConfig, values } from './test-batches.ts';
import { decode, readAll } from './test-read.ts';
import type { AppendResult, TopicConfig } from './types.ts';

const epoch = { leaderEpoch: 7 };
const ok = (result: AppendResult) => {
  if (!result.ok) throw new Error(result.message);
  return result;
};

describe.each(['memory', 'file'] as const)('a partition in %s', (kind) => {
  const cleanups: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  async function place(): Promise<{ fs: LogFs; dir: string }> {
    if (kind === 'memory') return { fs: createMemoryFs(), dir: 'chat-0' };
    const dir = await mkdtemp(path.join(tmpdir(), 'log-'));
    cleanups.push(() => rm(dir, { recursive: true, force: true }));
    return { fs: createNodeFs(), dir };
  }

  const clock = manualClock();
  async function open(at: { fs: LogFs; dir: string }, config: Partial<TopicConfig> = {}): Promise<StoredLog> {
    const notice = () => undefined;
    const options = { topic: 'chat', partition: 0, durability: 'interval', clock, notice } as const;
    const log = await openPartitionLog({ ...at, ...options, config: topicConfig(config) });
    cleanups.push(() => log.close());
    return log;
  }
  const fresh = async (config: Partial<TopicConfig> = {}) => open(await place(), config);

  it('gives offsets in order and reads the same records back', async () => {
    const log = await fresh();
    expect(ok(await log.append(values('a', 'b'), epoch))).toMatchObject({ baseOffset: 0, lastOffset: 1, count: 2 });
    expect(ok(await log.append(values('c'), epoch))).toMatchObject({ baseOffset: 2, lastOffset: 2, duplicate: false });
    expect([log.logStart, log.end, log.highWatermark]).toEqual([0, 3, 3]);
    expect(await readAll(log)).toEqual([
      { offset: 0, value: 'a' },
      { offset: 1, value: 'b' },
      { offset: 2, value: 'c' },
    ]);
  });

  it('changes nothing of a stored batch but its base offset and leader epoch', async () => {
    const log = await fresh();
    const sent = values('one', 'two');
    const copy = sent.slice();
    await log.append(values('before'), epoch);
    await log.append(sent, epoch);
    const stored = (await log.read(1, 1000, 3)).chunks[0] ?? new Uint8Array();
    expect(readHeader(viewOf(stored), 0)).toMatchObject({ baseOffset: 1, leaderEpoch: 7 });
    expect(stored.subarray(8, 12)).toEqual(copy.subarray(8, 12));
    expect(stored.subarray(16)).toEqual(copy.subarray(16));
  });

  it('sends the whole batch that contains an offset in its middle', async () => {
    const log = await fresh();
    await log.append(values('a', 'b', 'c'), epoch);
    await log.append(values('d'), epoch);
    for (const offset of [0, 1, 2]) {
      const seen = decode((await log.read(offset, 1, log.end)).chunks);
      expect(seen.map((record) => record.value)).toEqual(['a', 'b', 'c']);
    }
    expect(decode((await log.read(3, 1, log.end)).chunks)).toEqual([{ offset: 3, value: 'd' }]);
  });

  it('sends a first batch larger than the limit, then stops at the limit', async () => {
    const log = await fresh();
    await log.append(values('x'.repeat(50_000)), epoch);
    await log.append(values('y'), epoch);
    await log.append(values('z'), epoch);
    expect(decode((await log.read(0, 10, log.end)).chunks)).toHaveLength(1);
    const two = values('y').length * 2;
    expect(decode((await log.read(1, two - 1, log.end)).chunks)).toHaveLength(1);
    expect(decode((await log.read(1, two, log.end)).chunks)).toHaveLength(2);
  });

  it('answers nothing, never null, at the end and outside the log', async () => {
    const log = await fresh();
    expect(await log.read(0, 100, 0)).toEqual({ chunks: [], bytes: 0 });
    await log.append(values('a'), epoch);
    for (const offset of [1, 2, 1e15, -1]) expect((await log.read(offset, 100, log.end)).bytes).toBe(0);
    expect((await log.read(0, 100, 0)).bytes).toBe(0);
  });

  it('stores several batches of one request, or none of them', async () => {
    const log = await fresh();
    expect(ok(await log.append(concat(values('a'), values('b', 'c')), epoch))).toMatchObject({
      baseOffset: 0,
      count: 3,
    });
    const bad = concat(values('d'), values('e'));
    bad[bad.length - 1] = 1;
    expect(await log.append(bad, epoch)).toMatchObject({ ok: false, code: 2 });
    expect((await readAll(log)).map((record) => record.value)).toEqual(['a', 'b', 'c']);
  });

  it('answers concurrent appends, refusals included, in the order of the calls', async () => {
    const log = await fresh();
    const order: number[] = [];
    const calls = Array.from({ length: 200 }, (_, at) =>
      log.append(at % 7 === 3 ? new Uint8Array(3) : values(`v${at}`), epoch).then((result) => {
        order.push(at);
        return result;
      }),
    );
    const results = await Promise.all(calls);
    expect(order).toEqual(results.map((_, at) => at));
    const offsets = results.flatMap((result) => (result.ok ? [result.baseOffset] : []));
    expect(offsets).toEqual(offsets.map((_, at) => at));
    expect(await readAll(log, 300)).toHaveLength(offsets.length);
  });

  it('reads across segments and blocks with any limit', async () => {
    const log = await fresh({ 'segment.bytes': 3000 });
    const sent = Array.from({ length: 300 }, (_, at) => `message ${at} ${'.'.repeat(at % 50)}`);
    for (const value of sent) await log.append(values(value), epoch);
    for (const limit of [1, 200, 5000, 1 << 20])
      expect((await readAll(log, limit)).map((record) => record.value)).toEqual(sent);
  });

  it('stamps with its own time, and sums anew, when the topic says LogAppendTime', async () => {
    const log = await fresh({ 'message.timestamp.type': 'LogAppendTime' });
    expect(ok(await log.append(values('a'), epoch)).logAppendTime).toBe(clock.now());
    const [stored = new Uint8Array()] = (await log.read(0, 100, 1)).chunks;
    const header = readHeader(viewOf(stored), 0);
    expect(header).toMatchObject({ maxTimestamp: clock.now(), attributes: 8 });
    expect(header.crc).toBe(crc32c(stored, 21));
  });

  it('keeps everything across a restart', async () => {
    const at = await place();
    const log = await open(at, { 'segment.bytes': 500 });
    for (let index = 0; index < 50; index++) await log.append(values(`v${index}`), epoch);
    const before = await readAll(log);
    await log.close();
    const again = await open(at, { 'segment.bytes': 500 });
    expect(await readAll(again)).toEqual(before);
    expect(ok(await again.append(values('next'), epoch)).baseOffset).toBe(50);
  });

  it('refuses appends and reads nothing once closed', async () => {
    const log = await fresh();
    await log.append(values('a'), epoch);
    await log.close();
    await log.close();
    expect(await log.append(values('b'), epoch)).toMatchObject({ ok: false, code: 56 });
    expect((await log.read(0, 100, 1)).bytes).toBe(0);
  });

  describe('with an idempotent producer', () => {
    const from = (baseSequence: number, count = 1, producerEpoch = 0) =>
      batchOf({
        records: Array.from({ length: count }, (_, at) => ({ value: `s${baseSequence + at}` })),
        producerId: 42,
        producerEpoch,
        baseSequence,
      });

    it('answers a batch sent again with its first offset, five batches back, and stores it once', async () => {
      const log = await fresh();
      for (let sequence = 0; sequence < 10; sequence += 2) await log.append(from(sequence, 2), epoch);
      for (let sequence = 0; sequence < 10; sequence += 2)
        expect(ok(await log.append(from(sequence, 2), epoch))).toMatchObject({ baseOffset: sequence, duplicate: true });
      expect(await readAll(log)).toHaveLength(10);
      await log.append(from(10), epoch);
      expect(await log.append(from(0, 2), epoch)).toMatchObject({ ok: false, code: 45 });
    });

    it('answers a repeat of a batch still being written after that write', async () => {
      const log = await fresh();
      const results = await Promise.all([from(0), from(0), from(1)].map((raw) => log.append(raw, epoch)));
      expect(results.map((result) => ok(result).baseOffset)).toEqual([0, 0, 1]);
      expect(results.map((result) => ok(result).duplicate)).toEqual([false, true, false]);
    });

    it('refuses a gap and an old epoch, accepts a new epoch from sequence 0', async () => {
      const log = await fresh();
      await log.append(from(5), epoch);
      expect(await log.append(from(7), epoch)).toMatchObject({ ok: false, code: 45 });
      expect(await log.append(from(3, 1, 1), epoch)).toMatchObject({ ok: false, code: 45 });
      expect(ok(await log.append(from(0, 1, 1), epoch)).baseOffset).toBe(1);
      expect(await log.append(from(6, 1, 0), epoch)).toMatchObject({ ok: false, code: 47 });
    });

    it('counts sequences past 2^31 - 1 back to 0', async () => {
      const log = await fresh();
      await log.append(from(0x7fff_fffe, 3), epoch);
      expect(ok(await log.append(from(1), epoch)).baseOffset).toBe(3);
      expect(ok(await log.append(from(0x7fff_fffe, 3), epoch)).duplicate).toBe(true);
    });

    it('remembers its batches across a restart', async () => {
      const at = await place();
      const log = await open(at, { 'segment.bytes': 250 });
      for (let sequence = 0; sequence < 8; sequence++) await log.append(from(sequence), epoch);
      await log.close();
      const again = await open(at);
      expect(ok(await again.append(from(7), epoch))).toMatchObject({ baseOffset: 7, duplicate: true });
      expect(ok(await again.append(from(4), epoch))).toMatchObject({ baseOffset: 4, duplicate: true });
      expect(await again.append(from(9), epoch)).toMatchObject({ ok: false, code: 45 });
      expect(ok(await again.append(from(8), epoch)).baseOffset).toBe(8);
    });
  });
});
