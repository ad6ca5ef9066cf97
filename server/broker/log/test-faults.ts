// Faults done to a log, and what must still hold: used by the tests in small and by the reliability commands in full.
// Everything is seeded; a violated promise is an Error that names the seed.
import { manualClock } from '../clock.ts';
import { openPartitionLog, type StoredLog } from './partition-log.ts';
import { batchOf, topicConfig, values } from './test-batches.ts';
import { createTestDisk, type Random, seeded, type TestDisk } from './test-fs.ts';
import { readAll, type SeenRecord } from './test-read.ts';
import type { Durability, TopicConfig } from './types.ts';

const FIRST = 'p/00000000000000000000.log';
const epoch = { leaderEpoch: 0 };

export function openOn(
  disk: TestDisk,
  config: Partial<TopicConfig> = {},
  notices: string[] = [],
  durability: Durability = 'durable',
): Promise<StoredLog> {
  const clock = manualClock();
  const notice = (_: string, message: string) => void notices.push(message);
  const at = { fs: disk, dir: 'p', topic: 'chat', partition: 0, durability, clock, notice };
  return openPartitionLog({ ...at, config: topicConfig(config) });
}

function promise(holds: boolean, what: string): void {
  if (!holds) throw new Error(`a promise of the log is broken: ${what}`);
}

const same = (a: readonly SeenRecord[], b: readonly SeenRecord[]): boolean =>
  a.length === b.length && a.every(({ offset, value }, at) => b[at]?.offset === offset && b[at].value === value);

type Span = { from: number; to: number; records: SeenRecord[] };
/** A closed log of one segment, its bytes, and where each batch lies. */
export type Written = { disk: TestDisk; whole: Uint8Array; spans: Span[]; all: SeenRecord[] };

/** Batches of one to three records until the file holds `bytes`. `pad`: characters added to each value. */
export async function writtenLog(bytes: number, pad: number): Promise<Written> {
  const disk = createTestDisk();
  const log = await openOn(disk);
  const spans: Span[] = [];
  for (let at = 0, from = 0; from < bytes; at++) {
    const texts = Array.from({ length: 1 + (at % 3) }, (_, nth) => `b${at}r${nth}${'.'.repeat(pad)}`);
    const raw = values(...texts);
    const result = await log.append(raw, epoch);
    if (!result.ok) throw new Error(result.message);
    const records = texts.map((value, nth) => ({ offset: result.baseOffset + nth, value }));
    spans.push({ from, to: from + raw.length, records });
    from += raw.length;
  }
  await log.close();
  return { disk, whole: disk.content(FIRST), spans, all: spans.flatMap((span) => span.records) };
}

/** The file ends at byte `size`: every whole batch before is there, and the next record follows them. */
export async function cutAt({ disk, whole, spans }: Written, size: number): Promise<void> {
  disk.put(FIRST, whole.slice(0, size));
  const kept = spans.filter((span) => span.to <= size).flatMap((span) => span.records);
  const log = await openOn(disk);
  promise(same(await readAll(log), kept), `cut at byte ${size}`);
  const next = await log.append(values('next'), epoch);
  promise(next.ok && next.baseOffset === kept.length, `offset after a cut at byte ${size}`);
  promise(same(await readAll(log), [...kept, { offset: kept.length, value: 'next' }]), `goes on after byte ${size}`);
  await log.close();
}

/** One bit of the file is wrong: the other batches are served, the hit one whole or not at all. Returns the records missing. */
export async function flipBit({ disk, whole, spans, all }: Written, bit: number): Promise<number> {
  const flipped = whole.slice();
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  disk.put(FIRST, flipped);
  const notices: string[] = [];
  const log = await openOn(disk, {}, notices);
  const seen = await readAll(log);
  const hit = spans.findIndex((span) => bit >> 3 < span.to);
  const others = spans.flatMap((span, at) => (at === hit ? [] : span.records));
  promise(same(seen, all) || (same(seen, others) && notices.length > 0), `bit ${bit} flipped`);
  await log.close();
  return all.length - seen.length;
}

/** Two bytes overwritten anywhere, and now and then an end torn off: starts, and serves nothing wrong. Returns the records missing. */
export async function doubleFault({ disk, whole, all }: Written, random: Random, name: string): Promise<number> {
  const bad = whole.slice(0, random() < 0.3 ? Math.floor(random() * whole.length) : whole.length);
  for (let fault = 0; fault < 2; fault++) bad[Math.floor(random() * bad.length)] = Math.floor(random() * 256);
  disk.put(FIRST, bad);
  const log = await openOn(disk);
  const seen = await readAll(log);
  for (const { offset, value } of seen) promise(all[offset]?.value === value, `${name}: offset ${offset} is ${value}`);
  await log.close();
  return all.length - seen.length;
}

