// The queue lab read as a page reads it: by its journal alone. Its broker is the embedded one, its clock a hand's.
import { describe, expect, it, vi } from 'vitest';
import { type FileCommand, type FileEvent, fileCommand } from '#contract/file.ts';
import type { JournalRecord } from '#contract/journal.ts';
import { killOne, proofOfKilling, proofOfSharing, shareTen } from '#labs/file/experiments.ts';
import type { FileState } from '#labs/file/lab.ts';
import { silentLog } from '../kafka/index.ts';
import { openQueues } from '../queue/index.ts';
import { manualClock } from '../realtime/clock.ts';
import { refuseIssue } from '../realtime/refusal.ts';
import { createFileLab } from './file.ts';
import { readerOf } from './test-kit.ts';

const alice = { id: 'alice' };
const send = (count: number, poison = false): FileCommand => ({ type: 'send', count, poison });
const hire = (takesMs = 500, prefetch = 1): FileCommand => ({ type: 'hire', takesMs, prefetch });

async function start() {
  const fail = (error: unknown): never => {
    throw error;
  };
  const clock = manualClock();
  const none = { dataDir: null, amqpUrl: null, redisUrl: null, kafkaBrokers: ['127.0.0.1:1'] };
  const { brokers } = await openQueues({ ...none, clock, log: silentLog });
  const lab = createFileLab({ brokers, clock, epoch: 'e', onError: fail });
  const state = (owner = 'alice') => readerOf(lab, owner).snapshot().state as FileState;
  const events = () => {
    const journal = readerOf(lab, 'alice');
    return (journal.read(journal.epoch, 0, 10_000_000) as JournalRecord<FileEvent>[]).map(({ event }) => event);
  };
  const numbers = (place: string) => state().tasks.flatMap((task) => (task.place === place ? [task.number] : []));
  const run = (command: FileCommand, who = alice) => lab.run(who, command);
  await run({ type: 'open', broker: 'embarque' });
  return { lab, clock, state, events, numbers, run };
}
type House = Awaited<ReturnType<typeof start>>;

const waiting = { timeout: 10_000, interval: 5 };
/** Lets time go until this holds: brokers answer between two ticks. */
const passing = ({ clock }: House, check: () => void): Promise<void> =>
  vi.waitFor(() => {
    clock.advance(100);
    check();
  }, waiting);

