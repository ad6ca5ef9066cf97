import { describe, expect, it } from 'vitest';
import { manualClock } from '../clock.ts';
import { encodeBatch } from '../protocol/encode-batch.ts';
import { decodeBatches } from '../protocol/records.ts';
import { viewOf } from './batch-header.ts';
import type { LogFs } from './fs.ts';
import { createMemoryFs } from './memory-fs.ts';
import { openPartitionLog, type StoredLog } from './partition-log.ts';
import { batchOf, concat, summed, type TestRecord, topicConfig } from './test-batches.ts';
import { createTestDisk, seeded, type TestDisk } from './test-fs.ts';
import type { TopicConfig } from './types.ts';

const epoch = { leaderEpoch: 0 };
const RETENTION = 1_000;

function open(fs: LogFs, config: Partial<TopicConfig> = {}, maxKeys?: number): Promise<StoredLog> {
  return openPartitionLog({
    fs,
    dir: 'p',
    topic: 't',
    partition: 0,
    durability: 'durable',
    clock: manualClock(0),
    notice: () => undefined,
    config: topicConfig({
      'cleanup.policy': 'compact',
      'segment.bytes': 600,
      'delete.retention.ms': RETENTION,
      ...config,
    }),
    ...(maxKeys !== undefined && { maxKeys }),
  });
}

type Seen = { offset: number; key: string; value: string | null };
const textOf = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString());

/** What a consumer sees from the start on; every reply must hold a record, some clients take an empty batch for the end. */
async function readAll(log: StoredLog, maxBytes = 300): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (let offset = log.logStart; offset < log.end; ) {
    const { chunks, bytes } = await log.read(offset, maxBytes, log.end);
    if (bytes === 0) break;
    const batches = decodeBatches(concat(...chunks));
    for (const { records, problem } of batches) {
      expect([problem, records.length > 0]).toEqual([null, true]);
      for (const record of records)
        if (record.offset >= offset)
          seen.push({ offset: record.offset, key: String(textOf(record.key)), value: textOf(record.value) });
    }
    offset = Math.max(offset, ...batches.map(({ lastOffset }) => lastOffset)) + 1;
  }
  return seen;
}

const put = (log: StoredLog, ...records: TestRecord[]) => log.append(batchOf({ records }), epoch);

/** The last record of each key, in offset order. */
function lastOf(all: readonly Seen[]): Seen[] {
  return [...new Map(all.map((seen) => [seen.key, seen])).values()].sort((a, b) => a.offset - b.offset);
}

