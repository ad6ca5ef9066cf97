import { describe, expect, it } from 'vitest';
import { manualClock } from '../clock.ts';
import { until } from '../testing.ts';
import { openPartitionLog } from './partition-log.ts';
import { batchOf, topicConfig, values } from './test-batches.ts';
import { cutAt, doubleFault, flipBit, idempotentPowerCuts, openOn, powerCuts, writtenLog } from './test-faults.ts';
import { createTestDisk, seeded } from './test-fs.ts';
import { readAll, type SeenRecord } from './test-read.ts';
import type { TopicConfig } from './types.ts';

const FIRST = 'p/00000000000000000000.log';

/** A closed log of `batches` batches of one to three records, and where each batch lies in its file. */
async function written(batches: number, config: Partial<TopicConfig> = {}) {
  const disk = createTestDisk();
  const log = await openOn(disk, config);
  const spans: { from: number; to: number; records: SeenRecord[] }[] = [];
  let from = 0;
  for (let at = 0; at < batches; at++) {
    const raw = values(...Array.from({ length: 1 + (at % 3) }, (_, nth) => `b${at}r${nth}`));
    const result = await log.append(raw, { leaderEpoch: 0 });
    if (!result.ok) throw new Error(result.message);
    const records = Array.from({ length: result.count }, (_, nth) => ({
      offset: result.baseOffset + nth,
      value: `b${at}r${nth}`,
    }));
    spans.push({ from, to: from + raw.length, records });
    from += raw.length;
  }
  await log.close();
  return { disk, spans };
}

describe('recovery', () => {
  it('keeps every whole batch when the file is cut at any byte, and goes on after them', async () => {
    const log = await writtenLog(700, 0);
    for (let size = 0; size <= log.whole.length; size++) await cutAt(log, size);
  });

  it('loses one batch at most, and serves no wrong record, whichever bit flips', async () => {
    const log = await writtenLog(1_000, 0);
    for (let bit = 0; bit < log.whole.length * 8; bit++) await flipBit(log, bit);
  });

  it('passes over a batch that goes bad under a checkpoint, when it is read', async () => {
    const { disk, spans } = await written(20, { 'segment.bytes': 700 });
    const whole = disk.content(FIRST);
    const inFirst = spans.filter((span) => span.to <= whole.length);
    expect(inFirst.length).toBeGreaterThan(4);
    for (let bit = 0; bit < whole.length * 8; bit += 3) {
      const flipped = whole.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      disk.put(FIRST, flipped);
      const notices: string[] = [];
      const log = await openOn(disk, {}, notices);
      const hit = inFirst.findIndex((span) => bit >> 3 < span.to);
      const others = spans.flatMap((span, at) => (at === hit ? [] : span.records));
      const seen = await readAll(log, 150);
      if (notices.length > 0) expect(seen).toEqual(others);
      else expect(seen).toEqual(spans.flatMap((span) => span.records));
      expect(await readAll(log)).toEqual(seen);
      await log.close();
    }
  });

  it('starts, and serves nothing wrong, after two faults anywhere', async () => {
    const log = await writtenLog(1_000, 0);
    const random = seeded(20);
    for (let round = 0; round < 3000; round++) await doubleFault(log, random, `round ${round}`);
  });

  it.each(['durable', 'interval'] as const)(
    'reads little of a large segment again when it was killed (%s)',
    async (durability) => {
      const disk = createTestDisk();
      const clock = manualClock();
      const at = {
        fs: disk,
        dir: 'p',
        topic: 'chat',
        partition: 0,
        clock,
        notice: () => undefined,
        config: topicConfig(),
      };
      const log = await openPartitionLog({ ...at, durability });
      const raw = values('x'.repeat(100_000));
      for (let batch = 0; batch < 30; batch++) {
        await log.append(raw.slice(), { leaderEpoch: 0 });
        if (batch === 25) await log.flush();
      }
      await log.flush();
      const index = await until('the checkpoint', () => disk.paths().find((path) => path.endsWith('.index')));
      expect(disk.content(index).length).toBeGreaterThan(500);
      // Damage under the checkpoint is not looked for at the start: it is found when it is read.
      const damaged = disk.content(FIRST).slice();
      damaged[50_000] = 1;
      disk.put(FIRST, damaged);
      const notices: string[] = [];
      const again = await openPartitionLog({ ...at, durability, notice: (_, message) => void notices.push(message) });
      expect([again.end, notices.length]).toEqual([30, 0]);
      expect((await readAll(again)).map(({ offset }) => offset)).toEqual(
        Array.from({ length: 29 }, (_, nth) => nth + 1),
      );
      expect(notices).toHaveLength(1);
    },
  );

  it('reads a segment again when its checkpoint is damaged or missing', async () => {
    const { disk, spans } = await written(20, { 'segment.bytes': 700 });
    const names = disk.paths().filter((path) => path.endsWith('.index'));
    expect(names.length).toBeGreaterThan(1);
    const [first = '', second = ''] = names;
    disk.put(first, disk.content(first).fill(7, 20, 30));
    await disk.remove(second);
    const log = await openOn(disk);
    expect(await readAll(log)).toEqual(spans.flatMap((span) => span.records));
  });
});

