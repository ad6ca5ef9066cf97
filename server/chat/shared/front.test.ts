// A connection that outlives the broker it speaks to: the next one is told where it was, and it is told what it missed.
import { expect, it } from 'vitest';
import type { ChatEvent } from '#contract/chat.ts';
import { createChatWatch, type House, type Played, type PlayedWire } from '#server/chat-watch/index.ts';
import type { DoorSession } from '../broker.ts';
import { broker, numbers, ok, presence, publish, turning } from '../fixtures.ts';
import { createFront } from './front.ts';

async function start() {
  const [one, two] = [broker(), broker()];
  const front = createFront(one.clock);
  front.attach(one.chat);
  front.be('open');
  const told: ChatEvent[] = [];
  const state = { restarts: 0 };
  const session = front.connect({
    deliver: (batches) => void told.push(...batches.flatMap(({ items }) => items)),
    evicted: () => {},
    restart: () => {
      state.restarts += 1;
    },
    graceMs: 0,
    more: false,
  });
  ok(await session.identify({ id: 'ada', name: 'Ada', signed: true }));
  ok(await session.subscribe('r', { from: 1 }));
  one.turn();
  return { one, two, front, told, state, session };
}

it('is told who came and who left while there was no broker', async () => {
  const { one, two, front, told } = await start();
  one.program('bob', 'r');
  two.program('eve', 'r');
  told.length = 0;
  front.attach(null);
  front.attach(two.chat);
  two.turn();
  expect(presence(told)).toEqual(['bob leave', 'eve join', 'Ada join']);
});

it('asks again for what was not answered, and is made to come back where going on would be a hole', async () => {
  const { one, two, front, session, told, state } = await start();
  await publish(one, one.program('bob', 'r').session, 'r', 'one');
  expect(numbers(told)).toEqual([1]);
  front.be('held');
  const waiting = session.publish('r', 'two', 'c2');
  front.attach(two.chat);
  // This broker never heard of number 1: going on there would be a hole, so the connection is made to come back.
  expect(state.restarts).toBe(1);
  front.be('open');
  expect(ok(await turning(two, waiting))).toMatchObject({ sequence: 1, duplicate: false });
});

it('refuses everything by a sentence while Redis is away', async () => {
  const { front, session } = await start();
  front.be('cut');
  for (const ack of [await session.publish('r', 'x', 'c1'), await session.history('r')])
    expect(ack).toMatchObject({ ok: false, error: { code: 'unavailable', message: expect.stringContaining('Redis') } });
});

/** A house that plays one room, and writes down what it is asked. */
function house() {
  const asked: string[] = [];
  const playedFor = (room: string, { who, cut }: PlayedWire): Played => ({
    owns: (each) => each === room,
    subscribe() {
      asked.push(`${who.name} in`);
      const subscribed = { type: 'subscribed', room, sequence: 0, epoch: 'e', oldest: 1 } as const;
      return {
        ok: true,
        result: { subscribed: { ...subscribed, userId: who.name, members: [] }, missed: [], history: null },
      };
    },
    unsubscribe: () => ({ ok: true, result: null }),
    publish() {
      cut();
      return { ok: true, result: { room, id: 'i', sequence: 1, timestamp: 0, duplicate: false } };
    },
    history: () => ({ ok: true, result: { type: 'history', room, messages: [], epoch: 'e', oldest: 1 } }),
    ack: () => ({ ok: true, result: null }),
    clearHistory: () => ({ ok: false, error: { code: 'forbidden', message: '' } }),
    posed: () => {},
    close: (how) => void asked.push(`${who.name} ${how}`),
  });
  const plays = (room: string): boolean => room === 'exercice-x';
  const place: House = {
    plays,
    lost: (room) => void asked.push(`${room} lost`),
    enter: (room, wire) => (plays(room) ? { ok: true, result: playedFor(room, wire) } : null),
  };
  return { asked, place };
}

it('is made to come back when what the house played with it was lost with a server', async () => {
  const [one, two] = [broker(), broker()];
  const watch = createChatWatch();
  const { asked, place } = house();
  watch.house(place);
  const front = createFront(one.clock);
  const first = watch.around(one.chat);
  front.attach(first);
  front.be('open');
  const ended: string[] = [];
  const session: DoorSession = front.connect({
    deliver: () => {},
    evicted: () => {},
    restart() {
      ended.push('restart');
      session.close(false);
    },
    cut: () => void ended.push('cut'),
    graceMs: 0,
    more: false,
  });
  ok(await session.identify({ id: '~ada', name: 'ada', signed: false }));
  for (const room of ['exercice-x', 'r', 's']) ok(await session.subscribe(room, {}));
  await session.publish('exercice-x', 'anything: it is cut');
  expect(ended).toEqual(['cut']);
  expect([...watch.clients()].map(({ page, rooms }) => [page, ...rooms])).toEqual([[false, 'r', 's']]);

  front.attach(null);
  first.end();
  expect([...watch.clients()]).toEqual([]);
  front.attach(watch.around(two.chat));
  expect(ended).toEqual(['cut', 'restart']);
  expect(asked).toEqual(['ada in', 'ada server', 'exercice-x lost']);
  expect([...watch.clients()]).toEqual([]);
  expect(two.chat.stats()).toMatchObject({ people: 0, rooms: 0 });
});
