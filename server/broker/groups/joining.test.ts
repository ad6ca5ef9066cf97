// JoinGroup: newcomers, retries, protocol choice, and what a rejoin does in each phase.

import { describe, expect, it } from 'vitest';
import { bytes, settled, startStory } from './story-kit.ts';

describe('a first member', () => {
  it('leads generation 1 at once and learns who is there', async () => {
    const { join, steps, groups } = await startStory();
    const first = await join('').promise;
    expect(first).toMatchObject({ code: 0, generation: 1, protocolType: 'consumer', protocol: 'range' });
    expect(first.leader).toBe(first.memberId);
    expect(first.memberId).toBe('c-id1');
    expect(first.members).toEqual([{ memberId: 'c-id1', instanceId: null, metadata: bytes(['t']) }]);
    expect(steps()).toEqual(['PreparingRebalance@0:join', 'CompletingRebalance@1:join']);
    expect(groups.describe('g').phase).toBe('CompletingRebalance');
  });

  it('gets its id first when it speaks JoinGroup v4 (79), then joins with it', async () => {
    const { join, groups } = await startStory();
    const refused = await join('', { requireMemberId: true }).promise;
    expect(refused).toMatchObject({ code: 79, generation: -1 });
    expect(groups.describe('g').phase).toBe('Empty');
    const joined = await join(refused.memberId, { requireMemberId: true }).promise;
    expect(joined).toMatchObject({ code: 0, generation: 1, memberId: refused.memberId });
  });

  it('loses an id it does not use within its session timeout', async () => {
    const { join, clock } = await startStory();
    const { memberId } = await join('', { requireMemberId: true }).promise;
    clock.advance(10_001);
    expect((await join(memberId).promise).code).toBe(25);
  });

  it('is not known under an id it made up', async () => {
    const { join, stable } = await startStory();
    expect((await join('invented').promise).code).toBe(25);
    await stable(1);
    expect((await join('invented').promise).code).toBe(25);
  });

  it('waits for group.initial.rebalance.delay.ms when there is one, and only then', async () => {
    const { join, clock } = await startStory({ limits: { initialRebalanceDelayMs: 3000 } });
    const first = join('');
    const second = join('');
    clock.advance(2999);
    await settled();
    expect(first.result).toBeUndefined();
    clock.advance(1);
    expect((await first.promise).generation).toBe(1);
    expect((await second.promise).generation).toBe(1);
  });
});

describe('a second member', () => {
  it('opens a rebalance that ends as soon as the first one has rejoined', async () => {
    const { join, stable, beat, steps, forget } = await startStory();
    const [one] = await stable(1);
    if (!one) throw new Error('no member');
    forget();
    const newcomer = join('', { connection: 2 });
    await settled();
    expect(newcomer.result).toBeUndefined();
    expect(beat(one)).toBe(27);
    const again = await join(one.memberId).promise;
    expect(again).toMatchObject({ code: 0, generation: 2, leader: one.memberId });
    expect(again.members).toHaveLength(2);
    const joined = await newcomer.promise;
    expect(joined).toMatchObject({ code: 0, generation: 2, leader: one.memberId, members: [] });
    expect(steps()).toEqual(['PreparingRebalance@1:join', 'CompletingRebalance@2:join']);
  });

  it('holds the rebalance open while it has an id and has not used it', async () => {
    const { join, stable, clock } = await startStory();
    const [one] = await stable(1);
    const pending = await join('', { requireMemberId: true, sessionTimeoutMs: 5000 }).promise;
    const rejoin = join(one?.memberId ?? '');
    await settled();
    expect(rejoin.result).toBeUndefined();
    clock.advance(5000);
    expect((await rejoin.promise).members).toHaveLength(1);
    expect(pending.code).toBe(79);
  });

  it('is refused when it speaks another protocol type, or no assignor in common (23)', async () => {
    const { join, stable } = await startStory();
    await stable(1);
    expect((await join('', { protocolType: 'connect' }).promise).code).toBe(23);
    expect((await join('', { protocols: [{ name: 'sticky', metadata: bytes([]) }] }).promise).code).toBe(23);
    expect((await join('', { protocols: [] }).promise).code).toBe(23);
    expect((await join('', { protocolType: '' }).promise).code).toBe(23);
  });
});