type Journal = {
  sent: Set<string>;
  acked: Map<number, string>;
  /** What must survive: all that was acknowledged, or with `interval` all that was when a flush began. */
  safe: Map<number, string>;
  counter: number;
};

/** Concurrent appends of every kind until the power fails. What was acknowledged is written in the journal. */
async function loadUntilCut(disk: TestDisk, journal: Journal, random: Random, durability: Durability): Promise<void> {
  const log = await openOn(disk, { 'segment.bytes': 600 }, [], durability);
  const flying: Promise<unknown>[] = [];
  for (let step = 0; step < 40; step++) {
    const value = `${journal.counter++}.${'x'.repeat(Math.floor(random() * 60))}`;
    journal.sent.add(value);
    flying.push(
      log.append(batchOf({ records: [{ value }] }), epoch).then((result) => {
        if (!result.ok) return;
        journal.acked.set(result.baseOffset, value);
        if (durability === 'durable') journal.safe.set(result.baseOffset, value);
      }),
    );
    if (random() < 0.3) await flying.at(-1);
    if (random() < 0.1) {
      const acked = [...journal.acked];
      await log.flush();
      if (disk.powered) for (const [offset, one] of acked) journal.safe.set(offset, one);
    }
  }
  await Promise.all(flying);
  await log.close().catch(() => undefined);
}

/** Three power cuts in a row. Returns how many records that had to survive were looked for. */
export async function powerCuts(seed: number, durability: 'durable' | 'interval' = 'durable'): Promise<number> {
  const random = seeded(seed);
  const disk = createTestDisk();
  disk.atOnce = seed % 2 === 0;
  const journal: Journal = { sent: new Set(), acked: new Map(), safe: new Map(), counter: 0 };
  for (let round = 0; round < 3; round++) {
    disk.cutAfter(1 + Math.floor(random() * 70));
    await loadUntilCut(disk, journal, random, durability).catch(() => undefined);
    disk.restart(random);
    const log = await openOn(disk, {}, [], durability);
    const seen = await readAll(log);
    const found = new Map(seen.map(({ offset, value }) => [offset, value]));
    const where = `${durability}, seed ${seed}, cut ${round + 1}`;
    promise(found.size === seen.length && new Set(found.values()).size === seen.length, `${where}: stored twice`);
    for (const value of found.values()) promise(journal.sent.has(value), `${where}: never sent`);
    for (const [offset, value] of journal.safe) promise(found.get(offset) === value, `${where}: lost ${offset}`);
    // What was inside the loss window and is gone may give its offset to another record; what is back is there to stay.
    journal.acked = new Map(found);
    await log.close();
    for (const [offset, value] of found) journal.safe.set(offset, value);
  }
  return journal.safe.size;
}

const LAST = 120;

/** An idempotent producer with five batches in flight through four power cuts: each of its records is there once. */
export async function idempotentPowerCuts(seed: number): Promise<number> {
  const random = seeded(seed * 7919);
  const disk = createTestDisk();
  disk.atOnce = seed % 2 === 0;
  const acked = new Map<number, number>();
  const where = `idempotent, seed ${seed}`;
  let next = 0;
  for (let round = 0; round < 4; round++) {
    disk.cutAfter(4 + Math.floor(random() * 40));
    try {
      const log = await openOn(disk, { 'segment.bytes': 400 });
      next = await produceInOrder(log, next, acked, where);
      await log.close();
    } catch (error) {
      promise(String(error).includes('EPOWER'), `${where}: ${String(error)}`);
    }
    disk.restart(random);
  }
  const log = await openOn(disk);
  promise((await produceInOrder(log, next, acked, where)) === LAST, `${where}: stuck`);
  const seen = await readAll(log);
  const found = new Map(seen.map(({ offset, value }) => [value, offset]));
  promise(seen.length === LAST && found.size === LAST, `${where}: ${seen.length} records, ${found.size} different`);
  for (const [sequence, offset] of acked) promise(found.get(`s${sequence}`) === offset, `${where}: s${sequence} moved`);
  await log.close();
  return acked.size;
}

/** What clients do: five requests in flight, and from the first one that failed all of them again. Returns where it got to. */
async function produceInOrder(
  log: StoredLog,
  from: number,
  acked: Map<number, number>,
  where: string,
): Promise<number> {
  for (let next = from; next < LAST; ) {
    const steps = [0, 1, 2, 3, 4].filter((step) => next + step < LAST);
    const sending = steps.map((step) => {
      const batch = { records: [{ value: `s${next + step}` }], producerId: 9, producerEpoch: 0 };
      return log.append(batchOf({ ...batch, baseSequence: next + step }), epoch);
    });
    for (const result of await Promise.all(sending)) {
      if (!result.ok) {
        promise(result.code === 56, `${where}: refused with ${result.code}`);
        return next;
      }
      acked.set(next, result.baseOffset);
      next += 1;
    }
  }
  return LAST;
}