describe.each(['memory', 'file'] as const)('a compacted partition in %s', (kind) => {
  const newDisk = (): LogFs => (kind === 'memory' ? createMemoryFs() : createTestDisk());

  /** 60 batches of two records over seven keys; the end of the log stays out of reach of a pass. */
  async function filled(fs: LogFs = newDisk(), maxKeys?: number): Promise<StoredLog> {
    const log = await open(fs, {}, maxKeys);
    for (let at = 0; at < 60; at++)
      await put(log, { key: `k${at % 7}`, value: `a${at}` }, { key: `k${(at * 3) % 7}`, value: `b${at}` });
    return log;
  }

  it('keeps the last record of each key, at its offset, and the newest records as they are', async () => {
    const log = await filled();
    const before = await readAll(log);
    const { sizeBytes } = log;
    await log.enforceRetention(0);
    const after = await readAll(log);
    expect(after.length).toBeLessThan(20);
    expect(log.sizeBytes).toBeLessThan(sizeBytes / 3);
    expect(lastOf(after)).toEqual(lastOf(before));
    expect(before).toEqual(expect.arrayContaining(after));
    expect([log.logStart, log.end]).toEqual([0, 120]);
  });

  it('answers an offset that is gone with the next record there is', async () => {
    const log = await filled();
    await log.enforceRetention(0);
    const kept = await readAll(log);
    for (let offset = 0; offset < log.end; offset++) {
      const next = kept.find((seen) => seen.offset >= offset);
      const { chunks } = await log.read(offset, 1, log.end);
      const records = decodeBatches(concat(...chunks)).flatMap((batch) => batch.records);
      expect(records.find((record) => record.offset >= offset)?.offset).toBe(next?.offset);
    }
  });

  it('goes on where its memory of keys was full', async () => {
    const log = await filled(newDisk(), 3);
    const before = await readAll(log);
    for (let pass = 0; pass < 40; pass++) await log.enforceRetention(0);
    const after = await readAll(log);
    expect(after.length).toBeLessThan(30);
    expect(lastOf(after)).toEqual(lastOf(before));
  });

  it('shows that a key was deleted for delete.retention.ms, then forgets it', async () => {
    const log = await open(newDisk());
    await put(log, { key: 'gone', value: 'x' });
    await put(log, { key: 'gone', value: null, timestamp: 77 }, { key: 'stays', value: 'y', timestamp: 78 });
    for (let at = 0; at < 20; at++) await put(log, { key: 'busy', value: `v${at}` });
    await log.enforceRetention(5_000);
    const deleted = { offset: 1, key: 'gone', value: null };
    expect((await readAll(log)).slice(0, 2)).toEqual([deleted, { offset: 2, key: 'stays', value: 'y' }]);
    expect(await log.offsetForTimestamp(0)).toEqual({ offset: 1, timestamp: 77 });
    await log.enforceRetention(5_000 + RETENTION - 1);
    expect((await readAll(log))[0]).toEqual(deleted);
    await log.enforceRetention(5_000 + RETENTION);
    expect((await readAll(log))[0]).toEqual({ offset: 2, key: 'stays', value: 'y' });
  });

  it('drops a tombstone that an old value came back for, and keeps the value', async () => {
    const log = await open(newDisk());
    await put(log, { key: 'a', value: 'old' });
    await put(log, { key: 'a', value: null });
    await put(log, { key: 'a', value: 'new' });
    for (let at = 0; at < 20; at++) await put(log, { key: 'busy', value: `v${at}` });
    await log.enforceRetention(0);
    expect((await readAll(log))[0]).toEqual({ offset: 2, key: 'a', value: 'new' });
  });

  it('looks inside compressed batches, and leaves one alone that cannot be inflated', async () => {
    const log = await open(newDisk());
    const zipped = (...values: string[]) =>
      encodeBatch(
        values.map((value) => ({ key: value.charAt(0), value, timestamp: 9 })),
        { compression: 'gzip' },
      );
    await log.append(zipped('a1', 'b1', 'c1'), epoch);
    await log.append(zipped('a2', 'b2'), epoch);
    const broken = zipped('a3', 'c3');
    viewOf(broken).setInt16(21, 4);
    await log.append(summed(broken), epoch);
    for (let at = 0; at < 20; at++) await put(log, { key: 'busy', value: `v${at}` });
    await log.enforceRetention(0);
    const { chunks } = await log.read(0, 1_000_000, log.end);
    const batches = decodeBatches(concat(...chunks));
    expect(batches[0]).toMatchObject({ compression: 'gzip', baseOffset: 0, lastOffset: 2, problem: null });
    expect(batches[0]?.records.map(({ offset, value }) => [offset, textOf(value)])).toEqual([[2, 'c1']]);
    expect(batches[1]?.records.map(({ offset, value }) => [offset, textOf(value)])).toEqual([
      [3, 'a2'],
      [4, 'b2'],
    ]);
    expect(batches[2]).toMatchObject({ compression: 'zstd', baseOffset: 5, bytes: broken.length });
  });

  it('refuses a record without a key, compressed or not, and a delete horizon from outside', async () => {
    const log = await open(newDisk());
    expect(await put(log, { key: null, value: 'x' })).toMatchObject({ ok: false, code: 87 });
    const zipped = encodeBatch([{ key: 'k', value: 'x' }, { value: 'y' }], { compression: 'gzip' });
    expect(await log.append(zipped, epoch)).toMatchObject({ ok: false, code: 87 });
    const marked = batchOf({ records: [{ value: 'x' }], attributes: 0x40 });
    expect(await log.append(marked, epoch)).toMatchObject({ ok: false, code: 87 });
    expect(await put(log, { key: '', value: 'x' })).toMatchObject({ ok: true });
  });

  it('drops old segments too under compact,delete', async () => {
    const log = await open(newDisk(), { 'cleanup.policy': 'compact,delete', 'retention.ms': 100 });
    for (let at = 0; at < 60; at++) await put(log, { key: `k${at}`, value: 'v', timestamp: at * 10 });
    expect(await log.enforceRetention(400)).toBe(true);
    expect(log.logStart).toBeGreaterThan(20);
    expect((await readAll(log)).at(-1)?.key).toBe('k59');
  });

  it('serves readers that are under way, each record once and in order', async () => {
    const log = await filled();
    const last = lastOf(await readAll(log));
    const reading = Array.from({ length: 8 }, () => readAll(log, 150));
    await Promise.all([log.enforceRetention(0), put(log, { key: 'late', value: 'z' }), ...reading]);
    for (const seen of await Promise.all(reading)) {
      expect(seen.map(({ offset }) => offset)).toEqual(
        [...new Set(seen.map(({ offset }) => offset))].sort((a, b) => a - b),
      );
      expect(lastOf(seen.filter(({ key }) => key !== 'late'))).toEqual(last);
    }
  });

  it('lets no record go for one that a truncation takes away meanwhile', async () => {
    const log = await open(newDisk());
    for (let at = 0; at < 40; at++) await put(log, { key: `k${at % 5}`, value: `v${at}` });
    const all = await readAll(log);
    const passing = log.enforceRetention(0);
    await log.truncate(20);
    await passing;
    await log.enforceRetention(0);
    expect(log.end).toBe(20);
    expect(lastOf(await readAll(log))).toEqual(lastOf(all.slice(0, 20)));
  });

  it('answers a batch sent again with its first offset, although its records are gone, also after a restart', async () => {
    const fs = newDisk();
    const log = await open(fs);
    const sent = (baseSequence: number) =>
      batchOf({ records: [{ key: 'same', value: `s${baseSequence}` }], producerId: 4, producerEpoch: 0, baseSequence });
    for (let at = 0; at < 3; at++) await log.append(sent(at), epoch);
    for (let at = 0; at < 20; at++) await put(log, { key: 'same', value: `v${at}` });
    await log.enforceRetention(0);
    expect((await readAll(log))[0]?.offset).toBeGreaterThan(3);
    const again = { ok: true, duplicate: true, baseOffset: 1 };
    expect(await log.append(sent(1), epoch)).toMatchObject(again);
    await log.close();
    if (fs.memory) return;
    for (const path of (fs as TestDisk).paths()) if (path.endsWith('.index')) await fs.remove(path);
    const reopened = await open(fs);
    expect(await reopened.append(sent(1), epoch)).toMatchObject(again);
    expect(await reopened.append(sent(3), epoch)).toMatchObject({ ok: true, duplicate: false, baseOffset: 23 });
  });
});

