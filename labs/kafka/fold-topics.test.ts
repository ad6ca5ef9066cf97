import { describe, expect, it } from 'vitest';
import { bounds } from './bounds.ts';
import { appended, client, play, record } from './testing/events.ts';

const partition = (state: ReturnType<typeof play>, index: number) => state.topics[0]?.partitions[index];

describe('a partition', () => {
  it('keeps its last records, its end and who wrote them', () => {
    const state = play([
      { type: 'topic.created', topic: 't', partitions: 3 },
      { type: 'client.appeared', client: client('p') },
      appended('t', 2, 0, ['a', null], 'p'),
    ]);
    expect(partition(state, 2)).toMatchObject({ end: 2, logStart: 0, count: 2 });
    expect(partition(state, 2)?.recent.map((each) => [each.offset, each.key?.text ?? null, each.client])).toEqual([
      [0, 'a', 'p'],
      [1, null, 'p'],
    ]);
    expect(state.clients[0]).toMatchObject({ producedTotal: 2, acks: -1, produced: [{ topic: 't', count: 2 }] });
  });

  it('counts a burst of which only the last records are told', () => {
    const burst = { ...appended('t', 0, 0, []), count: 5_000, kept: [record(4_999, 'z')] };
    const state = play([burst]);
    expect(partition(state, 0)).toMatchObject({ end: 5_000, count: 5_000, last: { count: 5_000 } });
    expect(partition(state, 0)?.recent).toHaveLength(1);
    expect(state.totals.records).toBe(5_000);
  });

  it('keeps no more than its window, oldest first', () => {
    const keys = Array.from({ length: 40 }, () => 'k');
    const state = play([appended('t', 0, 0, keys), appended('t', 0, 40, keys)]);
    expect(partition(state, 0)?.recent).toHaveLength(bounds.recent);
    expect(partition(state, 0)?.recent[0]?.offset).toBe(20);
  });

  it('does not count twice what is told twice', () => {
    const state = play([appended('t', 0, 0, ['a', 'b']), appended('t', 0, 1, ['b', 'c'])]);
    expect(partition(state, 0)).toMatchObject({ end: 3, count: 3 });
    expect(partition(state, 0)?.recent.map(({ offset }) => offset)).toEqual([0, 1, 2]);
  });

  it('forgets the records below a log start that moved', () => {
    const state = play([
      appended('t', 0, 0, ['a', 'b', 'c']),
      { type: 'log.start-moved', topic: 't', partition: 0, logStart: 2 },
    ]);
    expect(partition(state, 0)).toMatchObject({ logStart: 2, end: 3 });
    expect(partition(state, 0)?.recent.map(({ offset }) => offset)).toEqual([2]);
  });
});

describe('a topic', () => {
  it('starts from nothing when it is made again', () => {
    const state = play([
      appended('t', 0, 0, ['a']),
      { type: 'topic.deleted', topic: 't' },
      { type: 'topic.created', topic: 't', partitions: 6 },
    ]);
    expect(state.topics).toHaveLength(1);
    expect(state.topics[0]).toMatchObject({ count: 6 });
    expect(partition(state, 0)).toMatchObject({ end: 0, recent: [] });
  });

  it('exists as soon as something is told about it', () => {
    const state = play([{ type: 'topic.extended', topic: 'late', partitions: 3 }, appended('late', 4, 9, ['a'])]);
    expect(state.topics[0]).toMatchObject({ topic: 'late', count: 5 });
    expect(partition(state, 4)).toMatchObject({ end: 10 });
  });

  it('draws only its first partitions when it has very many, and says how many there are', () => {
    const state = play([{ type: 'topic.created', topic: 't', partitions: 500 }, appended('t', 499, 0, ['a'])]);
    expect(state.topics[0]?.count).toBe(500);
    expect(state.topics[0]?.partitions).toHaveLength(bounds.partitions);
    expect(state.totals.records).toBe(1);
  });
});

it('cuts long values and says so', () => {
  const long = { ...appended('t', 0, 0, []), count: 1, kept: [record(0, 'k', 'é'.repeat(2_000))] };
  expect(partition(play([long]), 0)?.recent[0]?.value).toMatchObject({ cut: true, size: 4_000 });
});
