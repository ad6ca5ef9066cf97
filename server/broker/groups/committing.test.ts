// OffsetCommit, OffsetFetch, OffsetDelete, expiry: who may commit, and what comes back.

import { describe, expect, it } from 'vitest';
import { memoryStateStore } from './store.ts';
import { settled, startStory, watch } from './story-kit.ts';

const codes = (results: { code: number }[]) => results.map(({ code }) => code);
const DAY = 86_400_000;

describe('a commit', () => {
  it('by a member comes back whole: offset, leader epoch, metadata', async () => {
    const { stable, commit, committed, events } = await startStory();
    const [one] = await stable(1);
    expect(codes(await commit(one ?? null, 42))).toEqual([0]);
    expect(committed()).toEqual({ partition: 0, offset: 42, leaderEpoch: 3, metadata: 'note', code: 0 });
    expect(events.at(-1)).toEqual({
      type: 'committed',
      group: 'g',
      memberId: one?.memberId,
      clientId: 'c',
      offsets: [{ topic: 't', partition: 0, offset: 42 }],
    });
  });

  it('is refused to another generation (22), a stranger (25), and an outsider while somebody is in the group (25)', async () => {
    const { stable, commit, committed } = await startStory();
    const [one] = await stable(1);
    if (!one) throw new Error('one member expected');
    expect(codes(await commit({ ...one, generation: 0 }, 1))).toEqual([22]);
    expect(codes(await commit({ ...one, memberId: 'x' }, 1))).toEqual([25]);
    expect(codes(await commit({ ...one, generation: -1 }, 1))).toEqual([22]);
    expect(codes(await commit(null, 1))).toEqual([25]);
    expect(committed()?.offset).toBe(-1);
  });

  it('is taken while members rejoin, refused between two assignments (27)', async () => {
    const { stable, commit, join } = await startStory();
    const [one] = await stable(1);
    if (!one) throw new Error('one member expected');
    join('', { connection: 2 });
    expect(codes(await commit(one, 5))).toEqual([0]);
    const { generation } = await join(one.memberId).promise;
    expect(codes(await commit({ ...one, generation }, 6))).toEqual([27]);
  });

  it('keeps the session alive', async () => {
    const { stable, commit, clock, departures } = await startStory();
    const [one] = await stable(1);
    for (let i = 0; i < 3; i += 1) {
      clock.advance(9000);
      await commit(one ?? null, i);
    }
    expect(departures()).toEqual([]);
  });

  it('without a group generation is for simple consumers: the group is made, and stays Empty', async () => {
    const { commit, committed, groups, events } = await startStory();
    expect(codes(await commit(null, 7))).toEqual([0]);
    expect(committed()?.offset).toBe(7);
    expect(groups.list()).toEqual([{ group: 'g', protocolType: '', phase: 'Empty' }]);
    expect(events.at(-1)).toMatchObject({ type: 'committed', memberId: null });
    expect(codes(await commit({ memberId: 'm', generation: 3 }, 7, { group: 'nobody' }))).toEqual([22]);
  });

  it('with one unacceptable partition keeps the others', async () => {
    const { commit, committed } = await startStory({ limits: { maxOffsetsPerGroup: 2 } });
    const entry = (partition: number, offset: number, metadata: string | null) => ({
      topic: 't',
      partition,
      offset,
      leaderEpoch: -1,
      metadata,
    });
    const offsets = [
      entry(0, 1, 'é'.repeat(2049)),
      entry(1, 2, 'é'.repeat(2048)),
      entry(-2, 5, ''),
      entry(3, 4, null),
      entry(4, 5, ''),
    ];
    expect(codes(await commit(null, 0, { offsets }))).toEqual([12, 0, 42, 0, 44]);
    expect(committed('g', 't', 1)?.metadata).toHaveLength(2048);
    expect(committed('g', 't', 3)).toMatchObject({ offset: 4, metadata: '' });
  });

  it('keeps the negative offsets by which kafkajs resets a group, and tells nobody', async () => {
    const { commit, committed, events } = await startStory();
    expect(codes(await commit(null, 5))).toEqual([0]);
    const told = events.length;
    expect(codes(await commit(null, -2))).toEqual([0]);
    expect(committed()?.offset).toBe(-2);
    expect(events.slice(told).filter(({ type }) => type === 'committed')).toEqual([]);
  });

  it('is only visible, and only told, once the log has it; a log that refuses is 15', async () => {
    const memory = memoryStateStore();
    let letGo: (() => void) | undefined;
    let fails = false;
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const append = async () => {
      await gate;
      if (fails) throw new Error('disk full');
    };
    const { commit, committed, events } = await startStory({ store: { ...memory, append } });
    const first = watch(commit(null, 1));
    await settled();
    expect(first.result).toBeUndefined();
    expect(committed()?.offset).toBe(-1);
    letGo?.();
    expect(codes(await first.promise)).toEqual([0]);
    expect(committed()?.offset).toBe(1);
    fails = true;
    expect(codes(await commit(null, 2))).toEqual([15]);
    expect(committed()?.offset).toBe(1);
    expect(events.at(-1)).toMatchObject({ type: 'notice', level: 'warn' });
  });
});