describe('a power cut', () => {
  it('costs no acknowledged record when the topic is durable, and gives no offset twice', async () => {
    // 4899: what a torn write left behind looked like a batch with one bad bit, and new batches were written behind it.
    for (const seed of [4899, ...Array.from({ length: 250 }, (_, at) => at + 1)]) await powerCuts(seed);
  });

  it('costs at most what came after the last sync when the durability is interval', async () => {
    for (let seed = 1; seed <= 250; seed++) await powerCuts(seed, 'interval');
  });

  it('lets an idempotent producer with five batches in flight go on: each record is stored once', async () => {
    for (let seed = 1; seed <= 250; seed++) await idempotentPowerCuts(seed);
  });
});

describe('a disk that refuses', () => {
  it('stops acknowledging when it is full, serves what it has, and goes on when there is room', async () => {
    const disk = createTestDisk();
    const notices: string[] = [];
    const log = await openOn(disk, {}, notices);
    await log.append(values('a'), { leaderEpoch: 0 });
    disk.room = 30;
    const refused = await Promise.all(['b', 'c'].map((value) => log.append(values(value), { leaderEpoch: 0 })));
    expect(refused).toMatchObject([
      { ok: false, code: 56 },
      { ok: false, code: 56 },
    ]);
    expect(await log.append(values('d'), { leaderEpoch: 0 })).toMatchObject({ ok: false, code: 56 });
    expect(await readAll(log)).toEqual([{ offset: 0, value: 'a' }]);
    disk.room = null;
    expect(await log.append(values('e'), { leaderEpoch: 0 })).toMatchObject({ ok: true, baseOffset: 1 });
    expect(notices).toHaveLength(2);
    await log.close();
    expect(await readAll(await openOn(disk))).toEqual([
      { offset: 0, value: 'a' },
      { offset: 1, value: 'e' },
    ]);
  });

  it.each([false, true])('acknowledges nothing that it could not sync (appends at once: %s)', async (atOnce) => {
    const disk = createTestDisk();
    disk.atOnce = atOnce;
    const log = await openOn(disk);
    disk.failSync = true;
    expect(await log.append(values('lost'), { leaderEpoch: 0 })).toMatchObject({ ok: false, code: 56 });
    expect(log.end).toBe(0);
    disk.failSync = false;
    expect(await log.append(values('kept'), { leaderEpoch: 0 })).toMatchObject({ ok: true, baseOffset: 0 });
    expect(await readAll(log)).toEqual([{ offset: 0, value: 'kept' }]);
  });

  it('forgets the sequences of batches it could not store', async () => {
    const disk = createTestDisk();
    const log = await openOn(disk);
    const from = (baseSequence: number) =>
      batchOf({ records: [{ value: `s${baseSequence}` }], producerId: 1, producerEpoch: 0, baseSequence });
    await log.append(from(0), { leaderEpoch: 0 });
    disk.room = 10;
    expect((await log.append(from(1), { leaderEpoch: 0 })).ok).toBe(false);
    disk.room = null;
    expect(await log.append(from(1), { leaderEpoch: 0 })).toMatchObject({ ok: true, duplicate: false, baseOffset: 1 });
  });
});
