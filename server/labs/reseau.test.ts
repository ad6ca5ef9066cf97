// The network lab with a clock that moves only when told, read as a page reads it: by its journal alone.
import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '#contract/journal.ts';
import type { NetworkSettings, ReseauEvent, RunEvent } from '#contract/reseau.ts';
import { missing } from '#labs/order/reorder.ts';
import { type ReseauState, reseauLab } from '#labs/reseau/lab.ts';
import { beginningOf, type RunState, runLabFrom } from '#labs/reseau/run.ts';
import { manualClock } from '../realtime/clock.ts';
import { createReseauLab } from './reseau.ts';
import { readerOf, takeOver } from './test-kit.ts';

const calm: NetworkSettings = {
  latency: 50,
  jitter: 0,
  disorder: 0,
  loss: 0,
  duplication: 0,
  numbered: true,
  seed: 42,
};
const wild: NetworkSettings = { ...calm, latency: 120, jitter: 400, disorder: 30, loss: 30, duplication: 20 };
const alice = { id: 'alice' };

function start() {
  const clock = manualClock();
  const lab = createReseauLab({ clock, epoch: 'e' });
  const records = (owner: string) => {
    const journal = readerOf(lab, owner);
    return (journal.read(journal.epoch, 0, 10_000_000) ?? []) as JournalRecord<ReseauEvent>[];
  };
  const told = (owner: string): RunEvent[] =>
    records(owner).flatMap(({ event }) => (event.type === 'run.told' ? [event.event] : []));
  const stateOf = (owner: string, network: NetworkSettings, count: number, run: string): RunState => {
    const beginning = beginningOf(run, count, network);
    return told(owner).reduce((state, event) => runLabFrom(beginning).fold(state, event, 0), beginning);
  };
  /** Lets time go by as a page would live it: it asks again for what it misses, a little after the delay. */
  async function live(owner: { id: string }, network: NetworkSettings, count: number, run: string, ms: number) {
    const asked = new Set<string>();
    const from = clock.elapsed();
    for (let step = 0; step < ms; step += 10) {
      clock.advance(10);
      const state = stateOf(owner.id, network, count, run);
      for (const [receiver, { stream }] of state.receivers.entries()) {
        const key = `${receiver} ${stream.gap?.askAt}`;
        if (!stream.gap || clock.elapsed() - from < stream.gap.askAt || asked.has(key)) continue;
        asked.add(key);
        await lab.run(owner, { type: 'ask', run, receiver, ranges: missing(stream) });
      }
    }
    return stateOf(owner.id, network, count, run);
  }
  async function send(owner: { id: string }, network: NetworkSettings, count = 9): Promise<string> {
    const reply = await lab.run(owner, { type: 'send', count, network });
    if (!reply.ok) throw new Error(reply.error.message);
    return (reply.result as { run: string }).run;
  }
  return { clock, lab, told, live, send };
}

const read = (state: RunState) => state.receivers.map(({ delivered }) => delivered.map(({ sequence }) => sequence));
const oneToNine = [1, 2, 3, 4, 5, 6, 7, 8, 9];

