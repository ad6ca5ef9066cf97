// The ways out of a group, told apart: goodbye, silence, poll too slow, removal. And what is not a way out: a lost connection.

import { describe, expect, it } from 'vitest';
import { leaveReason } from './leave.ts';
import { settled, startStory } from './story-kit.ts';

describe('silence', () => {
  it('evicts a member after its session timeout and rebalances the others', async () => {
    const { stable, beat, join, clock, departures, steps, forget } = await startStory();
    const [one, two] = await stable(2);
    if (!one || !two) throw new Error('two members expected');
    forget();
    clock.advance(6000);
    expect(beat(one)).toBe(0);
    clock.advance(3999);
    expect(departures()).toEqual([]);
    clock.advance(1);
    expect(departures()).toEqual([`${two.memberId}:session-timeout`]);
    expect(steps()).toEqual(['PreparingRebalance@2:session-timeout']);
    expect(beat(one)).toBe(27);
    expect(beat(two)).toBe(25);
    expect((await join(one.memberId).promise).members).toHaveLength(1);
  });

  it('empties the group when everybody is silent, and keeps its generation', async () => {
    const { stable, clock, groups, join, steps } = await startStory();
    await stable(1);
    clock.advance(10_000);
    expect(groups.describe('g')).toMatchObject({ phase: 'Empty', protocolType: 'consumer', protocol: '', members: [] });
    expect(steps().at(-1)).toBe('Empty@2:session-timeout');
    expect((await join('').promise).generation).toBe(3);
  });

  it('is not held against a member that waits for its Join or Sync: it cannot speak', async () => {
    const { stable, join, sync, beat, clock, departures } = await startStory();
    const [one] = await stable(1, () => ({ sessionTimeoutMs: 60_000, rebalanceTimeoutMs: 120_000 }));
    if (!one) throw new Error('one member expected');
    const newcomer = join('', { connection: 2, sessionTimeoutMs: 5000 });
    clock.advance(50_000);
    expect(beat(one)).toBe(27);
    clock.advance(50_000);
    expect(departures()).toEqual([]);
    await join(one.memberId, { sessionTimeoutMs: 60_000 }).promise;
    const seat = await newcomer.promise;
    const waiting = sync({ ...seat, connection: 2 });
    expect(beat({ ...seat, connection: 2 })).toBe(0); // some clients beat on another connection while they wait
    clock.advance(50_000);
    await settled();
    expect(waiting.result).toBeUndefined();
    expect(departures()).toEqual([]);
  });

  it('does not include the time during which this process itself was stalled', async () => {
    const { stable, beat, clock, departures } = await startStory();
    const [one] = await stable(1);
    if (!one) throw new Error('one member expected');
    // A timer that fires much later than it was due: `now` jumps while nothing runs.
    let jumped = 0;
    const now = clock.now;
    clock.now = () => now() + jumped;
    jumped = 60_000;
    clock.advance(10_000);
    expect(departures()).toEqual([]);
    expect(beat(one)).toBe(0);
    clock.advance(10_000);
    expect(departures()).toEqual([`${one.memberId}:session-timeout`]);
  });
});

describe('poll too slow', () => {
  it('evicts a member that goes on beating but does not rejoin before the rebalance deadline', async () => {
    const { stable, join, beat, clock, departures } = await startStory();
    const [slow] = await stable(1, () => ({ rebalanceTimeoutMs: 30_000 }));
    if (!slow) throw new Error('one member expected');
    const newcomer = join('', { connection: 2, rebalanceTimeoutMs: 20_000 });
    for (let s = 0; s < 30; s += 5) {
      expect(beat(slow)).toBe(27);
      clock.advance(5000);
    }
    expect(departures()).toEqual([`${slow.memberId}:rebalance-timeout`]);
    const alone = await newcomer.promise;
    expect(alone).toMatchObject({ code: 0, generation: 2 });
    expect(alone.leader).toBe(alone.memberId);
    expect(beat(slow)).toBe(25);
  });

  it('is recognised in the reason a client gives when it leaves by itself', () => {
    const reasonOf = (reason: string | null, memberId = 'm', instanceId: string | null = null) =>
      leaveReason({ memberId, instanceId, reason });
    expect(reasonOf('consumer poll timeout has expired.')).toBe('rebalance-timeout');
    expect(reasonOf('the consumer is being closed')).toBe('leave');
    expect(reasonOf(null)).toBe('leave');
    expect(reasonOf('member was removed by an admin: too slow')).toBe('kicked');
    expect(reasonOf(null, '', 'static-1')).toBe('kicked');
  });
});

