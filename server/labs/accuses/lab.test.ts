// The lab of acknowledgements on the real broker, with a clock moved by hand, read as a page reads it: by its journal alone.
import { describe, expect, it } from 'vitest';
import { type AccusesCommand, type AccusesEvent, accusesBounds, accusesCommand } from '#contract/accuses.ts';
import type { Ack } from '#contract/errors.ts';
import type { JournalRecord } from '#contract/journal.ts';
import { proofOf } from '#labs/accuses/experiment.ts';
import type { AccusesState } from '#labs/accuses/lab.ts';
import { createChat } from '#server/chat/index.ts';
import { createBucket } from '#server/realtime/bucket.ts';
import { manualClock } from '#server/realtime/clock.ts';
import { memoryStore } from '#server/store/index.ts';
import { readerOf, takeOver } from '../test-kit.ts';
import { createAccusesLab } from './lab.ts';
import { pace } from './subscriber.ts';

const ada = { id: 'ada' };
const [bob, chloe, david] = [0, 1, 2];

function start(limits: { ownRooms?: number; rate?: number } = {}) {
  const clock = manualClock();
  let ids = 0;
  const next = (): string => {
    ids += 1;
    return ids.toString(16);
  };
  const { rate = 1_000, ownRooms } = limits;
  const chat = createChat({
    clock,
    newId: next,
    limiter: () => createBucket(clock, { rate, burst: rate }),
    store: memoryStore(),
    teacherCode: 'code',
    onError: (error) => {
      throw error;
    },
    ...(ownRooms === undefined ? {} : { limits: { ownRooms } }),
  });
  const lab = createAccusesLab({ clock, epoch: 'e', chat, newTag: next });
  const journalOf = (id: string) => readerOf(lab, id);
  const events = (id = 'ada'): AccusesEvent[] => {
    const journal = journalOf(id);
    const records = (journal.read(journal.epoch, 0, 10_000_000) ?? []) as JournalRecord<AccusesEvent>[];
    return records.map(({ event }) => event);
  };
  const state = (id = 'ada') => journalOf(id).snapshot().state as AccusesState;
  const one = (who: number, id = 'ada') => {
    const found = state(id).subscribers[who];
    if (!found) throw new Error(`no subscriber ${who}`);
    return found;
  };
  /** Carries it out and lets no time go by, but the ends of turns. */
  async function ask(command: AccusesCommand, person = ada): Promise<Ack<unknown>> {
    let reply: Ack<unknown> | null = null;
    void lab.run(person, command).then((told) => {
      reply = told;
    });
    while (reply === null) {
      await Promise.resolve();
      clock.advance(0);
    }
    return reply;
  }
  /** Everything that is on its way has come and is processed. */
  const rest = (): void => clock.advance(30 * (pace.wayMs + pace.workMs));
  return { clock, chat, lab, events, state, one, ask, rest };
}

const publish = (count = 1): AccusesCommand => ({ type: 'publish', count });
const order = (events: readonly AccusesEvent[], who: number) =>
  events.flatMap((event) => ('who' in event && event.who === who ? [event.type] : []));

