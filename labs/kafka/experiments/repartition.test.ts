// Every step by evidence only: each with what proves it, and what looks alike but proves nothing.
import { describe, expect, it } from 'vitest';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import type { KafkaState } from '../state.ts';
import { appended, group, left, member, play, predicted, settle } from '../testing/events.ts';
import { stepsOf } from './index.ts';

const g = 'demo-group';
const t = 'demo-topic';
const topic: KafkaEvent = { type: 'topic.created', topic: t, partitions: 3 };
const m = (id: string, ...partitions: number[]) => member(id, t, partitions);
const shared = settle(g, 4, [m('a', 0), m('b', 1, 2)]);
const four = settle(g, 6, [m('a', 0), m('b', 1), m('c', 2), m('d')]);
const tenKeyed = [
  appended(t, 0, 0, ['c-1', 'c-4', 'c-1']),
  appended(t, 1, 0, ['c-3']),
  appended(t, 2, 0, ['c-7', 'c-7', 'c-7', 'c-7', 'c-7', 'c-7']),
];

const ticks = (state: KafkaState, person: string | null = null) =>
  stepsOf(state, 'repartition', person)
    .filter(({ done }) => done)
    .map(({ id }) => id);
const evidence = (state: KafkaState, step: string, person: string | null = null) =>
  stepsOf(state, 'repartition', person).find(({ id }) => id === step)?.evidence;

describe('step 1, two consumers share the partitions', () => {
  it('is proved by a stable group in which two members own all partitions', () => {
    const state = play([topic, ...settle(g, 3, [m('a', 0, 1, 2)]), ...shared]);
    expect(ticks(state)).toEqual(['partager']);
    expect(evidence(state, 'partager')).toMatchObject({ generation: 4, group: g, topic: t });
  });

  it('counts programs of a page and outside programs alike', () => {
    const state = play([topic, ...settle(g, 4, [member('1', t, [0], true), m('b', 1, 2)])]);
    expect(ticks(state)).toEqual(['partager']);
  });

  it.each<[string, KafkaEvent[]]>([
    ['one consumer alone', settle(g, 1, [m('a', 0, 1, 2)])],
    ['two consumers in two groups', [...settle('x', 1, [m('a', 0, 1, 2)]), ...settle('y', 1, [m('b', 0, 1, 2)])]],
    ['a second consumer that is idle', settle(g, 1, [m('a', 0, 1, 2), m('b')])],
    ['a partition that nobody owns', settle(g, 1, [m('a', 0), m('b', 1)])],
    ['a partition owned twice', settle(g, 1, [m('a', 0, 1), m('b', 1, 2)])],
    ['a rebalance that is not finished', [group(g, 'CompletingRebalance', 1, [m('a', 0), m('b', 1, 2)])]],
    ['two topics, one for each', settle(g, 1, [m('a', 0, 1, 2), member('b', 'other', [0])])],
  ])('is not proved by %s', (_, events) => {
    const other: KafkaEvent = { type: 'topic.created', topic: 'other', partitions: 1 };
    expect(ticks(play([topic, other, ...events]))).toEqual([]);
  });
});

describe('step 2, ten messages with several keys', () => {
  it('is proved by ten messages published after the first step', () => {
    const state = play([topic, ...shared, ...tenKeyed]);
    expect(ticks(state)).toEqual(['partager', 'publier']);
    expect(evidence(state, 'publier')).toMatchObject({
      count: 10,
      keys: ['c-1', 'c-4', 'c-3', 'c-7'],
      partitions: [0, 1, 2],
    });
  });

  it.each<[string, KafkaEvent[]]>([
    ['messages published before the first step', [...tenKeyed, ...shared]],
    ['nine messages', [...shared, ...tenKeyed.slice(1), appended(t, 0, 0, ['x', 'y'])]],
    ['ten messages with one key', [...shared, appended(t, 0, 0, Array(10).fill('k'))]],
    ['ten messages without key', [...shared, appended(t, 0, 0, Array(10).fill(null))]],
    ['messages on another topic', [...shared, appended('other', 0, 0, [...'abcdefghij'])]],
  ])('is not proved by %s', (_, events) => {
    expect(ticks(play([topic, ...events]))).toEqual(['partager']);
  });

  it('keeps its evidence when more messages come', () => {
    const state = play([topic, ...shared, ...tenKeyed]);
    const later = play([appended(t, 0, 3, ['z', 'z'])], state);
    expect(evidence(later, 'publier')).toBe(evidence(state, 'publier'));
  });
});