describe('a goodbye', () => {
  it('rebalances at once', async () => {
    const { stable, leave, beat, departures, steps, forget } = await startStory();
    const [one, two] = await stable(2);
    if (!one || !two) throw new Error('two members expected');
    forget();
    expect(leave(one.memberId)).toBe(0);
    expect(departures()).toEqual([`${one.memberId}:leave`]);
    expect(steps()).toEqual(['PreparingRebalance@2:leave']);
    expect(beat(two)).toBe(27);
    expect(leave(one.memberId)).toBe(25);
  });

  it('hands the lead to a member that is there', async () => {
    const { stable, leave, join } = await startStory();
    const [one, two] = await stable(2);
    leave(one?.memberId ?? '');
    const next = await join(two?.memberId ?? '').promise;
    expect(next).toMatchObject({ generation: 3, leader: two?.memberId });
    expect(next.members).toHaveLength(1);
  });

  it('answers what the leaver had parked, and lets the others go on', async () => {
    const { stable, join, groups, leave } = await startStory();
    const [one] = await stable(1);
    const { memberId } = await join('', { requireMemberId: true }).promise;
    const parked = join(memberId, { connection: 2 });
    expect(leave(memberId)).toBe(0);
    expect((await parked.promise).code).toBe(25);
    expect((await join(one?.memberId ?? '').promise).members).toHaveLength(1);
    expect(groups.describe('g').members).toHaveLength(1);
  });

  it('of an id that was never used stops the group from waiting for it', async () => {
    const { stable, join, leave } = await startStory();
    const [one] = await stable(1);
    const { memberId } = await join('', { requireMemberId: true }).promise;
    const rejoin = join(one?.memberId ?? '');
    expect(leave(memberId)).toBe(0);
    expect((await rejoin.promise).code).toBe(0);
  });

  it('of several members in one request is answered one by one and rebalances once', async () => {
    const { stable, groups, steps, forget } = await startStory();
    const [one, two] = await stable(3);
    forget();
    const leaver = (memberId: string) => ({ memberId, instanceId: null, reason: null });
    const { code, members } = groups.leave({
      group: 'g',
      members: [leaver(one?.memberId ?? ''), leaver('stranger'), leaver(two?.memberId ?? '')],
    });
    expect([code, ...members.map((member) => member.code)]).toEqual([0, 0, 25, 0]);
    expect(steps()).toEqual(['PreparingRebalance@3:leave']);
  });

  it('to an unknown group is answered per member (25), to a bad name as a whole (24)', async () => {
    const { groups, leave } = await startStory();
    expect(leave('x')).toBe(25);
    expect(groups.leave({ group: '', members: [{ memberId: 'x', instanceId: null }] })).toEqual({
      code: 24,
      members: [],
    });
  });
});

describe('a lost connection', () => {
  it('is not a leave: the member stays until its session timeout, and may come back on another connection', async () => {
    const { stable, groups, beat, clock, departures } = await startStory();
    const [one] = await stable(1);
    if (!one) throw new Error('one member expected');
    groups.connectionClosed(1);
    expect(departures()).toEqual([]);
    expect(groups.snapshot().groups[0]).toMatchObject({ phase: 'Stable', members: [{ connection: null }] });
    clock.advance(9000);
    expect(beat({ ...one, connection: 7 })).toBe(0);
    expect(groups.snapshot().groups[0]?.members[0]?.connection).toBe(7);
    clock.advance(9999);
    expect(departures()).toEqual([]);
  });

  it('drops a parked join and lets the session run again', async () => {
    const { stable, join, groups, clock, departures } = await startStory();
    const [one, two] = await stable(2);
    if (!one || !two) throw new Error('two members expected');
    join(one.memberId); // the leader: opens a rebalance
    join('', { connection: 3 });
    const parked = join(two.memberId, { connection: 2 });
    expect(groups.describe('g').phase).toBe('CompletingRebalance');
    await parked.promise;
    join('', { connection: 4 });
    const again = join(two.memberId, { connection: 2 });
    groups.connectionClosed(2);
    expect((await again.promise).code).not.toBe(0);
    clock.advance(9999);
    expect(departures()).toEqual([]);
    clock.advance(1);
    expect(departures()).toContain(`${two.memberId}:session-timeout`);
  });

  it('forgets ids that were handed out on it, and newcomers that never learnt theirs', async () => {
    const { stable, join, groups } = await startStory();
    const [one] = await stable(1);
    await join('', { connection: 2, requireMemberId: true }).promise;
    const ghost = join('', { connection: 3 });
    const rejoin = join(one?.memberId ?? '');
    groups.connectionClosed(3);
    expect((await ghost.promise).code).not.toBe(0);
    await settled();
    expect(rejoin.result).toBeUndefined();
    groups.connectionClosed(2);
    expect((await rejoin.promise).members).toHaveLength(1);
  });

  it('that was replaced before it closed changes nothing', async () => {
    const { stable, join, groups } = await startStory();
    const [, two] = await stable(2);
    await join(two?.memberId ?? '', { connection: 9 }).promise;
    groups.connectionClosed(2);
    expect(groups.snapshot().groups[0]?.members[1]?.connection).toBe(9);
  });
});
