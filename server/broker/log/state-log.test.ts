import { describe, expect, it } from 'vitest';
import { openStateLog } from './state-log.ts';
import { createTestDisk, seeded, type TestDisk } from './test-fs.ts';

const PATH = 'd/offsets.state';
const open = (fs: TestDisk, notices: string[] = []) =>
  openStateLog({
    fs,
    dir: 'd',
    name: 'offsets',
    durability: 'durable',
    notice: (_, message) => void notices.push(message),
  });

describe('a state log', () => {
  it('gives its entries back in order after a restart', async () => {
    const disk = createTestDisk();
    const log = await open(disk);
    expect(log.recovered).toEqual([]);
    const done = await Promise.all(Array.from({ length: 50 }, (_, at) => log.append({ at, name: `é${at}` })));
    expect(done.every(Boolean)).toBe(true);
    await log.close();
    const again = await open(disk);
    expect(again.recovered).toEqual(Array.from({ length: 50 }, (_, at) => ({ at, name: `é${at}` })));
    again.forget();
    expect(again.recovered).toEqual([]);
    expect(await log.append({ late: true })).toBe(false);
  });

  it('keeps every whole entry when cut at any byte', async () => {
    const disk = createTestDisk();
    const log = await open(disk);
    const ends: number[] = [];
    for (let at = 0; at < 5; at++) {
      await log.append({ at });
      ends.push(disk.content(PATH).length);
    }
    const whole = disk.content(PATH);
    for (let size = 0; size <= whole.length; size++) {
      disk.put(PATH, whole.slice(0, size));
      const cut = await open(disk);
      expect(cut.recovered).toEqual(ends.flatMap((end, at) => (end <= size ? [{ at }] : [])));
      await cut.append({ next: 1 });
      expect((await open(disk)).recovered.at(-1)).toEqual({ next: 1 });
    }
  });

  it('passes over the one entry in which a bit flipped', async () => {
    const disk = createTestDisk();
    const log = await open(disk);
    for (let at = 0; at < 6; at++) await log.append({ at });
    const whole = disk.content(PATH);
    const each = whole.length / 6;
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const flipped = whole.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      disk.put(PATH, flipped);
      const notices: string[] = [];
      const hit = Math.floor((bit >> 3) / each);
      expect((await open(disk, notices)).recovered).toEqual(
        [0, 1, 2, 3, 4, 5].flatMap((at) => (at === hit ? [] : { at })),
      );
      expect(notices).toHaveLength(1);
    }
  });

  it('is replaced whole by a compaction, with what is appended around it', async () => {
    const disk = createTestDisk();
    const log = await open(disk);
    const state = new Map<string, number>();
    const set = (key: string, value: number) => {
      state.set(key, value);
      return log.append({ key, value });
    };
    for (let at = 0; at < 100; at++) await set(`k${at % 3}`, at);
    const before = disk.content(PATH).length;
    const results = await Promise.all([
      set('k0', 1000),
      log.compact(() => Array.from(state, ([key, value]) => ({ key, value }))),
      set('k1', 2000),
    ]);
    expect(results).toEqual([true, true, true]);
    expect(disk.content(PATH).length).toBeLessThan(before / 5);
    const replayed = new Map(
      (await open(disk)).recovered.map((entry) => Object.values(entry as object) as [string, number]),
    );
    expect(replayed).toEqual(state);
  });

  it('becomes large, and no longer is once compacted', async () => {
    const log = await open(createTestDisk());
    expect(log.large).toBe(false);
    for (let at = 0; at < 12; at++) await log.append({ text: 'x'.repeat(100_000) });
    expect(log.large).toBe(true);
    await log.compact(() => [{ text: 'x' }]);
    expect(log.large).toBe(false);
  });

  it('says no when the disk is full, and yes when there is room again', async () => {
    const disk = createTestDisk();
    const notices: string[] = [];
    const log = await open(disk, notices);
    await log.append({ at: 0 });
    disk.room = 5;
    expect(await log.append({ at: 1 })).toBe(false);
    expect(await log.compact(() => [{ all: true }])).toBe(false);
    disk.room = null;
    expect(await log.append({ at: 2 })).toBe(true);
    expect(notices).toHaveLength(2);
    expect((await open(disk)).recovered).toEqual([{ at: 0 }, { at: 2 }]);
  });

  it('loses nothing it acknowledged to a power cut, compactions included', async () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seeded(seed);
      const disk = createTestDisk();
      const state = new Map<string, number>();
      const acked = new Map<string, number>();
      for (let round = 0; round < 3; round++) {
        disk.cutAfter(3 + Math.floor(random() * 40));
        try {
          const log = await open(disk);
          for (let at = 0; at < 40; at++) {
            const key = `k${Math.floor(random() * 4)}`;
            const value = (state.get(key) ?? 0) + 1;
            state.set(key, value);
            const appended = log.append({ key, value });
            if (random() < 0.1) void log.compact(() => Array.from(state, ([k, v]) => ({ key: k, value: v })));
            if (await appended) acked.set(key, value);
          }
        } catch {
          // the power failed while opening
        }
        disk.restart(random);
        const found = new Map<string, number>();
        for (const entry of (await open(disk)).recovered) {
          const { key, value } = entry as { key: string; value: number };
          found.set(key, value);
        }
        for (const [key, value] of acked) expect(found.get(key) ?? 0, `seed ${seed}`).toBeGreaterThanOrEqual(value);
      }
    }
  });
});
