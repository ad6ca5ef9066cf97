import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { manualClock } from '../clock.ts';
import type { LogFs } from './fs.ts';
import { createMemoryFs } from './memory-fs.ts';
import { createNodeFs } from './node-fs.ts';
import { openPartitionLog, type StoredLog } from './partition-log.ts';
import { batchOf, topicConfig, values } from './test-batches.ts';
import { readAll } from './test-read.ts';

const epoch = { leaderEpoch: 0 };
type Place = { fs: LogFs; dir: string };

describe.each(['memory', 'file'] as const)('a partition in %s whose end is cut off', (kind) => {
  async function place(): Promise<Place> {
    if (kind === 'memory') return { fs: createMemoryFs(), dir: 'chat-0' };
    const dir = await mkdtemp(path.join(tmpdir(), 'log-'));
    onTestFinished(() => rm(dir, { recursive: true, force: true }));
    return { fs: createNodeFs(), dir };
  }

  async function open(at: Place, segmentBytes = 1024 * 1024): Promise<StoredLog> {
    const clock = manualClock();
    const config = topicConfig({ 'segment.bytes': segmentBytes });
    const options = { topic: 'chat', partition: 0, durability: 'interval', clock, notice: () => undefined } as const;
    const log = await openPartitionLog({ ...at, ...options, config });
    onTestFinished(() => log.close());
    return log;
  }

  const texts = async (log: StoredLog): Promise<string[]> => (await readAll(log)).map(({ value }) => value);

  it('forgets the batches from an offset on, gives their offsets again, and finds the same after a restart', async () => {
    const at = await place();
    const log = await open(at);
    for (const text of ['a', 'b', 'c', 'd']) await log.append(values(text), epoch);
    await log.truncate(2);
    expect([log.end, await texts(log)]).toEqual([2, ['a', 'b']]);
    expect(await log.append(values('e'), epoch)).toMatchObject({ baseOffset: 2 });
    expect(await texts(log)).toEqual(['a', 'b', 'e']);
    await log.close();
    expect(await texts(await open(at))).toEqual(['a', 'b', 'e']);
  });

  it('cuts at every boundary, across segments', async () => {
    const all = Array.from({ length: 12 }, (_, n) => `${n}`.padEnd(200, '.'));
    for (let cut = 0; cut <= all.length; cut += 1) {
      const log = await open(await place(), 600);
      for (const text of all) await log.append(values(text), epoch);
      await log.truncate(cut);
      expect([cut, log.end, await texts(log)]).toEqual([cut, cut, all.slice(0, cut)]);
      await log.append(values('next'), epoch);
      expect((await texts(log)).at(-1)).toBe('next');
    }
  });

  it('waits for appends under way, and lets their producer send them again', async () => {
    const log = await open(await place());
    const sent = (sequence: number) =>
      batchOf({ records: [{ value: `v${sequence}` }], producerId: 5, producerEpoch: 0, baseSequence: sequence });
    await log.append(sent(0), epoch);
    const late = log.append(sent(1), epoch);
    await log.truncate(1);
    expect(await late).toMatchObject({ ok: true, baseOffset: 1 });
    expect(log.end).toBe(1);
    expect(await log.append(sent(1), epoch)).toMatchObject({ ok: true, baseOffset: 1, duplicate: false });
    expect(await log.append(sent(0), epoch)).toMatchObject({ ok: true, baseOffset: 0, duplicate: true });
  });

  it('does not find times that were cut off', async () => {
    const log = await open(await place());
    for (const timestamp of [1_000, 5_000, 9_000])
      await log.append(batchOf({ records: [{ value: 'x', timestamp }] }), epoch);
    await log.truncate(2);
    expect(await log.offsetForTimestamp(6_000)).toBeNull();
    expect(await log.offsetOfMaxTimestamp()).toEqual({ offset: 1, timestamp: 5_000 });
  });
});
