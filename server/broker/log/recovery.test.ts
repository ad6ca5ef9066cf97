import { describe, expect, it } from 'vitest';
import { manualClock } from '../clock.ts';
import { openPartitionLog, type StoredLog } from './partition-log.ts';
import { batchOf, topicConfig, values } from './test-batches.ts';
import { createTestDisk, type Random, seeded, type TestDisk } from './test-fs.ts';
import { readAll, type SeenRecord } from './test-read.ts';
import type { TopicConfig } from './types.ts';

const FIRST = 'p/00000000000000000000.log';

function openOn(disk: TestDisk, config: Partial<TopicConfig> = {}, notices: string[] = [], clock = manualClock()) {
  const notice = (_: string, message: string) => void notices.push(message);
  const durability = 'durable' as const;
  const at = { fs: disk, dir: 'p', topic: 'chat', partition: 0, durability, clock, notice };
  return openPartitionLog({ ...at, config: topicConfig(config) });
}

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
    const { disk, spans } = await written(6);
    const whole = disk.content(FIRST);
    for (let size = 0; size <= whole.length; size++) {
      disk.put(FIRST, whole.slice(0, size));
      const kept = spans.filter((span) => span.to <= size).flatMap((span) => span.records);
      const log = await openOn(disk);
      expect(await readAll(log)).toEqual(kept);
      const next = await log.append(values('next'), { leaderEpoch: 0 });
      expect(next).toMatchObject({ ok: true, baseOffset: kept.length });
      expect(await readAll(log)).toEqual([...kept, { offset: kept.length, value: 'next' }]);
      await log.close();
    }
  });

  it('loses one batch at most, and serves no wrong record, whichever bit flips', async () => {
    const { disk, spans } = await written(9);
    const whole = disk.content(FIRST);
    const all = spans.flatMap((span) => span.records);
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const flipped = whole.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      disk.put(FIRST, flipped);
      const notices: string[] = [];
      const log = await openOn(disk, {}, notices);
      const hit = spans.findIndex((span) => bit >> 3 < span.to);
      const others = spans.flatMap((span, at) => (at === hit ? [] : span.records));
      const seen = await readAll(log);
      if (seen.length === all.length) expect(seen).toEqual(all);
      else {
        expect(seen).toEqual(others);
        expect(notices.length).toBeGreaterThan(0);
      }
      await log.close();
    }
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
    const { disk, spans } = await written(9);
    const whole = disk.content(FIRST);
    const sent = new Map(spans.flatMap((span) => span.records.map(({ offset, value }) => [offset, value])));
    const random = seeded(20);
    for (let round = 0; round < 3000; round++) {
      const bad = whole.slice(0, random() < 0.3 ? Math.floor(random() * whole.length) : whole.length);
      for (let fault = 0; fault < 2; fault++) bad[Math.floor(random() * bad.length)] = Math.floor(random() * 256);
      disk.put(FIRST, bad);
      const log = await openOn(disk);
      for (const { offset, value } of await readAll(log)) expect([offset, value]).toEqual([offset, sent.get(offset)]);
      await log.close();
    }
  });

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

type Journal = { sent: Map<string, number>; acked: Map<number, string>; counter: number };

/** Concurrent appends of every kind until the power fails. What was acknowledged is written in the journal. */
async function loadUntilCut(disk: TestDisk, journal: Journal, random: Random): Promise<void> {
  const log = await openOn(disk, { 'segment.bytes': 600 });
  const flying: Promise<unknown>[] = [];
  for (let step = 0; step < 40; step++) {
    const value = `${journal.counter++}.${'x'.repeat(Math.floor(random() * 60))}`;
    const raw = batchOf({ records: [{ value }] });
    journal.sent.set(value, 0);
    flying.push(
      log.append(raw, { leaderEpoch: 0 }).then((result) => {
        if (result.ok) journal.acked.set(result.baseOffset, value);
      }),
    );
    if (random() < 0.3) await flying.at(-1);
    if (random() < 0.1) await log.flush();
  }
  await Promise.all(flying);
  await log.close().catch(() => undefined);
}

describe('a power cut', () => {
  it('costs no acknowledged record when the topic is durable, and gives no offset twice', async () => {
    // 4899: what a torn write left behind looked like a batch with one bad bit, and new batches were written behind it.
    for (const seed of [4899, ...Array.from({ length: 250 }, (_, at) => at + 1)]) {
      const random = seeded(seed);
      const disk = createTestDisk();
      const journal: Journal = { sent: new Map(), acked: new Map(), counter: 0 };
      for (let round = 0; round < 3; round++) {
        disk.cutAfter(1 + Math.floor(random() * 70));
        await loadUntilCut(disk, journal, random).catch(() => undefined);
        disk.restart(random);
        const log = await openOn(disk);
        const seen = await readAll(log);
        const found = new Map(seen.map(({ offset, value }) => [offset, value]));
        expect(new Set(found.values()).size, `seed ${seed}`).toBe(seen.length);
        for (const value of found.values()) expect(journal.sent.has(value), `seed ${seed}`).toBe(true);
        for (const [offset, value] of journal.acked) expect(found.get(offset), `seed ${seed}`).toBe(value);
        await log.close();
      }
    }
  });

  it('lets an idempotent producer with five batches in flight go on: each record is stored once', async () => {
    for (let seed = 1; seed <= 250; seed++) {
      const random = seeded(seed * 7919);
      const disk = createTestDisk();
      const acked = new Map<number, number>();
      let next = 0;
      for (let round = 0; round < 4; round++) {
        disk.cutAfter(4 + Math.floor(random() * 40));
        try {
          const log = await openOn(disk, { 'segment.bytes': 400 });
          next = await produceInOrder(log, next, acked, `seed ${seed}`);
          await log.close();
        } catch (error) {
          expect(String(error), `seed ${seed}`).toContain('EPOWER');
        }
        disk.restart(random);
      }
      const log = await openOn(disk);
      expect(await produceInOrder(log, next, acked, `seed ${seed}`), `seed ${seed}`).toBe(120);
      const seen = await readAll(log);
      const found = new Map(seen.map(({ offset, value }) => [value, offset]));
      expect([seen.length, found.size], `seed ${seed}`).toEqual([120, 120]);
      for (const [sequence, offset] of acked) expect(found.get(`s${sequence}`), `seed ${seed}`).toBe(offset);
    }
  });
});

/** What clients do: five requests in flight, and from the first one that failed all of them again. Returns where it got to. */
async function produceInOrder(log: StoredLog, from: number, acked: Map<number, number>, seed: string): Promise<number> {
  for (let next = from; next < 120; ) {
    const steps = [0, 1, 2, 3, 4].filter((step) => next + step < 120);
    const sending = steps.map((step) => {
      const batch = { records: [{ value: `s${next + step}` }], producerId: 9, producerEpoch: 0 };
      return log.append(batchOf({ ...batch, baseSequence: next + step }), { leaderEpoch: 0 });
    });
    for (const result of await Promise.all(sending)) {
      if (!result.ok) {
        expect(result.code, seed).toBe(56);
        return next;
      }
      acked.set(next, result.baseOffset);
      next += 1;
    }
  }
  return 120;
}

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

  it('acknowledges nothing that it could not sync', async () => {
    const disk = createTestDisk();
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
