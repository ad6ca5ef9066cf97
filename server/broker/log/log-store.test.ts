import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../clock.ts';
import type { LogFile } from './fs.ts';
import { openLogStore } from './log-store.ts';
import { topicConfig, values } from './test-batches.ts';
import { createTestDisk, seeded } from './test-fs.ts';
import { readAll } from './test-read.ts';
import type { Durability } from './types.ts';

const epoch = { leaderEpoch: 0 };
const notice = () => undefined;

describe('a log store', () => {
  let dir = '';
  const stores: { close(): Promise<void> }[] = [];
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'store-'));
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    await rm(dir, { recursive: true, force: true });
  });
  async function open(durability: Durability = 'interval', where: string | null = dir) {
    const store = await openLogStore({ dir: where, durability, clock: manualClock(), notice });
    stores.push(store);
    return store;
  }

  it('finds its partitions and their records again', async () => {
    const store = await open();
    const log = await store.open('a-1', 2, topicConfig());
    expect(await store.open('a-1', 2, topicConfig())).toBe(log);
    await log.append(values('kept'), epoch);
    await store.open('b', 0, topicConfig());
    await (await store.openState('groups')).append({ group: 'g' });
    await store.close();
    const again = await open();
    expect(await again.existing()).toEqual([
      { topic: 'a-1', partition: 2 },
      { topic: 'b', partition: 0 },
    ]);
    expect(await readAll(await again.open('a-1', 2, topicConfig()))).toEqual([{ offset: 0, value: 'kept' }]);
    expect((await again.openState('groups')).recovered).toEqual([{ group: 'g' }]);
  });

  it('keeps nothing in memory mode, and touches no folder', async () => {
    for (const store of [await open('memory'), await open('durable', null)]) {
      expect(store.persistent).toBe(false);
      const log = await store.open('a', 0, topicConfig());
      expect(await log.append(values('x'), epoch)).toMatchObject({ ok: true, baseOffset: 0 });
    }
    expect(await readdir(dir)).toEqual([]);
  });

  it('removes a partition, and starts it anew at offset 0', async () => {
    const store = await open();
    const log = await store.open('a', 0, topicConfig());
    await log.append(values('old'), epoch);
    await store.remove('a', 1);
    expect(store.get('a', 0)).toBeUndefined();
    expect(await store.existing()).toEqual([]);
    expect(await log.append(values('late'), epoch)).toMatchObject({ ok: false, code: 56 });
    const fresh = await store.open('a', 0, topicConfig());
    expect([fresh.logStart, fresh.end]).toEqual([0, 0]);
    expect((await readdir(dir)).sort()).toEqual(['a-0', 'lock']);
  });

  it('leaves the disk alone when partitions are made and flushed empty; the first record makes their names safe', async () => {
    const disk = createTestDisk();
    const synced: string[] = [];
    const fs = { ...disk, syncDir: (name: string) => disk.syncDir(name).then(() => void synced.push(name)) };
    const clock = manualClock();
    const store = await openLogStore({ dir: 'root', durability: 'interval', clock, notice, fs });
    synced.length = 0;
    const logs = await Promise.all([0, 1, 2].map((partition) => store.open('a', partition, topicConfig())));
    for (const log of logs) await log.flush();
    expect(synced).toEqual([]);
    await logs[1]?.append(values('x'), epoch);
    for (const log of logs) await log.flush();
    expect(synced).toEqual(['root/a-1', 'root']);
    await logs[1]?.append(values('y'), epoch);
    await logs[1]?.flush();
    expect(synced).toEqual(['root/a-1', 'root']);
    await store.remove('a', 3);
    expect(synced.slice(2)).toEqual(['root']);
    expect(await store.existing()).toEqual([]);
    await store.close();
  });

  it('makes the name of a segment safe that was full before the first flush, while the next one is still empty', async () => {
    const disk = createTestDisk();
    const never = new Promise<void>(() => undefined);
    const stuck = (file: LogFile): LogFile => ({ ...file, size: 0, append: () => never });
    const open = (name: string) => disk.open(name).then((file) => (/[^0]\.log$/.test(name) ? stuck(file) : file));
    const options = { dir: 'root', durability: 'interval', clock: manualClock(), notice } as const;
    const store = await openLogStore({ ...options, fs: { ...disk, open } });
    const log = await store.open('a', 0, topicConfig({ 'segment.bytes': 100 }));
    await log.append(values('one'), epoch);
    void log.append(values('two'), epoch);
    // All that is not stuck has then happened.
    await new Promise((resolve) => setImmediate(resolve));
    expect(disk.paths().filter((name) => name.endsWith('.log'))).toHaveLength(2);
    await log.flush();
    disk.restart(() => 0);
    const again = await openLogStore({ ...options, fs: disk });
    expect(await readAll(await again.open('a', 0, topicConfig()))).toEqual([{ offset: 0, value: 'one' }]);
    await again.close();
  });

  it('makes names safe at once when every record has to be', async () => {
    const disk = createTestDisk();
    const synced = new Set<string>();
    const fs = { ...disk, syncDir: (name: string) => disk.syncDir(name).then(() => void synced.add(name)) };
    const store = await openLogStore({ dir: 'root', durability: 'durable', clock: manualClock(), notice, fs });
    await store.open('a', 0, topicConfig());
    expect(synced).toEqual(new Set(['root', 'root/a-0']));
    await store.close();
  });

  it('finishes a removal that a crash interrupted', async () => {
    await mkdir(path.join(dir, 'trash.1'));
    await writeFile(path.join(dir, 'trash.1', 'x.log'), 'x');
    const store = await open();
    expect(await store.existing()).toEqual([]);
    expect(await readdir(dir)).toEqual(['lock']);
  });

  it('refuses names that are not topic names, whatever they point at', async () => {
    const store = await open();
    for (const name of ['', '../x', 'a/b', 'a\\b', 'a\0', 'é', 'a b', 'x'.repeat(250)]) {
      await expect(store.open(name, 0, topicConfig())).rejects.toThrow('impossible');
      await expect(store.remove(name, 1)).rejects.toThrow('impossible');
      await expect(store.openState(name)).rejects.toThrow('impossible');
    }
    for (const partition of [-1, 0.5, 1e9, Number.NaN])
      await expect(store.open('a', partition, topicConfig())).rejects.toThrow('impossible');
    for (const name of ['..', '__proto__', 'x'.repeat(249)]) await store.open(name, 0, topicConfig());
    expect(await store.existing()).toHaveLength(3);
  });

  it('keeps a second server out of its folder, until it is closed', async () => {
    const store = await open();
    await expect(open()).rejects.toThrow('already used');
    await store.close();
    await (await open()).close();
  });

  it('recognises a living server by its process, and takes over from a dead one', async () => {
    const lock = (pid: number, started: string) =>
      writeFile(path.join(dir, 'lock'), JSON.stringify({ pid, host: hostname(), started }));
    await lock(process.ppid, 'long before this boot');
    await (await open()).close();
    await lock(2 ** 22 + 1, '');
    await (await open()).close();
    await lock(process.pid, 'an earlier process with the same number');
    await (await open()).close();
    await writeFile(path.join(dir, 'lock'), 'half a l');
    await (await open()).close();
  });

  it('syncs on its timer when durability is interval: a power cut then costs nothing', async () => {
    const clock = manualClock();
    const disk = createTestDisk();
    const store = await openLogStore({
      dir: 'd',
      durability: 'interval',
      clock,
      notice,
      fs: disk,
      flushIntervalMs: 200,
    });
    const log = await store.open('a', 0, topicConfig());
    for (let at = 0; at < 10; at++) await log.append(values(`v${at}`), epoch);
    clock.advance(200);
    await log.flush();
    disk.restart(seeded(3));
    const again = await openLogStore({ dir: 'd', durability: 'interval', clock, notice, fs: disk });
    expect(await readAll(await again.open('a', 0, topicConfig()))).toHaveLength(10);
  });
});