describe('a fetch', () => {
  it('answers -1 without error for what was never committed, group included', async () => {
    const { committed, groups } = await startStory();
    expect(committed('unknown')).toEqual({ partition: 0, offset: -1, leaderEpoch: -1, metadata: '', code: 0 });
    expect(groups.fetch({ group: 'unknown', topics: null, requireStable: true })).toEqual({ code: 0, topics: [] });
    expect(groups.fetch({ group: '', topics: null, requireStable: true }).code).toBe(24);
  });

  it('of null topics answers everything', async () => {
    const { commit, groups } = await startStory();
    const entry = { offset: 1, leaderEpoch: -1, metadata: '' };
    const at = [
      { topic: 'a', partition: 0 },
      { topic: 'a', partition: 3 },
      { topic: 'b', partition: 1 },
    ];
    await commit(null, 0, { offsets: at.map((place) => ({ ...place, ...entry })) });
    const { topics } = groups.fetch({ group: 'g', topics: null, requireStable: false });
    expect(topics.map(({ topic, partitions }) => [topic, partitions.map(({ partition }) => partition)])).toEqual([
      ['a', [0, 3]],
      ['b', [1]],
    ]);
  });
});

describe('forgetting', () => {
  it('deletes offsets of topics nobody subscribes to, refuses the others (86)', async () => {
    const { stable, commit, committed, groups } = await startStory();
    const [one] = await stable(1);
    const entry = { partition: 0, offset: 1, leaderEpoch: -1, metadata: '' };
    await commit(one ?? null, 0, { offsets: ['t', 'old'].map((topic) => ({ topic, ...entry })) });
    const wanted = ['t', 'old', 'never'].map((topic) => ({ topic, partition: 0 }));
    const { code, partitions } = await groups.deleteOffsets('g', wanted);
    expect([code, ...codes(partitions)]).toEqual([0, 86, 0, 0]);
    expect(committed('g', 't')?.offset).toBe(1);
    expect(committed('g', 'old')?.offset).toBe(-1);
    expect((await groups.deleteOffsets('unknown', wanted)).code).toBe(69);
  });

  it('treats a subscription it cannot read as a subscription to everything', async () => {
    const { stable, groups } = await startStory();
    await stable(1, () => ({ protocols: [{ name: 'range', metadata: new Uint8Array([255]) }] }));
    expect(codes((await groups.deleteOffsets('g', [{ topic: 'x', partition: 0 }])).partitions)).toEqual([86]);
  });

  it('refuses to touch a live group of another protocol type (68)', async () => {
    const { stable, groups } = await startStory();
    await stable(1, () => ({ protocolType: 'connect' }));
    expect((await groups.deleteOffsets('g', [{ topic: 'x', partition: 0 }])).code).toBe(68);
  });

  it('drops the offsets of a deleted topic, those on their way included', async () => {
    const { commit, committed, groups } = await startStory();
    await commit(null, 1);
    const late = commit(null, 2);
    await groups.topicDeleted('t');
    await late;
    expect(committed()?.offset).toBe(-1);
  });

  it('deletes an Empty group for good, refuses a live (68) or unknown one (69)', async () => {
    const { stable, groups, leave, commit, committed, events } = await startStory();
    const [one] = await stable(1);
    await commit(one ?? null, 1);
    expect(await groups.deleteGroup('g')).toBe(68);
    leave(one?.memberId ?? '');
    expect(await groups.deleteGroup('g')).toBe(0);
    expect(events.at(-1)).toEqual({ type: 'group-deleted', group: 'g' });
    expect(committed()?.offset).toBe(-1);
    expect(groups.describe('g').phase).toBe('Dead');
    expect(await groups.deleteGroup('g')).toBe(69);
  });

  it('expires offsets of an Empty group a retention after the last member left, then the group', async () => {
    const { stable, commit, committed, leave, clock, groups } = await startStory();
    const [one] = await stable(1, () => ({ sessionTimeoutMs: 1_800_000 }));
    await commit(one ?? null, 1);
    leave(one?.memberId ?? '');
    clock.advance(7 * DAY - 3_600_000);
    await settled();
    expect(committed()?.offset).toBe(1);
    clock.advance(2 * 3_600_000);
    await settled();
    expect(committed()?.offset).toBe(-1);
    expect(groups.list()).toEqual([]);
  });

  it('never expires offsets while somebody is in the group', async () => {
    const { stable, commit, committed, clock, beat } = await startStory();
    const [one] = await stable(1, () => ({ sessionTimeoutMs: 1_800_000 }));
    if (!one) throw new Error('one member expected');
    await commit(one, 1);
    for (let hours = 0; hours < 8 * 24; hours += 0.25) {
      clock.advance(900_000);
      beat(one);
    }
    await settled();
    expect(committed()?.offset).toBe(1);
  });
});
