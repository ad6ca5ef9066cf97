// SyncGroup and Heartbeat: the assignment travels, and 27 is said exactly when it must be.

import { describe, expect, it } from 'vitest';
import { bytes, settled, startStory } from './story-kit.ts';

const half = (partition: number) => [{ topic: 't', partitions: [partition] }];

async function twoJoined() {
  const story = await startStory();
  const first = await story.join('').promise;
  const second = story.join('', { connection: 2 });
  const leader = await story.join(first.memberId).promise;
  return { ...story, leader, follower: { ...(await second.promise), connection: 2 } };
}

describe('SyncGroup', () => {
  it('parks a follower until the leader has spoken', async () => {
    const { sync, leader, follower, groups, steps } = await twoJoined();
    const waiting = sync(follower);
    await settled();
    expect(waiting.result).toBeUndefined();
    const mine = sync(leader, { [leader.memberId]: half(0), [follower.memberId]: half(1) });
    expect(await mine.promise).toMatchObject({ code: 0, protocol: 'range', assignment: bytes(half(0)) });
    expect((await waiting.promise).assignment).toEqual(bytes(half(1)));
    expect(steps().at(-1)).toBe('Stable@2:join');
    expect(groups.snapshot().groups[0]?.members.map(({ assignment }) => assignment)).toEqual([half(0), half(1)]);
  });

  it('shows no share of an older generation while the new one is awaited', async () => {
    const { sync, join, leader, follower, groups } = await twoJoined();
    await sync(leader, { [leader.memberId]: half(0), [follower.memberId]: half(1) }).promise;
    const rejoin = join(leader.memberId);
    join(follower.memberId, { connection: 2 });
    expect((await rejoin.promise).generation).toBe(3);
    expect(groups.snapshot().groups[0]).toMatchObject({
      phase: 'CompletingRebalance',
      members: [{ assignment: [] }, { assignment: [] }],
    });
  });

  it('answers late followers and retries from what the leader gave', async () => {
    const { sync, leader, follower } = await twoJoined();
    await sync(leader, { [follower.memberId]: half(1) }).promise;
    expect((await sync(follower).promise).assignment).toEqual(bytes(half(1)));
    expect((await sync(follower).promise).assignment).toEqual(bytes(half(1)));
  });

  it('gives empty bytes to a member the leader forgot, and ignores strangers', async () => {
    const { sync, leader, follower } = await twoJoined();
    await sync(leader, { stranger: half(4), [leader.memberId]: half(0) }).promise;
    expect(await sync(follower).promise).toMatchObject({ code: 0, assignment: new Uint8Array(0) });
  });

  it('does not listen to assignments sent by a follower', async () => {
    const { sync, leader, follower } = await twoJoined();
    const waiting = sync(follower, { [follower.memberId]: half(0), [leader.memberId]: half(0) });
    await sync(leader, { [leader.memberId]: half(0) }).promise;
    expect((await waiting.promise).assignment).toHaveLength(0);
  });

  it('is refused during a rebalance (27), with another generation (22), by strangers (25), with another protocol (23)', async () => {
    const { sync, join, leader, follower, groups } = await twoJoined();
    expect((await sync({ ...follower, generation: 1 }).promise).code).toBe(22);
    expect((await sync({ ...follower, memberId: 'x' }).promise).code).toBe(25);
    const other = { group: 'g', ...follower, instanceId: null, assignments: [] };
    expect((await groups.sync({ ...other, protocol: 'sticky' })).code).toBe(23);
    expect((await groups.sync({ ...other, protocolType: 'connect' })).code).toBe(23);
    const waiting = sync(follower);
    join('', { connection: 3 });
    expect((await waiting.promise).code).toBe(27);
    expect((await sync(leader).promise).code).toBe(27);
  });

  it('answers an older parked sync when the same member syncs again', async () => {
    const { sync, leader, follower } = await twoJoined();
    const lost = sync(follower);
    const retry = sync(follower);
    expect((await lost.promise).code).toBe(27);
    await sync(leader, { [follower.memberId]: half(1) }).promise;
    expect((await retry.promise).assignment).toEqual(bytes(half(1)));
  });

  it('repeats the join reply to a member whose sync was lost with its connection, and never an empty success', async () => {
    const { sync, join, follower } = await twoJoined();
    const lost = sync(follower);
    const again = await join(follower.memberId, { connection: 3 }).promise;
    expect(again).toMatchObject({ code: 0, generation: 2 });
    expect((await lost.promise).code).toBe(27);
  });

  it('evicts members that never sync when the rebalance timeout has passed', async () => {
    const { sync, beat, leader, follower, clock, departures } = await twoJoined();
    await sync(leader, {}).promise;
    for (let s = 0; s < 60; s += 5) {
      expect(beat(leader)).toBe(0);
      expect(beat(follower)).toBe(0);
      clock.advance(5000);
    }
    expect(departures()).toEqual([`${follower.memberId}:rebalance-timeout`]);
    expect(beat(leader)).toBe(27);
    expect(beat(follower)).toBe(25);
  });

  it('lets the followers go when the leader never syncs', async () => {
    const { sync, beat, leader, follower, clock, departures } = await twoJoined();
    const waiting = sync(follower);
    for (let s = 0; s < 60; s += 5) {
      beat(leader);
      clock.advance(5000);
    }
    expect((await waiting.promise).code).toBe(27);
    expect(departures()).toEqual([`${leader.memberId}:rebalance-timeout`]);
  });
});

describe('Heartbeat', () => {
  it('says 27 while members are rejoining, 0 while the assignment is awaited, 0 when Stable', async () => {
    const { beat, join, sync, leader, follower } = await twoJoined();
    expect(beat(leader)).toBe(0);
    await sync(leader).promise;
    expect(beat(follower)).toBe(0);
    join('', { connection: 3 });
    expect(beat(leader)).toBe(27);
    expect(beat(follower)).toBe(27);
  });

  it('refuses another generation (22), strangers and unknown groups (25), bad names (24)', async () => {
    const { beat, leader, groups } = await twoJoined();
    expect(beat({ ...leader, generation: 1 })).toBe(22);
    expect(beat({ ...leader, memberId: 'x' })).toBe(25);
    const seat = { memberId: 'x', generation: 1, instanceId: null, connection: 1 };
    expect(groups.heartbeat({ ...seat, group: 'nobody' }).code).toBe(25);
    expect(groups.heartbeat({ ...seat, group: '' }).code).toBe(24);
  });
});
