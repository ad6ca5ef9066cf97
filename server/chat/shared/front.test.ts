// A connection that outlives the broker it speaks to: the next one is told where it was, and it is told what it missed.
import { expect, it } from 'vitest';
import type { ChatEvent } from '#contract/chat.ts';
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