describe('the protocol', () => {
  const speaks = (...names: string[]) => ({ protocols: names.map((name) => ({ name, metadata: bytes([name]) })) });

  it('is one that all support, by the most first choices', async () => {
    const { join, clock } = await startStory({ limits: { initialRebalanceDelayMs: 100 } });
    const joins = [
      join('', speaks('range', 'sticky', 'roundrobin')),
      join('', speaks('own', 'sticky', 'range')),
      join('', speaks('sticky', 'range')),
    ];
    clock.advance(100);
    const results = await Promise.all(joins.map(({ promise }) => promise));
    expect(results.map(({ protocol }) => protocol)).toEqual(['sticky', 'sticky', 'sticky']);
    expect(results[0]?.members.map(({ metadata }) => metadata)).toEqual(Array(3).fill(bytes(['sticky'])));
  });

  it('may be changed by a member that is alone', async () => {
    const { join, stable } = await startStory();
    const [one] = await stable(1);
    const again = await join(one?.memberId ?? '', speaks('sticky')).promise;
    expect(again).toMatchObject({ code: 0, protocol: 'sticky', generation: 2 });
  });
});

describe('a rejoin', () => {
  it('of an unchanged follower in Stable repeats the current generation', async () => {
    const { join, stable, steps, forget } = await startStory();
    const [leader, follower] = await stable(2);
    forget();
    const again = await join(follower?.memberId ?? '', { connection: 2 }).promise;
    expect(again).toMatchObject({ code: 0, generation: 2, leader: leader?.memberId, members: [] });
    expect(steps()).toEqual([]);
  });

  it('of the leader in Stable rebalances, even unchanged', async () => {
    const { join, stable, steps, forget } = await startStory();
    const [leader, follower] = await stable(2);
    forget();
    const again = join(leader?.memberId ?? '');
    const other = join(follower?.memberId ?? '', { connection: 2 });
    expect((await again.promise).generation).toBe(3);
    expect((await other.promise).generation).toBe(3);
    expect(steps()[0]).toBe('PreparingRebalance@2:metadata');
  });

  it('of a follower that asks for other topics rebalances', async () => {
    const { join, stable, steps, forget } = await startStory();
    const [, follower] = await stable(2);
    forget();
    join(follower?.memberId ?? '', { connection: 2, protocols: [{ name: 'range', metadata: bytes(['t', 'u']) }] });
    expect(steps()).toEqual(['PreparingRebalance@2:subscription']);
  });

  it('of a cooperative member tells whether it gave partitions back, or only says what it holds by now', async () => {
    const { join, sync, stable, steps, forget } = await startStory();
    const [leader, follower] = await stable(2);
    const holding = (...partitions: number[]) => ({
      protocols: [{ name: 'range', metadata: bytes({ topics: ['t'], owned: [{ topic: 't', partitions }] }) }],
    });
    const both = async (leads: number[], follows: number[]) => {
      const all = [
        join(leader?.memberId ?? '', holding(...leads)),
        join(follower?.memberId ?? '', { connection: 2, ...holding(...follows) }),
      ];
      const [{ generation } = { generation: 0 }] = await Promise.all(all.map(({ promise }) => promise));
      for (const [nth, one] of [leader, follower].entries()) {
        sync({ memberId: one?.memberId ?? '', generation, connection: nth + 1 });
      }
    };
    forget();
    await both([0, 1], []);
    expect(steps()[0]).toBe('PreparingRebalance@2:metadata');
    forget();
    await both([0], []);
    expect(steps()[0]).toBe('PreparingRebalance@3:given-back');
    forget();
    await both([0], [1]);
    expect(steps()[0]).toBe('PreparingRebalance@4:metadata');
  });

  it('unchanged while the assignment is awaited gets the same reply again', async () => {
    const { join } = await startStory();
    const first = await join('').promise;
    expect(await join(first.memberId).promise).toEqual(first);
  });

  it('while its first join is still parked takes its place: the old request is answered, not forgotten', async () => {
    const { join, stable } = await startStory();
    const [one] = await stable(1);
    const newcomer = join('', { requireMemberId: true });
    const { memberId } = await newcomer.promise;
    const lost = join(memberId, { connection: 2 });
    const retry = join(memberId, { connection: 3 });
    expect((await lost.promise).code).toBe(27);
    await settled();
    expect(retry.result).toBeUndefined();
    const again = await join(one?.memberId ?? '').promise;
    expect(again.members).toHaveLength(2);
    expect((await retry.promise).generation).toBe(2);
  });
});