describe('the queue lab', () => {
  it('shares ten tasks among three workers, and the slow one does less', async () => {
    const house = await start();
    const { run, state, numbers } = house;
    for (const takesMs of [500, 500, 2_000]) await run(hire(takesMs));
    expect(state().workers.map(({ link }) => link)).toEqual(['ready', 'ready', 'ready']);
    await run(send(10));
    await passing(house, () => expect(numbers('done')).toHaveLength(10));
    const { three, shared, slow } = proofOfSharing(state());
    expect(three).toEqual([1, 2, 3]);
    expect(shared?.reduce((sum, [, done]) => sum + done, 0)).toBe(10);
    expect(slow?.slow[0]).toBe(3);
    expect(state()).toMatchObject({ sent: 10, done: 10, twice: 0 });
    expect(proofOfSharing(state(), 10_000)).toEqual({ three: null, shared: null, slow: null });
    expect(Object.keys(proofOfSharing(state()))).toEqual([...shareTen.steps]);
    expect(Object.keys(proofOfKilling(state()))).toEqual([...killOne.steps]);
  });

  it('gives what a killed worker had in hand to another, and loses nothing', async () => {
    const house = await start();
    const { run, state, numbers } = house;
    await run(hire(5_000, 3));
    await run(send(3));
    await vi.waitFor(() => expect(numbers('hand')).toEqual([1, 2, 3]));
    await run({ type: 'kill', worker: 1 });
    expect(numbers('ready')).toEqual([1, 2, 3]);
    await run(hire(200));
    await passing(house, () => expect(numbers('done')).toEqual([1, 2, 3]));
    expect(state().tasks.every(({ redelivered, given }) => redelivered && given === 2)).toBe(true);
    expect(proofOfKilling(state())).toEqual({
      killed: { worker: 1, tasks: [1, 2, 3] },
      redelivered: { task: 1, worker: 2 },
      lost: { sent: 3, done: 3 },
    });
    expect(await run({ type: 'kill', worker: 1 })).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('puts a poisoned task aside after three tries, and takes it in again', async () => {
    const house = await start();
    const { run, state, events } = house;
    await run(hire(200));
    await run(send(1, true));
    await passing(house, () => expect(state().tasks).toMatchObject([{ place: 'dead', why: 'tries', given: 3 }]));
    expect(events().filter(({ type }) => type === 'nacked')).toHaveLength(3);
    const task = state().tasks[0]?.task ?? '';
    expect(await run({ type: 'again', task })).toMatchObject({ ok: true });
    expect(await run({ type: 'again', task })).toMatchObject({ error: { code: 'not-found' } });
    await passing(house, () => expect(events().filter(({ type }) => type === 'dead')).toHaveLength(2));
  });

  it('gives back or puts aside the task in hand that one says', async () => {
    const house = await start();
    const { run, state, numbers } = house;
    await run(hire(10_000));
    await run(send(1));
    await vi.waitFor(() => expect(numbers('hand')).toEqual([1]));
    const task = state().tasks[0]?.task ?? '';
    await run({ type: 'nack', worker: 1, task, requeue: true });
    await vi.waitFor(() => expect(state().tasks).toMatchObject([{ place: 'hand', redelivered: true, given: 2 }]));
    await run({ type: 'nack', worker: 1, task, requeue: false });
    expect(state().tasks).toMatchObject([{ place: 'dead', why: 'refused' }]);
    expect(await run({ type: 'nack', worker: 1, task, requeue: false })).toMatchObject({ ok: false });
  });

  it('keeps people apart, bounds what each may do, and forgets who has gone', async () => {
    const house = await start();
    const { lab, run, state, numbers } = house;
    for (let each = 0; each < 6; each += 1) await run(send(10));
    expect(await run(send(1))).toMatchObject({ error: { code: 'limit-reached' } });
    expect(numbers('ready')).toHaveLength(60);
    for (let each = 0; each < 6; each += 1) await run(hire(10_000));
    expect(await run(hire())).toMatchObject({ error: { code: 'limit-reached' } });
    expect(await run({ type: 'open', broker: 'redis' })).toMatchObject({ error: { code: 'unsupported' } });
    expect(await run(send(1), { id: 'bob' })).toMatchObject({ error: { code: 'not-found' } });
    expect(state('bob').broker).toBeNull();
    lab.personGone(alice);
    await vi.waitFor(() => expect(state().broker).toBeNull());
    await run({ type: 'open', broker: 'embarque' });
    expect(state()).toMatchObject({ before: 0, tasks: [], workers: [] });
  });

  it('finds again after a restart what was waiting, and names it when it comes', async () => {
    const house = await start();
    const { lab, run, state } = house;
    await run(send(2));
    await lab.close();
    await run({ type: 'open', broker: 'embarque' });
    expect(state()).toMatchObject({ before: 2, tasks: [] });
    await run(hire(200));
    await passing(house, () => expect(state()).toMatchObject({ before: 0, done: 2 }));
  });

  it('is asked for nothing that the contract does not allow', async () => {
    const { lab } = await start();
    const refused = (command: unknown) => {
      const read = fileCommand.safeParse(command);
      const reply = read.success ? null : refuseIssue(read.error, lab.rules);
      return reply === null || reply.ok ? null : reply.error.message;
    };
    expect(refused(send(10))).toBeNull();
    expect(refused(send(11))).toBe('Un envoi a de 1 à 10 tâches.');
    expect(refused(hire(199))).toBe('Une tâche dure de 0,2 à 10 secondes.');
    expect(refused(hire(500, 11))).toBe('Un ouvrier prend de 1 à 10 tâches d’avance.');
    expect(refused({ type: 'open', broker: 'nats' })).toBe('Ce broker n’existe pas.');
  });
});
