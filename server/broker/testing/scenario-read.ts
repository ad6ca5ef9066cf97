// Reading without a group's help: what others wrote, from an offset, from a time.

import type { ClientId } from './clients.ts';
import { must, mustEqual, reads, type Work } from './ground.ts';
import type { Cell } from './operations.ts';
import { noCodec, type Written } from './scenario-produce.ts';
import { codecs, type Received } from './types.ts';

const identity = ({ offset, timestamp, key, value, headers }: Received) => ({ offset, timestamp, key, value, headers });

const failure = (error: unknown): Cell => ({
  kind: 'fail',
  reason: error instanceof Error ? error.message : String(error),
});

/** Reads everything one writer left behind, in all the codecs it can; fills the cells of reading codecs. */
export async function readAll(work: Work, writer: ClientId, written: readonly Written[]): Promise<Cell> {
  let outcome: Cell = { kind: 'pass' };
  const { misreads } = work.client;
  for (const { topic, codec, records } of written) {
    if (!reads(work, codec)) continue;
    if (misreads?.codec === codec && misreads.writers.includes(writer)) {
      if (outcome.kind === 'pass') outcome = { kind: 'pass', but: misreads.reason };
      continue;
    }
    try {
      must(records.length > 0, `${topic} is empty`);
      const got = await work.driver.ask('read', { topic, from: { offset: 0 }, count: records.length });
      mustEqual(topic, got, records.map(identity));
      if (codec !== 'none' && !work.cells.has(`read ${codec}`)) work.cells.set(`read ${codec}`, { kind: 'pass' });
    } catch (error) {
      outcome = failure(error);
      if (codec !== 'none') work.cells.set(`read ${codec}`, outcome);
    }
  }
  return outcome;
}

/** Codecs that nobody's topic showed. */
export function closeReading(work: Work): void {
  for (const codec of codecs) {
    if (codec === 'none' || work.cells.has(`read ${codec}`)) continue;
    const reason = 'No client on this machine could write a topic to read.';
    work.cells.set(`read ${codec}`, reads(work, codec) ? { kind: 'absent', reason } : noCodec(work));
  }
}

/** `records` are in offset order with times a minute apart. */
export async function seekScenario(work: Work, { topic, records }: Written): Promise<void> {
  await work.cell('seek by offset', async () => {
    const got = await work.driver.ask('read', { topic, from: { offset: 7 }, count: 3 });
    mustEqual(topic, got, records.slice(7, 10).map(identity));
  });
  await work.cell('seek by time', async () => {
    const between = ((records[4]?.timestamp ?? 0) + (records[5]?.timestamp ?? 0)) / 2;
    const got = await work.driver.ask('read', { topic, from: { time: Math.round(between) }, count: 3 });
    mustEqual(topic, got, records.slice(5, 8).map(identity));
  });
}
