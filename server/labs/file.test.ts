// The queue lab read as a page reads it: by its journal alone. Its broker is the embedded one, its clock a hand's.
import { describe, expect, it, vi } from 'vitest';
import { type FileCommand, type FileEvent, fileCommand } from '#contract/file.ts';
import type { JournalRecord } from '#contract/journal.ts';
import { killOne, proofOfKilling, proofOfSharing, shareTen } from '#labs/file/experiments.ts';
import type { FileState } from '#labs/file/lab.ts';
import { silentLog } from '../kafka/index.ts';
import { openQueues } from '../queue/index.ts';
import type { QueueBroker } from '../queue/types.ts';
import { manualClock } from '../realtime/clock.ts';
import { refuseIssue } from '../realtime/refusal.ts';
import { createFileLab } from './file.ts';
import { readerOf, takeOver } from './test-kit.ts';

const alice = { id: 'alice' };
const send = (count: number, poison = false): FileCommand => ({ type: 'send', count, poison });
const hire = (takesMs = 500, prefetch = 1): FileCommand => ({ type: 'hire', takesMs, prefetch });

async function start(
  given: { brokers?: readonly QueueBroker[]; open?: boolean; onError?: (error: unknown) => void } = {},
) {
  const fail = (error: unknown): never => {
    throw error;
  };
  const clock = manualClock();
  const none = { dataDir: null, amqpUrl: null, redisUrl: null, kafkaBrokers: ['127.0.0.1:1'] };
  const brokers = given.brokers ?? (await openQueues({ ...none, clock, log: silentLog })).brokers;
  const lab = createFileLab({ brokers, clock, epoch: 'e', onError: given.onError ?? fail });
  const state = (owner = 'alice') => readerOf(lab, owner).snapshot().state as FileState;
  const events = () => {
    const journal = readerOf(lab, 'alice');
    return (journal.read(journal.epoch, 0, 10_000_000) as JournalRecord<FileEvent>[]).map(({ event }) => event);
  };
  const numbers = (place: string) => state().tasks.flatMap((task) => (task.place === place ? [task.number] : []));
  const run = (command: FileCommand, who = alice) => lab.run(who, command);
  if (given.open !== false) await run({ type: 'open', broker: brokers[0]?.name ?? 'embarque' });
  return { lab, brokers, clock, state, events, numbers, run };
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
      lost: { sent: 3, done: 3, aside: 0 },
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

  it('goes on at another server on the broker that kept the queue, and nobody has the number of somebody before', async () => {
    const [embedded] = (await start({ open: false })).brokers;
    if (!embedded) throw new Error('no broker');
    // Any broker that is not in the lost server.
    const brokers: QueueBroker[] = [{ ...embedded, name: 'rabbitmq' }];
    const lost = await start({ brokers });
    await lost.run(hire(300, 1));
    await lost.run(send(4));
    await passing(lost, () => expect(lost.numbers('done')).toEqual([1]));
    await vi.waitFor(() => expect(lost.numbers('hand')).toEqual([2]));
    const told = lost.state();
    // It may be alive, and no longer lead.
    lost.lab.personMoved?.(alice);
    await lost.lab.close();
    const house = await start({ brokers, open: false });
    const { lab, run, state, numbers, events } = house;
    takeOver(lab, 'alice', told);
    expect(state()).toMatchObject({ workers: [], sent: 4, done: 1 });
    await run(hire());
    expect(events()[0]).toMatchObject({ type: 'opened', waiting: 3, kept: true });
    await run(send(1));
    await passing(house, () => expect(numbers('done')).toEqual([1, 2, 3, 4, 5]));
    expect(state()).toMatchObject({ sent: 5, done: 5, twice: 0, gone: 0 });
    expect(state().workers.map(({ worker }) => worker)).toEqual([2]);
    expect(proofOfKilling(state())).toEqual({
      killed: { worker: 1, tasks: [2] },
      redelivered: { task: 2, worker: 2 },
      lost: { sent: 5, done: 5, aside: 0 },
    });
  });

  it('says what the broker has when that is not what was told, and what is gone', async () => {
    const [embedded] = (await start({ open: false })).brokers;
    if (!embedded) throw new Error('no broker');
    let isSilent = false;
    const open: QueueBroker['open'] = (...asked) =>
      isSilent ? Promise.reject(new Error('no answer')) : embedded.open(...asked);
    const errors: unknown[] = [];
    const brokers: QueueBroker[] = [{ ...embedded, name: 'rabbitmq', open }];
    const lost = await start({ brokers });
    await lost.run(send(2));
    const early = lost.state();
    await lost.run(send(1));
    await lost.lab.close();
    isSilent = true;
    const { lab, run, state } = await start({ brokers, open: false, onError: (error) => errors.push(error) });
    takeOver(lab, 'alice', early);
    expect(await run(hire())).toMatchObject({ error: { message: expect.stringContaining('RabbitMQ') } });
    expect(errors).not.toEqual([]);
    isSilent = false;
    expect(await run(hire())).toMatchObject({ ok: true });
    expect(state()).toMatchObject({ broker: { name: 'rabbitmq' }, before: 3, gone: 0 });
    // A server that does not know that broker has its own.
    const other = await start({ brokers: [embedded], open: false });
    takeOver(other.lab, 'bob', { ...early, before: 1 });
    expect(await other.run(hire(), { id: 'bob' })).toMatchObject({ ok: true });
    expect(other.state('bob')).toMatchObject({ broker: { name: 'embarque' }, before: 0, gone: 3, tasks: [] });
  });

  it('shows no task in a dead hand that the broker says was done', async () => {
    const [embedded] = (await start({ open: false })).brokers;
    if (!embedded) throw new Error('no broker');
    const brokers: QueueBroker[] = [
      {
        ...embedded,
        name: 'redis',
        capabilities: { ...embedded.capabilities, death: 5_000 },
        open: async (...asked) => ({ ...(await embedded.open(...asked)), held: async () => 0 }),
      },
    ];
    const lost = await start({ brokers });
    await lost.run(hire(300));
    await lost.run(send(2));
    await vi.waitFor(() => expect(lost.numbers('hand')).toEqual([1]));
    const told = lost.state();
    await passing(lost, () => expect(lost.numbers('done')).toEqual([1]));
    await lost.lab.close();
    const { lab, run, state } = await start({ brokers, open: false });
    takeOver(lab, 'alice', told);
    await run(hire());
    await vi.waitFor(() => expect(state().tasks).toMatchObject([{ number: 2, place: 'hand', worker: 1 }]));
    expect(state()).toMatchObject({ before: 0, gone: 0 });
  });

  it('has an empty queue at another server when the embedded broker was in the lost one, and says so', async () => {
    const lost = await start();
    await lost.run(send(3));
    const { lab, run, state } = await start({ open: false });
    takeOver(lab, 'alice', lost.state());
    expect(state()).toMatchObject({ broker: { name: 'embarque' }, tasks: [], gone: 3, sent: 0 });
    expect(await run(send(1))).toMatchObject({ ok: true });
    expect(state()).toMatchObject({ gone: 3, sent: 1 });
    expect(state().tasks.map(({ number }) => number)).toEqual([1]);
    await run({ type: 'reset' });
    expect(state().gone).toBe(0);
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
