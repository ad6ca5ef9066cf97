// The lab of the long report read as a page reads it: by its journal. Its threads, its queue and its reports are the real ones.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { JournalRecord } from '#contract/journal.ts';
import {
  type ReportSize,
  type TravailCommand,
  type TravailEvent,
  travailCommand,
  type Way,
} from '#contract/travail.ts';
import { proofOfFreeze } from '#labs/travail/experiment.ts';
import { type TravailState, travailLab, underWay } from '#labs/travail/lab.ts';
import { silentLog } from '../../kafka/index.ts';
import { openQueues } from '../../queue/index.ts';
import { systemClock } from '../../realtime/clock.ts';
import { refuseIssue } from '../../realtime/refusal.ts';
import { readerOf, takeOver } from '../test-kit.ts';
import { createTravailLab } from './index.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function start() {
  const clock = systemClock;
  const none = { dataDir: null, amqpUrl: null, redisUrl: null, kafkaBrokers: ['127.0.0.1:1'] };
  const queues = await openQueues({ ...none, clock, log: silentLog });
  cleanUps.push(() => queues.close());
  const { embedded: broker } = queues;
  const errors: unknown[] = [];
  const newLab = () => {
    const lab = createTravailLab({ broker, clock, epoch: 'e', onError: (error) => void errors.push(error) });
    cleanUps.push(() => lab.close());
    return lab;
  };
  return { newLab, errors };
}

async function inPanel() {
  const { newLab, errors } = await start();
  const lab = newLab();
  const state = (owner = 'alice') => readerOf(lab, owner).snapshot().state as TravailState;
  const events = () => {
    const journal = readerOf(lab, 'alice');
    return (journal.read(journal.epoch, 0, 10_000_000) as JournalRecord<TravailEvent>[]).map(({ event }) => event);
  };
  const run = (command: TravailCommand, id = 'alice') => lab.run({ id }, command);
  const make = (way: Way, size: ReportSize = 10) => run({ type: 'make', way, size });
  const last = () => state().reports.at(-1);
  await run({ type: 'open' });
  /** As a page does, one ping after a moment, whatever became of the one before. */
  const beating = setInterval(() => void run({ type: 'ping' }), 20);
  cleanUps.push(async () => clearInterval(beating));
  return { lab, newLab, state, events, run, make, last, errors };
}

const waiting = { timeout: 20_000, interval: 5 };
const until = (check: () => void): Promise<void> => vi.waitFor(check, waiting);