describe('the network lab', () => {
  it('gives a calm network its messages in order, once, and ends', async () => {
    const { send, live } = start();
    const state = await live(alice, calm, 9, await send(alice, calm), 3_000);
    expect(read(state)).toEqual([oneToNine, oneToNine, oneToNine]);
    expect(state.ended).toBe('done');
  });

  it('on a wild network everything is read once and in order, because what is missing is asked for again', async () => {
    const { send, live, told } = start();
    const state = await live(alice, wild, 9, await send(alice, wild), 40_000);
    expect(told('alice').some(({ type }) => type === 'asked')).toBe(true);
    expect(read(state)).toEqual([oneToNine, oneToNine, oneToNine]);
    expect(state.ended).toBe('done');
  });

  it('without numbers lets disorder and doubles through, and loses what is lost', async () => {
    const { send, live } = start();
    const network = { ...wild, numbered: false };
    const state = await live(alice, network, 9, await send(alice, network), 5_000);
    const wrong = state.receivers.flatMap(({ delivered }) => delivered.map((each) => each.wrong));
    expect(wrong).toContain('late');
    expect(read(state).some((numbers) => new Set(numbers).size < 9)).toBe(true);
    expect(state.ended).toBe('done');
  });

  it('gives the same run again for the same seed, whatever the moment, and another for another', async () => {
    const runAt = async (moment: number, network: NetworkSettings) => {
      const { clock, send, live, told } = start();
      clock.advance(moment);
      await live(alice, network, 9, await send(alice, network), 40_000);
      return told('alice').filter(({ type }) => type !== 'ended');
    };
    const first = await runAt(0, wild);
    expect(await runAt(12_345, wild)).toEqual(first);
    expect(await runAt(0, { ...wild, seed: 43 })).not.toEqual(first);
  });

  it('never waits for ever: a page that does not ask ends its run with time', async () => {
    const { clock, send, told } = start();
    await send(alice, { ...calm, loss: 60 });
    clock.advance(61_000);
    expect(told('alice').at(-1)).toMatchObject({ type: 'ended', reason: 'time' });
  });

  it('refuses what lies outside its bounds', () => {
    const { command } = createReseauLab({ clock: manualClock(), epoch: 'e' });
    const accepts = (change: object, count = 9) =>
      command.safeParse({ type: 'send', count, network: { ...calm, ...change } }).success;
    expect(accepts({})).toBe(true);
    expect(accepts({}, 13)).toBe(false);
    for (const change of [{ latency: 801 }, { loss: 61 }, { jitter: -1 }, { seed: 0 }, { seed: 1.5 }, { other: 1 }])
      expect(accepts(change), JSON.stringify(change)).toBe(false);
  });

  it('keeps one run a person, and people apart', async () => {
    const { lab, clock, send, told } = start();
    await send(alice, calm);
    await send({ id: 'bob' }, calm);
    clock.advance(100);
    await send(alice, calm);
    expect(told('alice').filter(({ type }) => type === 'ended')).toMatchObject([{ reason: 'stopped' }]);
    clock.advance(5_000);
    expect(told('bob').at(-1)).toMatchObject({ type: 'ended', reason: 'done' });
    const stranger = await lab.run(alice, { type: 'ask', run: 'e-1', receiver: 0, ranges: [{ from: 1, to: 9 }] });
    expect(stranger).toEqual({ ok: true, result: { asked: false } });
  });

  it('goes on at another server with a run that is over, under a name that was never given', async () => {
    const lost = start();
    const run = await lost.send(alice, { ...calm, loss: 30 });
    lost.clock.advance(400);
    const state = readerOf(lost.lab, 'alice').snapshot().state as ReseauState;
    const clock = manualClock();
    const lab = createReseauLab({ clock, epoch: 'f' });
    const left = takeOver(lab, 'alice', state);
    expect(left.run?.events.slice(0, -1)).toEqual(state.run?.events);
    const asked = await lab.run(alice, { type: 'ask', run, receiver: 0, ranges: [{ from: 1, to: 9 }] });
    expect(asked).toEqual({ ok: true, result: { asked: false } });
    await lab.run(alice, { type: 'send', count: 9, network: calm });
    clock.advance(5_000);
    const next = (readerOf(lab, 'alice').snapshot().state as ReseauState).run;
    expect(next?.run).not.toBe(run);
    expect(next?.events.at(-1)?.event).toMatchObject({ type: 'ended', reason: 'done' });
  });

  it('stops at once, and forgets, when its person has gone', async () => {
    const { lab, clock, send, told } = start();
    await send(alice, calm);
    clock.advance(100);
    lab.personGone(alice);
    clock.advance(60_000);
    expect(told('alice')).toEqual([]);
    expect(readerOf(lab, 'alice').snapshot().state).toEqual(reseauLab.initial());
  });
});
