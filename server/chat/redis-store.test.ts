// Kept in a real Redis, as servers that share keep it: the same as in a file, and what only several writers can do wrong.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLink } from '#server/cluster/link.ts';
import { systemClock } from '#server/realtime/clock.ts';
import { openRedisStore } from '#server/store/index.ts';
import { hasRedis, type Redis, startRedis } from '#server/testing/brokers.ts';
import { broker, codeOf, ok, presence, publish, turning } from './fixtures.ts';
import type { Entry } from './store.ts';
import { storeSuite } from './store-suite.ts';

describe.skipIf(!hasRedis)('kept in Redis', () => {
  let redis: Redis;
  let link: ReturnType<typeof createLink>;
  let places = 0;
  beforeAll(async () => {
    redis = await startRedis();
    link = createLink({ url: redis.url, name: 'test', clock: systemClock });
    await link.open();
  });
  afterAll(async () => {
    link.close();
    await redis.close();
  });

  function newPlace() {
    places += 1;
    const keys = { log: `log${places}`, fence: `fence${places}` };
    const state = { linked: true, loseAnswer: false, term: 0 };
    const list = {
      get linked() {
        return state.linked;
      },
      async evaluate(...given: Parameters<typeof link.evaluate>) {
        const told = await link.evaluate(...given);
        if (state.loseAnswer) throw new Error('the answer was lost');
        return told;
      },
      range: link.range,
    };
    return {
      state,
      keys,
      /** Each run leads under the next number. */
      async open(compactBytes = 1 << 20, lost = false) {
        state.term += 1;
        await link.set(keys.fence, String(state.term));
        const limits = { compactFrom: Math.ceil(compactBytes / 200), piece: 7 };
        return openRedisStore<Entry>({ redis: list, keys, term: state.term, lost, onError: () => {}, limits });
      },
    };
  }
  storeSuite('Redis', newPlace);

  it('a leader that was deposed writes nothing, and says so', async () => {
    const place = newPlace();
    const old = broker({ store: await place.open() });
    const ada = old.program('ada', 'r');
    ok(await publish(old, ada.session, 'r', 'one', 'c1'));
    const next = broker({ store: await place.open() });
    const bob = next.program('bob', 'r');
    expect(codeOf(await publish(old, ada.session, 'r', 'late', 'c2'))).toBe('unavailable');
    expect(ok(await publish(next, bob.session, 'r', 'two', 'd1')).sequence).toBe(2);
    const third = broker({ store: await place.open() });
    const kept = ok(third.program('eve').session.history('r')).messages.map(({ content }) => content);
    expect(kept).toEqual(['one', 'two']);
  });

  it('a write whose answer was lost is taken back before the next one: its number is used once', async () => {
    const place = newPlace();
    const b = broker({ store: await place.open() });
    const ada = b.program('ada', 'r');
    ok(await publish(b, ada.session, 'r', 'one', 'c1'));
    place.state.loseAnswer = true;
    expect(codeOf(await publish(b, ada.session, 'r', 'unknown', 'c2'))).toBe('unavailable');
    place.state.loseAnswer = false;
    expect(ok(await publish(b, ada.session, 'r', 'two', 'c3')).sequence).toBe(2);
    const after = broker({ store: await place.open() });
    const kept = ok(after.program('eve').session.history('r')).messages.map(({ content }) => content);
    expect(kept).toEqual(['one', 'two']);
  });

  it('a Redis that comes back empty is given everything again, by a leader that lives', async () => {
    const place = newPlace();
    const store = await place.open();
    const b = broker({ store });
    const ada = b.program('ada', 'r');
    for (let n = 1; n <= 30; n += 1) ok(await publish(b, ada.session, 'r', `m${n}`, `c${n}`));
    place.state.linked = false;
    expect(codeOf(await publish(b, ada.session, 'r', 'lost', 'x'))).toBe('unavailable');
    await link.evaluate("return redis.call('DEL', KEYS[1], KEYS[2])", [place.keys.log, place.keys.fence], []);
    place.state.linked = true;
    place.state.term += 1;
    await link.set(place.keys.fence, String(place.state.term));
    store.renew(place.state.term);
    await turning(b, b.chat.written());
    ok(await publish(b, ada.session, 'r', 'm31', 'c31'));
    const after = broker({ store: await place.open() });
    const kept = ok(after.program('eve').session.history('r')).messages.map(({ sequence }) => sequence);
    expect(kept).toEqual(Array.from({ length: 31 }, (_, n) => n + 1));
  });

  it('ends the epoch of every room when Redis may have come back with less', async () => {
    const place = newPlace();
    const b = broker({ store: await place.open() });
    const ada = b.program('ada', 'r');
    ok(await publish(b, ada.session, 'r', 'one', 'c1'));
    const { epoch } = ok(ada.session.subscribe('r', {})).subscribed;
    const after = broker({ store: await place.open(undefined, true) });
    const { subscribed } = ok(after.program('eve').session.subscribe('r', { epoch, from: 2 }));
    expect(subscribed.recovered).toBe(false);
  });

  it('keeps who is in a room: they are waited for, come back unnoticed, and leave when they do not', async () => {
    const place = newPlace();
    const shared = { graceMs: 5_000 };
    const b = broker({ store: await place.open(), shared });
    for (const name of ['ada', 'bob', 'eve']) b.program(name, 'r');
    const left = b.program('zoe', 'r');
    left.session.close(false);
    await turning(b, b.chat.written());
    const after = broker({ store: await place.open(), shared });
    const back = after.connect();
    ok(back.session.identify({ id: '~ada', name: 'ada', signed: false }));
    const { members } = ok(back.session.subscribe('r', { from: 1, goesOn: true })).subscribed;
    expect(members.map(({ userId, state }) => `${userId} ${state}`)).toEqual([
      'ada online',
      'bob connecting',
      'eve connecting',
    ]);
    after.program('bob', 'r');
    await turning(after, after.chat.written());
    after.clock.advance(5_000);
    await turning(after, after.chat.written());
    expect(presence(back.told)).toEqual(['eve leave']);
  });
});

it.runIf(!hasRedis)('SKIPPED: kept in Redis, redis-server is not installed', () => {});