describe('step 3, what will the fourth consumer do', () => {
  it.each([
    ['attend', true],
    ['partage', false],
    ['lit-tout', false],
  ])('is marked by what happened: predicted %s', (choice, right) => {
    const state = play([topic, ...shared, predicted(choice), ...four]);
    const step = stepsOf(state, 'repartition', 'moi')[2];
    expect(step).toMatchObject({ done: true, evidence: { kind: 'idle', members: 4, partitions: 3 } });
    expect(step?.prediction?.outcome === step?.prediction?.choice).toBe(right);
  });

  it('asks for the prediction first', () => {
    const state = play([topic, ...shared, ...four, predicted('attend')]);
    expect(ticks(state, 'moi')).toEqual(['partager']);
    expect(stepsOf(state, 'repartition', 'moi')[2]?.prediction).toMatchObject({ armed: false });
    const again = play(settle(g, 7, [m('a', 0, 1, 2), m('b'), m('c'), m('d')]), state);
    expect(ticks(again, 'moi')).toEqual(['partager']);
  });

  it('can be done again by going back under four consumers', () => {
    const late = play([topic, ...shared, ...four, predicted('attend')]);
    const state = play(
      [
        ...settle(g, 7, [m('a', 0, 1), m('b', 2)]),
        ...settle(g, 8, four.length ? [m('a', 0), m('b', 1), m('c', 2), m('e')] : []),
      ],
      late,
    );
    expect(ticks(state, 'moi')).toContain('predire');
  });

  it('does not tick when there are partitions for everybody', () => {
    const six: KafkaEvent = { type: 'topic.created', topic: t, partitions: 6 };
    const state = play([
      six,
      ...settle(g, 4, [m('a', 0, 1, 2), m('b', 3, 4, 5)]),
      predicted('attend'),
      ...settle(g, 6, [m('a', 0, 1), m('b', 2, 3), m('c', 4), m('d', 5)]),
    ]);
    expect(ticks(state, 'moi')).toEqual(['partager']);
  });

  it('takes the last choice before the run and none after it', () => {
    const state = play([topic, ...shared, predicted('partage'), predicted('attend'), ...four, predicted('lit-tout')]);
    expect(stepsOf(state, 'repartition', 'moi')[2]?.prediction).toMatchObject({ choice: 'attend', outcome: 'attend' });
  });

  it('belongs to the person who predicted', () => {
    const state = play([topic, ...shared, predicted('attend', 'ana'), ...four]);
    expect(ticks(state, 'ana')).toEqual(['partager', 'predire']);
    expect(ticks(state, 'bob')).toEqual(['partager']);
    expect(ticks(state)).toEqual(['partager']);
  });

  it('ignores a choice that was never offered', () => {
    expect(stepsOf(play([topic, ...shared, predicted('rien')]), 'repartition', 'moi')[2]?.prediction).toBeNull();
  });
});

describe('step 4, who takes over', () => {
  const survivor = settle(g, 5, [m('b', 0, 1, 2)]);

  it.each(['closed', 'silence', 'clean'] as const)(
    'is proved when the owner left (%s) and another took its partitions',
    (cause) => {
      const state = play([topic, ...shared, left(g, 'a', cause), ...survivor]);
      expect(ticks(state)).toEqual(['partager', 'reprendre']);
      expect(evidence(state, 'reprendre')).toMatchObject({
        generation: 5,
        cause,
        gone: [{ label: 'C1', assignment: [{ topic: t, partitions: [0] }] }],
        after: [{ label: 'C2', assignment: [{ topic: t, partitions: [0, 1, 2] }] }],
      });
    },
  );

  it('sees the idle member take over', () => {
    const state = play([topic, ...shared, ...four, left(g, 'a'), ...settle(g, 7, [m('b', 0), m('c', 1), m('d', 2)])]);
    expect(ticks(state)).toContain('reprendre');
  });

  it.each<[string, KafkaEvent[]]>([
    [
      'the departure of an idle member',
      [...shared, ...four, left(g, 'd'), ...settle(g, 7, [m('a', 0), m('b', 1), m('c', 2)])],
    ],
    ['a newcomer that takes partitions', [...shared, ...settle(g, 5, [m('a', 0), m('b', 1), m('c', 2)])]],
    ['the departure of everybody', [...shared, left(g, 'a'), left(g, 'b'), group(g, 'Empty', 5, [])]],
    ['a partition left without owner', [...shared, left(g, 'a'), ...settle(g, 5, [m('b', 1, 2)])]],
    ['a group entirely renewed', [...shared, ...settle(g, 5, [m('x', 0, 1, 2)])]],
  ])('is not proved by %s', (_, events) => {
    expect(ticks(play([topic, ...events]))).toEqual(['partager']);
  });

  it('is not proved by a departure that came before the first step', () => {
    const state = play([
      topic,
      ...settle(g, 3, [m('a', 0, 1, 2), m('b'), m('c')]),
      left(g, 'a'),
      ...settle(g, 4, [m('b', 0), m('c', 1, 2)]),
    ]);
    expect(ticks(state)).toEqual(['partager']);
  });
});

describe('groups and people', () => {
  it('follows each group apart and shows the most advanced', () => {
    const state = play([
      topic,
      ...shared,
      ...settle('projet', 1, [m('x', 0), m('y', 1, 2)]),
      left('projet', 'x'),
      ...settle('projet', 2, [m('y', 0, 1, 2)]),
    ]);
    expect(ticks(state)).toEqual(['partager', 'reprendre']);
    expect(evidence(state, 'reprendre')?.group).toBe('projet');
  });

  it('begins again exactly as at the start, for that person only', () => {
    const reset: KafkaEvent = { type: 'experiment.reset', experiment: 'repartition', person: 'moi' };
    const before = play([topic, ...shared, predicted('attend'), ...four, ...tenKeyed]);
    const state = play([reset], before);
    expect(stepsOf(state, 'repartition', 'moi')).toEqual(stepsOf(play([]), 'repartition', 'moi'));
    expect(ticks(state)).toEqual(['partager', 'publier']);
    expect(ticks(play(settle(g, 8, [m('a', 0), m('b', 1, 2)]), state), 'moi')).toEqual(['partager']);
  });

  it('knows nothing of an experiment that does not exist', () => {
    expect(stepsOf(play([]), 'constructor', null)).toEqual([]);
  });
});
