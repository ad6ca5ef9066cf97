import { describe, expect, it } from 'vitest';
import { positionKey } from '#labs/kafka/position.ts';
import type { KafkaState, PartitionState } from '#labs/kafka/state.ts';
import { appended, client, member, play, settle } from '#labs/kafka/testing/events.ts';
import { cursorsOf, groupsOf, memberStatus, producersOf, readersFirst } from './derive.ts';
import { partitionWords } from './explain.ts';
import { groupStyle, keyLabel, keyStyle, keyText } from './keys.ts';

const t = 'demo-topic';
const bytes = (text: string) => ({ text, encoding: 'utf8' as const, size: text.length });

const first = (state: KafkaState): PartitionState => {
  const partition = state.topics[0]?.partitions[0];
  if (!partition) throw new Error('no partition');
  return partition;
};

describe('a group on a topic', () => {
  const state = play([
    { type: 'topic.created', topic: t, partitions: 2 },
    { type: 'topic.created', topic: 'other', partitions: 1 },
    appended(t, 0, 0, Array(8).fill('k')),
    ...settle('g', 1, [member('a', t, [0]), member('b', t, [1]), member('c', t, [])]),
    ...settle('elsewhere', 1, [member('d', 'other', [0])]),
    { type: 'offsets.committed', group: 'g', memberId: 'a', offsets: [{ topic: t, partition: 0, offset: 5 }] },
  ]);
  const group = state.groups[0];
  const topic = state.topics[0];
  if (!group || !topic) throw new Error('incomplete');

  it('is shown only where it reads', () => {
    expect(groupsOf(state, t).map((each) => each.group.group)).toEqual(['g']);
    expect(groupsOf(state, 'other').map((each) => each.group.group)).toEqual(['elsewhere']);
  });

  it('has a cursor for what it committed and for where it reads', () => {
    const volatile = new Map<string, unknown>([[positionKey('g', t, 0), { position: 7, memberId: 'a' }]]);
    expect(cursorsOf(groupsOf(state, t), t, first(state), volatile)).toMatchObject([
      { group: 'g', committed: 5, position: 7 },
    ]);
    const empty = topic.partitions[1];
    expect(empty && cursorsOf(groupsOf(state, t), t, empty, volatile)).toEqual([]);
    volatile.set(positionKey('g', t, 0), { position: 99, memberId: 'a' });
    expect(cursorsOf(groupsOf(state, t), t, first(state), volatile)).toMatchObject([{ position: 8 }]);
  });

  it('tells its idle member from those that own', () => {
    expect(group.members.map((each) => memberStatus(group, each, topic))).toEqual(['owner', 'owner', 'idle']);
    const moving = { ...group, phase: 'PreparingRebalance' as const };
    expect(group.members.map((each) => memberStatus(moving, each, topic))[2]).toBe('rebalancing');
  });
});

it('puts the members that read another topic after those of the one in view', () => {
  const members = [member('a', 'other', [0]), member('b', t, [0]), member('c', t, [])];
  const state = play([{ type: 'topic.created', topic: t, partitions: 2 }, ...settle('g', 1, members)]);
  const group = state.groups[0];
  const topic = state.topics.find((each) => each.topic === t);
  expect(group && topic && readersFirst(group, topic).map(({ memberId }) => memberId)).toEqual(['b', 'c', 'a']);
});

it('shows producers by name, those that left last, and sums up pages', () => {
  const page = { origin: 'page' as const, owner: 'moi' };
  const state = play([
    { type: 'client.appeared', client: client('a') },
    { type: 'client.appeared', client: client('b') },
    { type: 'client.appeared', client: client('mine', page) },
    { type: 'client.appeared', client: client('theirs', { ...page, owner: 'ana' }) },
    { type: 'client.appeared', client: client('reader', { roles: ['consumer'] }) },
    appended(t, 0, 0, ['x', 'y'], 'mine'),
    appended(t, 0, 2, ['x'], 'theirs'),
    appended(t, 0, 3, ['x'], 'a'),
    { type: 'client.left', id: 'a', cause: 'clean' },
  ]);
  const { outside, mine, others } = producersOf(state, t, 'moi');
  expect(outside.map(({ client: { view }, sent }) => [view.id, sent])).toEqual([
    ['b', 0],
    ['a', 1],
  ]);
  expect(mine.sent).toBe(2);
  expect(others).toEqual({ owners: ['ana'], sent: 1 });
});

describe('keys and groups on screen', () => {
  it('have short labels that still tell them apart', () => {
    expect(['capteur-7', 'lot-42', 'k1', 'bonjour', ''].map((text) => keyLabel(bytes(text)))).toEqual([
      'c-7',
      'l-42',
      'k1',
      'bon…',
      '« »',
    ]);
    expect(keyLabel(null)).toBe('∅');
    expect(keyText(null)).toBe('sans clé');
  });

  it('give the numbered keys of the course different colours', () => {
    const colours = ['capteur-1', 'capteur-3', 'capteur-4', 'capteur-7'].map((key) => keyStyle(bytes(key)).background);
    expect(new Set(colours).size).toBe(4);
  });

  it('give eight groups eight different signs', () => {
    expect(new Set(Array.from({ length: 8 }, (_, index) => JSON.stringify(groupStyle(index)))).size).toBe(8);
  });
});

describe('why a record lies where it lies', () => {
  it('is computed, as in the lesson', () => {
    expect(partitionWords(bytes('capteur-7'), 3, 2).formula).toBe('murmur2("capteur-7") mod 3 = 2');
  });

  it('is not claimed when no usual partitioner explains it', () => {
    const words = partitionWords(bytes('capteur-7'), 50, 49);
    expect(words.formula).toBeNull();
    expect(words.comment).toMatch(/^Ni l’un ni l’autre/);
  });

  it('is not known for a key that was cut', () => {
    expect(partitionWords({ ...bytes('x'), cut: true }, 3, 0).comment).toContain('je ne peux pas dire');
  });
});
