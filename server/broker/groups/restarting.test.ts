// What survives the process: offsets, generations, members and their shares. And what a bad log does (nothing).

import { describe, expect, it } from 'vitest';
import { type GroupRecord, memoryStateStore } from './store.ts';
import { bytes, startStory } from './story-kit.ts';

/** The records as a line log would give them back. */
const reloaded = (records: unknown[]) => memoryStateStore(records.map((record) => JSON.parse(JSON.stringify(record))));

describe('after a restart', () => {
  it('members go on as if nothing had happened, with fresh session timers', async () => {
    const store = memoryStateStore();
    const before = await startStory({ store });
    const [one, two] = await before.stable(2);
    if (!one || !two) throw new Error('two members expected');
    await before.commit(one, 12);
    before.clock.advance(9000);
    before.groups.close();

    const after = await startStory({ store: reloaded(store.records) });
    expect(after.steps()).toEqual(['Stable@2:restored']);
    expect(after.groups.snapshot().groups[0]).toMatchObject({
      leader: one.memberId,
      protocol: 'range',
      members: [
        { memberId: one.memberId, connection: null, assignment: [{ topic: 't', partitions: [0] }] },
        { memberId: two.memberId, connection: null, assignment: [{ topic: 't', partitions: [1] }] },
      ],
    });
    expect(after.committed()).toMatchObject({ offset: 12, leaderEpoch: 3, metadata: 'note' });
    after.clock.advance(9999);
    expect(after.beat(one)).toBe(0);
    expect((await after.sync(two).promise).assignment).toEqual(bytes([{ topic: 't', partitions: [1] }]));
    expect(after.departures()).toEqual([]);
    after.clock.advance(9000);
    after.beat(one);
    after.clock.advance(1000);
    expect(after.departures()).toEqual([`${two.memberId}:session-timeout`]);
    expect((await after.join(one.memberId).promise).generation).toBe(3);
  });

  it('static members are still known by their instance', async () => {
    const store = memoryStateStore();
    const before = await startStory({ store });
    await before.stable(1, () => ({ instanceId: 'i1' }));
    const after = await startStory({ store: reloaded(store.records) });
    const back = await after.join('', { instanceId: 'i1' }).promise;
    expect(back).toMatchObject({ code: 0, generation: 1 });
    const seat = { memberId: back.memberId, generation: 1, instanceId: 'i1' };
    expect((await after.sync(seat).promise).assignment).toEqual(bytes([{ topic: 't', partitions: [0] }]));
  });

  it('the generation of an Empty group goes on, deleted groups and offsets stay deleted', async () => {
    const store = memoryStateStore();
    const before = await startStory({ store });
    const [one] = await before.stable(1);
    before.leave(one?.memberId ?? '');
    await before.commit(null, 3);
    await before.commit(null, 3, { group: 'gone' });
    await before.groups.deleteGroup('gone');
    await before.groups.deleteOffsets('g', [{ topic: 't', partition: 0 }]);
    const after = await startStory({ store: reloaded(store.records) });
    expect(after.groups.list()).toEqual([{ group: 'g', protocolType: 'consumer', phase: 'Empty' }]);
    expect(after.committed()?.offset).toBe(-1);
    expect(after.committed('gone')?.offset).toBe(-1);
    expect((await after.join('').promise).generation).toBe(3);
  });

  it('a rebalance that was under way is simply taken up again', async () => {
    const store = memoryStateStore();
    const before = await startStory({ store });
    const [one] = await before.stable(1);
    const newcomer = before.join('', { connection: 2 });
    before.groups.close();
    expect((await newcomer.promise).code).toBe(15);
    const after = await startStory({ store: reloaded(store.records) });
    expect(after.beat(one ?? { memberId: '', generation: 0 })).toBe(0);
    after.join('', { connection: 2 });
    expect(after.beat(one ?? { memberId: '', generation: 0 })).toBe(27);
  });
});

describe('the state log', () => {
  it('may be compacted at any time without losing what is on its way', async () => {
    const store = memoryStateStore();
    let compacted: GroupRecord[] = [];
    const compacting = {
      ...store,
      compactIfLarge: (records: () => GroupRecord[]) => {
        compacted = records();
      },
    };
    const before = await startStory({ store: compacting });
    const [one] = await before.stable(2);
    await before.commit(one ?? null, 12);
    const after = await startStory({ store: reloaded(compacted) });
    expect(after.groups.snapshot()).toEqual({
      ...before.groups.snapshot(),
      groups: before.groups.snapshot().groups.map((group) => ({
        ...group,
        members: group.members.map((member) => ({ ...member, connection: null })),
      })),
    });
  });

  it('full of nonsense is skipped, counted and told', async () => {
    const nonsense = [
      null,
      3,
      'group',
      [],
      {},
      { kind: 'group', group: 4 },
      { kind: 'group', group: 'g', members: 'all' },
      {
        kind: 'offsets',
        group: 'g',
        offsets: [{ topic: 't', partition: -1, offset: 1, leaderEpoch: 0, metadata: '', at: 0 }],
      },
      { kind: 'offsets-deleted', group: 'g', partitions: [{ topic: 't' }] },
      { kind: 'later', group: 'g' },
    ];
    const { groups, events } = await startStory({ store: memoryStateStore(nonsense) });
    expect(groups.list()).toEqual([]);
    expect(events).toEqual([
      { type: 'notice', level: 'warn', message: `state log: ${nonsense.length} unreadable group records skipped` },
    ]);
  });
});
