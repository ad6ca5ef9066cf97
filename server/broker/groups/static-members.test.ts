// Static members (KIP-345, KIP-814): a restart under the same instance id is not a rebalance, and the former self is fenced.

import { describe, expect, it } from 'vitest';
import { bytes, settled, startStory } from './story-kit.ts';

const staticMembers = (n: number) => ({ instanceId: `i${n}` });
async function twoStatic() {
  const story = await startStory();
  const [leader, follower] = await story.stable(2, staticMembers);
  if (!leader || !follower) throw new Error('two members expected');
  story.forget();
  return { ...story, leader, follower };
}

describe('a static member', () => {
  it('joins without asking for an id first', async () => {
    const { join } = await startStory();
    expect(await join('', { instanceId: 'i1', requireMemberId: true }).promise).toMatchObject({
      code: 0,
      generation: 1,
      memberId: 'i1-id1',
      members: [{ instanceId: 'i1' }],
    });
  });

  it('restarted with the same subscription gets its seat and assignment back, and nobody else is troubled', async () => {
    const { join, sync, beat, steps, departures, leader, follower } = await twoStatic();
    const back = await join('', { instanceId: 'i2', connection: 5 }).promise;
    expect(back).toMatchObject({ code: 0, generation: 2, leader: leader.memberId, members: [], skipAssignment: false });
    expect(back.memberId).not.toBe(follower.memberId);
    expect(beat(leader)).toBe(0);
    const seat = { memberId: back.memberId, generation: 2, instanceId: 'i2' };
    expect((await sync(seat).promise).assignment).toEqual(bytes([{ topic: 't', partitions: [1] }]));
    expect(steps()).toEqual(['Stable@2:null']);
    expect(departures()).toEqual([]);
  });

  it('fences its former self everywhere (82)', async () => {
    const { join, sync, beat, leave, commit, follower } = await twoStatic();
    await join('', { instanceId: 'i2', connection: 5 }).promise;
    expect(beat(follower)).toBe(82);
    expect((await sync(follower).promise).code).toBe(82);
    expect((await join(follower.memberId, { instanceId: 'i2' }).promise).code).toBe(82);
    expect((await commit(follower, 1)).map(({ code }) => code)).toEqual([82]);
    expect(leave(follower.memberId, 'i2')).toBe(82);
    expect(beat({ ...follower, instanceId: null })).toBe(25);
    expect(beat({ ...follower, instanceId: 'other' })).toBe(25);
  });

  it('that led is not asked to assign again: skipAssignment from v9, the former leader id before', async () => {
    const { join, leader } = await twoStatic();
    const old = await join('', { instanceId: 'i1', connection: 5 }).promise;
    expect(old).toMatchObject({ code: 0, generation: 2, leader: leader.memberId, members: [], skipAssignment: false });
    const recent = await join('', { instanceId: 'i1', connection: 6, supportsSkipAssignment: true }).promise;
    expect(recent).toMatchObject({ code: 0, generation: 2, skipAssignment: true });
    expect(recent.leader).toBe(recent.memberId);
    expect(recent.members).toHaveLength(2);
  });

  it('restarted with another subscription rebalances', async () => {
    const { join, steps, leader } = await twoStatic();
    const back = join('', { instanceId: 'i2', protocols: [{ name: 'range', metadata: bytes(['u']) }] });
    expect(steps()).toEqual(['PreparingRebalance@2:subscription']);
    await join(leader.memberId, { instanceId: 'i1' }).promise;
    expect((await back.promise).generation).toBe(3);
  });

  it('restarted while its join is parked fences the parked request', async () => {
    const { join, leader, follower } = await twoStatic();
    join('', { connection: 3, instanceId: 'i3' });
    const parked = join(follower.memberId, { instanceId: 'i2' });
    const back = join('', { instanceId: 'i2', connection: 5 });
    expect((await parked.promise).code).toBe(82);
    await settled();
    expect(back.result).toBeUndefined();
    await join(leader.memberId, { instanceId: 'i1' }).promise;
    expect((await back.promise).generation).toBe(3);
  });

  it('restarted while the assignment is awaited opens a new rebalance', async () => {
    const { join, sync, leader, follower } = await twoStatic();
    const rejoins = [join(leader.memberId, { instanceId: 'i1' }), join(follower.memberId, { instanceId: 'i2' })];
    const [, seat] = await Promise.all(rejoins.map(({ promise }) => promise));
    const parked = sync({ memberId: follower.memberId, generation: seat?.generation ?? 0, instanceId: 'i2' });
    const back = join('', { instanceId: 'i2', connection: 5 });
    expect((await parked.promise).code).toBe(82);
    await join(leader.memberId, { instanceId: 'i1' }).promise;
    expect((await back.promise).generation).toBe(4);
  });

  it('that does not rejoin in time keeps its seat until its session ends', async () => {
    const { join, beat, clock, leader, follower, departures } = await twoStatic();
    const rejoin = join(leader.memberId, { instanceId: 'i1' });
    for (let s = 0; s < 60; s += 5) {
      beat(follower);
      clock.advance(5000);
    }
    expect((await rejoin.promise).members).toHaveLength(2);
    expect(departures()).toEqual([]);
    clock.advance(5000);
    expect(departures()).toEqual([`${follower.memberId}:session-timeout`]);
  });

  it('keeps a rebalance open when nobody rejoins, without spinning', async () => {
    const { groups, clock, stable, leave, beat } = await startStory();
    const [one, two] = await stable(2, (n) => ({
      ...staticMembers(n),
      rebalanceTimeoutMs: 0,
      sessionTimeoutMs: 30_000,
    }));
    if (!one || !two) throw new Error('two members expected');
    leave('', 'i1');
    clock.advance(20_000);
    expect(groups.describe('g').phase).toBe('PreparingRebalance');
    expect(beat(two)).toBe(27);
  });

  it('may be removed by its instance id alone', async () => {
    const { leave, departures, leader } = await twoStatic();
    expect(leave('', 'i1')).toBe(0);
    expect(departures()).toEqual([`${leader.memberId}:kicked`]);
    expect(leave('', 'i1')).toBe(25);
  });
});
