// Who leads, asked of a real Redis, each server by the very script it runs; and the plain rule of who goes first after a restart.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#server/realtime/clock.ts';
import { hasRedis, type Redis, startRedis } from '#server/testing/brokers.ts';
import { beatOf, beatScript, leaseKeys, mayTake, partScript } from './lease.ts';
import { createLink } from './link.ts';

const keys = leaseKeys('test:');
const list = [keys.lease, keys.fence, keys.ran, keys.members];

describe('the rule of who may take a free lease', () => {
  const linked = { linkedMs: 0, restarted: false };
  it.each([
    ['a server that just came: unless Redis was restarted under a leader', { ...linked, own: 0, seen: 0 }, '-'],
    ['the last leader: always', { ...linked, own: 4, seen: 4, restarted: true }, '1'],
    ['one who led before another did: like the others', { ...linked, own: 4, seen: 5, restarted: true }, '0'],
    ['one who knew a leader, after a restart: not yet', { ...linked, own: 0, seen: 4, restarted: true }, '0'],
    ['and then, when the last leader had its time', { own: 0, seen: 4, restarted: true, linkedMs: 6_001 }, '1'],
  ] as const)('%s', (_, known, may) => expect(mayTake(known, 3_000)).toBe(may));
});

describe.skipIf(!hasRedis)('the lease, on a real Redis', () => {
  let redis: Redis;
  const link = () => createLink({ url: redis.url, name: 'test', clock: systemClock });
  let one: ReturnType<typeof link>;
  beforeAll(async () => {
    redis = await startRedis();
    one = link();
    await one.open();
  });
  afterAll(async () => {
    one.close();
    await redis.close();
  });
  const beat = async (
    id: string,
    given: { ms?: number; may?: string; seen?: number; run?: string; ready?: boolean } = {},
  ) => {
    const { ms = 60_000, may = '1', seen = 0, run = one.run, ready = true } = given;
    return beatOf(await one.evaluate(beatScript, list, [id, ms, run, may, seen, ready ? 1 : 0]));
  };

  it('is one server’s as long as it lives, and its number grows at each taking', async () => {
    expect(await beat('a')).toMatchObject({ holder: 'a', term: 1, taken: true, members: ['a'] });
    expect(await beat('b')).toMatchObject({ holder: 'a', term: 1, taken: false, members: ['a', 'b'] });
    expect(await beat('a')).toMatchObject({ holder: 'a', term: 1, taken: false });
    // It is given up at once by who goes, and by nobody else.
    expect(await one.evaluate(partScript, list, ['b'])).toBe(0);
    expect(await one.evaluate(partScript, list, ['a'])).toBe(1);
    expect(await beat('b', { may: '0' })).toMatchObject({ holder: '', taken: false, members: ['b'] });
    expect(await beat('b')).toMatchObject({ holder: 'b', term: 2, taken: true });
  });

  it('runs out when it is not renewed, and so does being a member', async () => {
    await beat('b', { ms: 1 });
    await expect.poll(() => one.get(keys.lease)).toBeNull();
    expect(await beat('c', { ms: 1 })).toMatchObject({ holder: 'c', term: 3, members: ['c'] });
  });

  it('goes on from the highest number anybody saw, when Redis came back with less', async () => {
    await expect.poll(() => one.get(keys.lease)).toBeNull();
    await one.set(keys.fence, '1');
    expect(await beat('d', { seen: 9 })).toMatchObject({ before: 1, term: 10, taken: true });
    // And so it does when the lease came back with it.
    await one.set(keys.fence, '3');
    expect(await beat('d', { seen: 10 })).toMatchObject({ holder: 'd', term: 11, taken: false });
  });

  it('is not taken by a newcomer when Redis was restarted under a leader', async () => {
    // It holds the lease over the restart, and has not written everything again yet.
    await beat('d');
    await beat('d', { run: 'another life', ready: false, ms: 1 });
    await expect.poll(() => one.get(keys.lease)).toBeNull();
    expect(await beat('e', { may: '-', run: 'another life' })).toMatchObject({ holder: '', restarted: true });
    expect(await beat('e', { may: '-' })).toMatchObject({ holder: 'e', restarted: false });
  });
});

it.runIf(!hasRedis)('SKIPPED: the lease on a real Redis, redis-server is not installed', () => {});