describe('a crash in a compaction', () => {
  async function written(disk: TestDisk): Promise<Seen[]> {
    const log = await open(disk);
    for (let at = 0; at < 40; at++)
      await put(
        log,
        { key: `k${at % 5}`, value: at % 11 === 3 ? null : `a${at}` },
        { key: `m${at % 9}`, value: `b${at}` },
      );
    const all = await readAll(log);
    await log.close();
    return all;
  }

  it('loses no last value, invents nothing and gives no offset twice, wherever the power fails', async () => {
    let finished = false;
    for (let operations = 1; !finished; operations++) {
      for (const seed of [operations, operations + 5_000, operations + 90_000]) {
        const disk = createTestDisk();
        const all = await written(disk);
        const log = await open(disk);
        disk.cutAfter(operations);
        await log.enforceRetention(0);
        const inTime = await put(log, { key: 'in-time', value: 'v' });
        finished = inTime.ok;
        disk.restart(seeded(seed));
        const reopened = await open(disk);
        const where = `after ${operations} operations, seed ${seed}`;
        const seen = (await readAll(reopened)).filter(({ key }) => key !== 'in-time');
        expect(lastOf(seen), where).toEqual(lastOf(all));
        expect(all, where).toEqual(expect.arrayContaining(seen));
        const next = await put(reopened, { key: 'next', value: 'v' });
        expect(next.ok && next.baseOffset, where).toBeGreaterThanOrEqual(all.length);
        await reopened.enforceRetention(0);
        expect(lastOf((await readAll(reopened)).filter(({ key }) => /^[km]/.test(key))), where).toEqual(lastOf(all));
        expect(disk.paths().filter((path) => path.endsWith('.compact'))).toEqual([]);
        await reopened.close();
      }
    }
  });

  it('keeps what there is when the disk is full, and compacts when there is room', async () => {
    const disk = createTestDisk();
    const all = await written(disk);
    const log = await open(disk);
    disk.room = 30;
    await log.enforceRetention(0);
    expect(await readAll(log)).toEqual(all);
    disk.room = null;
    await log.enforceRetention(0);
    const after = await readAll(log);
    expect(after.length).toBeLessThan(all.length / 2);
    expect(lastOf(after)).toEqual(lastOf(all));
  });

  it('gives up when the partition closes', async () => {
    const disk = createTestDisk();
    const all = await written(disk);
    const log = await open(disk);
    const passing = log.enforceRetention(0);
    await log.close();
    await passing;
    expect(lastOf(await readAll(await open(disk)))).toEqual(lastOf(all));
  });
});