describe('the lab of acknowledgements', () => {
  it('delivers each message to three subscribers, who process and acknowledge it: nothing waits any more', async () => {
    const { ask, rest, state, one, events } = start();
    expect(await ask(publish(5))).toMatchObject({ ok: true });
    expect(one(bob).waiting).toEqual([1, 2, 3, 4, 5]);
    expect(one(bob).processed).toEqual([]);
    rest();
    expect(state().said.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    for (const each of state().subscribers)
      expect(each).toMatchObject({ link: 'live', waiting: [], held: [], processed: [1, 2, 3, 4, 5], recognised: [] });
    expect(order(events(), david).slice(-2)).toEqual(['processed', 'acked']);
  });

  it('keeps what is published while one is cut, and gives it, once, when it is back', async () => {
    const { ask, rest, one, state, events } = start();
    await ask(publish());
    rest();
    await ask({ type: 'cut', who: bob });
    await ask(publish(3));
    rest();
    expect(one(bob)).toMatchObject({ link: 'cut', waiting: [2, 3, 4], processed: [1] });
    expect(one(chloe)).toMatchObject({ waiting: [], processed: [1, 2, 3, 4] });
    expect(proofOf(state()).missed).toBeNull();
    await ask({ type: 'connect', who: bob });
    expect(events().find(({ type }) => type === 'back')).toMatchObject({ who: bob, again: [2, 3, 4], givenUp: 0 });
    rest();
    expect(one(bob)).toMatchObject({ link: 'live', waiting: [], processed: [1, 2, 3, 4], recognised: [] });
    expect(proofOf(state()).missed).toEqual({ name: 'Bob', count: 3 });
  });

  it('lets nobody come back in the middle of a publication: they missed it, and catch up', async () => {
    const { lab, ask, rest, state, events } = start();
    await ask({ type: 'cut', who: bob });
    const under = lab.run(ada, publish());
    await ask({ type: 'connect', who: bob });
    expect(await under).toMatchObject({ ok: true });
    const types = events().map(({ type }) => type);
    expect(types.indexOf('published')).toBeLessThan(types.indexOf('back'));
    rest();
    expect(proofOf(state()).missed).toEqual({ name: 'Bob', count: 1 });
  });

  it('sends again what was received and not acknowledged: recognised by its number, processed once', async () => {
    const { ask, rest, one, state, events } = start();
    await ask({ type: 'withhold', who: chloe, withheld: true });
    await ask(publish(2));
    rest();
    expect(one(chloe)).toMatchObject({ waiting: [1, 2], processed: [1, 2] });
    await ask({ type: 'cut', who: chloe });
    await ask({ type: 'withhold', who: chloe, withheld: false });
    expect(one(chloe).waiting).toEqual([1, 2]);
    await ask({ type: 'connect', who: chloe });
    rest();
    expect(one(chloe)).toMatchObject({ waiting: [], processed: [1, 2], recognised: [1, 2] });
    const again = events().filter((event) => event.type === 'delivered' && event.who === chloe);
    expect(again.map((event) => event.type === 'delivered' && event.redelivered)).toEqual([false, false, true, true]);
    expect(proofOf(state()).twice).toEqual({ name: 'Chloé', sequence: 1 });
  });

  it('acknowledges up to the last one when acknowledgements kept back are sent', async () => {
    const { ask, rest, one, events } = start();
    await ask({ type: 'withhold', who: david, withheld: true });
    await ask(publish(3));
    rest();
    await ask({ type: 'withhold', who: david, withheld: false });
    expect(one(david).waiting).toEqual([]);
    expect(events().filter((event) => event.type === 'acked' && event.who === david)).toMatchObject([
      { sequence: 3, upTo: true },
    ]);
  });

  it('loses what was acknowledged before a crash in the middle, and only that', async () => {
    const { ask, rest, one, state } = start();
    await ask({ type: 'acknowledge', who: bob, when: 'before' });
    await ask(publish());
    rest();
    await ask({ type: 'crash', who: bob });
    expect(one(bob)).toMatchObject({ link: 'live', armed: true });
    await ask(publish(2));
    rest();
    expect(one(bob)).toMatchObject({ link: 'crashed', armed: false, processed: [1], lost: [] });
    await ask(publish());
    await ask({ type: 'connect', who: bob });
    rest();
    expect(one(bob)).toMatchObject({ link: 'live', processed: [1, 4], lost: [2, 3], replayed: [], waiting: [] });
    expect(proofOf(state())).toMatchObject({ lost: { name: 'Bob', sequence: 2 }, replayed: null });
  });

  it('plays again what a crash interrupted before its acknowledgement', async () => {
    const { ask, rest, one, state, clock } = start();
    await ask(publish(2));
    clock.advance(pace.wayMs + pace.workMs / 2);
    expect(one(bob).held).toEqual([1, 2]);
    await ask({ type: 'crash', who: bob });
    expect(one(bob)).toMatchObject({ link: 'crashed', held: [], waiting: [1, 2] });
    await ask({ type: 'connect', who: bob });
    rest();
    expect(one(bob)).toMatchObject({ processed: [1, 2], replayed: [1, 2], lost: [], recognised: [], waiting: [] });
    expect(proofOf(state()).replayed).toEqual({ name: 'Bob', sequence: 1 });
  });

  it('knows what it holds and has processed, though its acknowledgement could not leave before a cut', async () => {
    const { ask, rest, one, clock } = start();
    await ask(publish(2));
    clock.advance(pace.wayMs + 1);
    await ask({ type: 'cut', who: bob });
    clock.advance(pace.workMs);
    expect(one(bob)).toMatchObject({ processed: [1], held: [2], waiting: [1, 2] });
    await ask({ type: 'connect', who: bob });
    rest();
    expect(one(bob)).toMatchObject({ processed: [1, 2], recognised: [1, 2], waiting: [], held: [] });
  });

  it('never receives what was on its way when the connection was cut', async () => {
    const { ask, rest, one, clock } = start();
    await ask(publish());
    clock.advance(pace.wayMs - 1);
    await ask({ type: 'cut', who: bob });
    rest();
    expect(one(bob)).toMatchObject({ processed: [], waiting: [1] });
    await ask({ type: 'connect', who: bob });
    rest();
    expect(one(bob)).toMatchObject({ processed: [1], recognised: [], waiting: [] });
  });

  it('stores a repeated publication once', async () => {
    const { ask, rest, state, one, events } = start();
    expect(await ask({ type: 'repeat' })).toMatchObject({ ok: false, error: { code: 'invalid' } });
    await ask(publish());
    expect(await ask({ type: 'repeat' })).toMatchObject({ result: { sequence: 1, duplicate: true } });
    rest();
    expect(state().said).toEqual([{ sequence: 1, repeats: 1 }]);
    expect(one(bob)).toMatchObject({ processed: [1], recognised: [] });
    expect(events().filter(({ type }) => type === 'duplicate')).toHaveLength(1);
  });

  it('shows what the bound gave up', async () => {
    const { ask, rest, one, events } = start();
    await ask({ type: 'cut', who: bob });
    for (let burst = 0; burst < 3; burst += 1) await ask(publish(5));
    const { waiting } = accusesBounds;
    expect(one(bob)).toMatchObject({ givenUp: 15 - waiting, waiting: [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15] });
    await ask({ type: 'connect', who: bob });
    rest();
    expect(events().find(({ type }) => type === 'back')).toMatchObject({ givenUp: 3 });
    expect(one(bob).processed).toHaveLength(waiting);
    expect(one(bob)).toMatchObject({ missed: [1, 2, 3], lost: [] });
  });

  it('begins again in another room, and the old one is gone', async () => {
    const { ask, rest, state, events } = start({ ownRooms: 1 });
    await ask(publish());
    rest();
    const { run } = state();
    expect(await ask({ type: 'reset' })).toMatchObject({ ok: true });
    expect(state().said).toEqual([]);
    expect(state().run).not.toBe(run);
    await ask(publish());
    rest();
    expect(events().filter(({ type }) => type === 'published')).toMatchObject([{ sequence: 1 }, { sequence: 1 }]);
  });

  it('opens another room at the next command when the server that had the room is lost', async () => {
    const lost = start();
    await lost.ask(publish(2));
    await lost.ask({ type: 'cut', who: bob });
    const { lab, ask, rest, state, one } = start();
    const left = takeOver(lab, 'ada', lost.state());
    expect(left.subscribers.map(({ link }) => link)).toEqual(['over', 'over', 'over']);
    expect(state().said).toHaveLength(2);
    expect(await ask(publish())).toMatchObject({ ok: true });
    rest();
    expect(state().said.map(({ sequence }) => sequence)).toEqual([1]);
    expect(one(bob)).toMatchObject({ link: 'live', processed: [1], waiting: [] });
  });

  it('keeps people apart, has room for so many, and leaves nothing of who has gone', async () => {
    const { ask, rest, one, lab, chat, events } = start({ ownRooms: 1 });
    await ask(publish());
    rest();
    expect(await ask(publish(), { id: 'eve' })).toMatchObject({ ok: false, error: { code: 'limit-reached' } });
    expect(events('eve')).toEqual([]);
    lab.personGone(ada);
    expect(chat.stats().people).toBe(0);
    await ask(publish(2), { id: 'eve' });
    rest();
    expect(one(bob, 'eve').processed).toEqual([1, 2]);
    expect(events()).toEqual([]);
    lab.close();
    expect(chat.stats().people).toBe(0);
  });

  it('refuses in one sentence what cannot be done, and nothing moves', async () => {
    const { ask, events, state } = start();
    for (let burst = 0; burst < accusesBounds.messages / 5; burst += 1) await ask(publish(5));
    expect(await ask(publish())).toMatchObject({ ok: false, error: { code: 'limit-reached' } });
    await ask({ type: 'cut', who: david });
    const before = events().length;
    expect(await ask({ type: 'cut', who: david })).toMatchObject({ error: { code: 'invalid' } });
    expect(await ask({ type: 'connect', who: bob })).toMatchObject({ error: { code: 'invalid' } });
    expect(events()).toHaveLength(before);
    expect(state().said).toHaveLength(accusesBounds.messages);
    for (const wrong of [{ type: 'cut', who: 3 }, { type: 'publish', count: 6 }, { type: 'crash' }, { type: 'rm' }])
      expect(accusesCommand.safeParse(wrong).success).toBe(false);
  });

  it('passes on what the broker refuses, as it says it', async () => {
    const { ask } = start({ rate: 3 });
    const replies = [await ask(publish()), await ask(publish()), await ask(publish())];
    expect(replies.at(-1)).toMatchObject({ ok: false, error: { code: 'rate-limited' } });
  });
});