describe('the lab of the long report', () => {
  it('answers no ping while a report is made in the handler, and goes on answering while a worker makes it', async () => {
    const { make, last, state, events } = await inPanel();
    await make('inline');
    await until(() => expect(last()?.stage).toBe('made'));
    const inline = last()?.pings;
    expect(inline?.answered).toBe(0);
    expect(inline?.waited).toBeGreaterThan(2);
    // Nobody's ping was back when it was asked for: what is usual is known all the same.
    expect(proofOfFreeze(state()).frozen).toMatchObject({ usualMs: expect.any(Number) });
    await make('queue');
    await until(() => expect(last()?.stage).toBe('made'));
    expect(last()?.pings?.answered).toBeGreaterThan(2);
    const [first, second] = state().reports;
    // The same report, to the byte, whoever made it.
    expect(first?.result?.sum).toBe(second?.result?.sum);
    expect(first?.thread).not.toBe(second?.thread);
    const order = (report: number) =>
      events().flatMap((event) =>
        'report' in event && event.report === report && event.type !== 'progress' ? [event.type] : [],
      );
    // The request is answered after the work in the handler, before it through the queue.
    expect(order(1)).toEqual(['asked', 'began', 'answered', 'made']);
    expect(order(2).filter((type) => type !== 'answered')).toEqual(['asked', 'queued', 'given', 'began', 'made']);
    expect(order(2).indexOf('answered')).toBeLessThan(order(2).indexOf('began'));
  });

  it('has the report made all the same when its worker is killed, and puts it aside after three', async () => {
    const { make, last, run, state, errors } = await inPanel();
    const killAtWork = async () => {
      await until(() => expect(last()).toMatchObject({ stage: 'working' }));
      await until(() => expect(last()?.done).toBeGreaterThan(0));
      expect(await run({ type: 'kill' })).toMatchObject({ ok: true });
    };
    await make('queue');
    await killAtWork();
    expect(last()).toMatchObject({ kills: 1, result: null });
    await until(() => expect(last()).toMatchObject({ stage: 'made', redelivered: true, attempt: 2 }));
    expect(proofOfFreeze(state()).again).toEqual({ attempt: 2, kills: 1 });
    await make('queue', 40);
    for (let each = 0; each < 3; each += 1) await killAtWork();
    expect(last()).toMatchObject({ stage: 'failed', why: 'tries', kills: 3 });
    expect(await run({ type: 'kill' })).toMatchObject({ ok: false, error: { code: 'not-found' } });
    // What was put aside is in nobody's way.
    await make('queue');
    await until(() => expect(last()?.stage).toBe('made'));
    expect(errors).toEqual([]);
  });

  it('gives up a report through the queue, and kills a frozen server, which is opened again', async () => {
    const { make, last, run, state } = await inPanel();
    await make('queue', 80);
    await until(() => expect(last()?.stage).toBe('working'));
    expect(await make('inline')).toMatchObject({ error: { code: 'limit-reached' } });
    await run({ type: 'cancel' });
    expect(last()?.stage).toBe('cancelled');
    const before = state().server?.thread;
    await make('inline', 80);
    await until(() => expect(last()?.stage).toBe('working'));
    const unheard = run({ type: 'ping' });
    await run({ type: 'cancel' });
    expect(await unheard).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    expect(state().server?.thread).not.toBe(before);
    expect(underWay(state())).toBeNull();
    await make('queue');
    await until(() => expect(last()?.stage).toBe('made'));
    expect(await run({ type: 'cancel' })).toMatchObject({ error: { code: 'not-found' } });
  });

  it('gives a report to its owner alone, and none of somebody who has gone', async () => {
    const { lab, make, last, run } = await inPanel();
    await make('queue');
    await until(() => expect(last()?.stage).toBe('made'));
    const file = last()?.file ?? '';
    expect(lab.find('alice', file)?.html).toContain('Ces élèves n’existent pas.');
    expect(lab.find('bob', file)).toBeNull();
    expect(await run({ type: 'ping' }, 'bob')).toMatchObject({ error: { code: 'not-found' } });
    lab.personGone({ id: 'alice' });
    await until(() => expect(lab.find('alice', file)).toBeNull());
  });

  it('makes after a restart the report that a worker had in its hand', async () => {
    const { lab, newLab, make, last } = await inPanel();
    await make('queue', 20);
    await until(() => expect(last()?.stage).toBe('working'));
    await lab.close();
    const next = newLab();
    await next.run({ id: 'alice' }, { type: 'open' });
    const report = () => (readerOf(next, 'alice').snapshot().state as TravailState).reports.at(-1);
    await until(() => expect(report()).toMatchObject({ stage: 'made', size: 20, redelivered: true, attempt: 2 }));
  });

  it('goes on at another server with the next report, and gives no number twice', async () => {
    const { newLab } = await start();
    const asked = (report: number, way: Way): TravailEvent => ({ type: 'asked', report, way, size: 10 });
    const events: TravailEvent[] = [
      { type: 'opened', thread: 3 },
      asked(1, 'queue'),
      { type: 'cancelled', report: 1 },
      asked(2, 'inline'),
      { type: 'began', report: 2, thread: 3 },
    ];
    const lost = events.reduce((state, event) => travailLab.fold(state, event, 0), travailLab.initial());
    const lab = newLab();
    const state = () => readerOf(lab, 'alice').snapshot().state as TravailState;
    takeOver(lab, 'alice', lost);
    expect(state().reports.map(({ stage }) => stage)).toEqual(['cancelled', 'failed']);
    await lab.run({ id: 'alice' }, { type: 'open' });
    expect(state()).toMatchObject({ closed: null, server: { thread: expect.any(Number) } });
    await lab.run({ id: 'alice' }, { type: 'make', way: 'queue', size: 10 });
    await until(() => expect(state().reports.at(-1)).toMatchObject({ report: 3, stage: 'made' }));
    expect(state().reports.map(({ report }) => report)).toEqual([1, 2, 3]);
  });

  it('is asked for nothing that the contract does not allow', async () => {
    const { lab } = await inPanel();
    const read = travailCommand.safeParse({ type: 'make', way: 'queue', size: 1_000 });
    const reply = read.success ? null : refuseIssue(read.error, lab.rules);
    expect(reply).toMatchObject({ error: { message: 'Un rapport porte sur 10, 20, 40, 80 élèves.' } });
  });
});
