// Two groups on one topic: what proves that each received everything, and what only looks like it.
import { describe, expect, it } from 'vitest';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import type { KafkaState } from '../state.ts';
import { appended, committed, group, member, play, predicted, settle } from '../testing/events.ts';
import { stepsOf } from './index.ts';

const t = 'demo-topic';
const id = 'deux-groupes';
const topic: KafkaEvent = { type: 'topic.created', topic: t, partitions: 3 };
const m = (name: string, ...partitions: number[]) => member(name, t, partitions);
const first = settle('demo-group', 1, [m('a', 0), m('b', 1, 2)]);
const second = settle('audit', 1, [m('x', 0, 1, 2)]);
const guess = predicted('chacun-tout', 'moi', id);
const five = [appended(t, 0, 0, ['k', 'k', 'k']), appended(t, 2, 0, ['l', 'l'])];
const bothRead = [
  committed('demo-group', 'a', t, [3]),
  committed('demo-group', 'b', t, [null, 0, 2]),
  committed('audit', 'x', t, [3, null, 2]),
];
const steps = (state: KafkaState, person = 'moi') => stepsOf(state, id, person);
const ticks = (state: KafkaState, person = 'moi') =>
  steps(state, person).flatMap((step) => (step.done ? [step.id] : []));

it('is proved by what two groups committed, outside programs only', () => {
  const state = play([topic, ...first, ...second, guess, ...five, ...bothRead]);
  expect(ticks(state)).toEqual(['premier', 'deuxieme', 'predire']);
  expect(steps(state)[2]).toMatchObject({
    prediction: { choice: 'chacun-tout', outcome: 'chacun-tout' },
    evidence: {
      kind: 'everything',
      count: 5,
      groups: [
        {
          group: 'demo-group',
          reads: [
            { partition: 0, from: 0, to: 3 },
            { partition: 2, from: 0, to: 2 },
          ],
        },
        {
          group: 'audit',
          reads: [
            { partition: 0, from: 0, to: 3 },
            { partition: 2, from: 0, to: 2 },
          ],
        },
      ],
    },
  });
});

it('is proved by consumers of a page alike, and counts only what came after the prediction', () => {
  const page = settle('audit', 1, [member('1', t, [0, 1, 2], true)]);
  const before = play([
    topic,
    ...first,
    ...five,
    ...bothRead.slice(0, 2),
    ...page,
    committed('audit', '1', t, [3, null, 2]),
  ]);
  expect(ticks(before)).toEqual(['premier', 'deuxieme']);
  const more = [
    guess,
    appended(t, 1, 0, ['a', 'b', 'c', 'd', 'e']),
    committed('audit', '1', t, [null, 5]),
    committed('demo-group', 'b', t, [null, 5]),
  ];
  expect(steps(play(more, before))[2]?.evidence).toMatchObject({
    count: 5,
    groups: [{ reads: [{ partition: 1 }] }, {}],
  });
});

it('marks a wrong prediction by what happened, and takes none once messages come', () => {
  const wrong = play([topic, ...first, ...second, predicted('partage', 'moi', id), ...five, guess, ...bothRead]);
  expect(steps(wrong)[2]?.prediction).toMatchObject({ choice: 'partage', outcome: 'chacun-tout', locked: true });
});

describe('nothing is proved by', () => {
  it.each<[string, KafkaEvent[], string[]]>([
    ['one group', [...first, guess, ...five, ...bothRead], ['premier']],
    [
      'two members of one group',
      [...first, ...settle('demo-group', 2, [m('a', 0), m('b', 1), m('c', 2)])],
      ['premier'],
    ],
    [
      'a second group that reads another topic',
      [...first, ...settle('audit', 1, [member('x', 'autre', [0])])],
      ['premier'],
    ],
    ['a second group that lacks a partition', [...first, ...settle('audit', 1, [m('x', 0, 1)])], ['premier']],
    ['a second group once the first is gone', [...first, group('demo-group', 'Empty', 2, []), ...second], ['premier']],
    [
      'four messages',
      [
        ...first,
        ...second,
        guess,
        appended(t, 0, 0, ['k', 'k', 'k', 'k']),
        committed('demo-group', 'a', t, [4]),
        committed('audit', 'x', t, [4]),
      ],
      ['premier', 'deuxieme'],
    ],
    [
      'a group that has not committed everything',
      [...first, ...second, guess, ...five, ...bothRead.slice(0, 2), committed('audit', 'x', t, [3, null, 1])],
      ['premier', 'deuxieme'],
    ],
    [
      'messages written before the prediction',
      [...first, ...second, ...five, ...bothRead, guess],
      ['premier', 'deuxieme'],
    ],
    ['no prediction', [...first, ...second, ...five, ...bothRead], ['premier', 'deuxieme']],
  ])('%s', (_, events, proved) => {
    const other: KafkaEvent = { type: 'topic.created', topic: 'autre', partitions: 1 };
    expect(ticks(play([topic, other, ...events]))).toEqual(proved);
  });
});

it('begins again exactly as at the start, for that person only', () => {
  const before = play([topic, ...first, ...second, guess, ...five, ...bothRead]);
  const state = play([{ type: 'experiment.reset', experiment: id, person: 'moi' }], before);
  expect(steps(state)).toEqual(steps(play([])));
  expect(ticks(state, 'ana')).toEqual(['premier', 'deuxieme']);
});

it('is marked only by what happens in the topic its maker looked at', () => {
  const there = { ...guess, topic: t } as KafkaEvent;
  const elsewhere = { ...guess, topic: 'ada.demo-topic' } as KafkaEvent;
  expect(ticks(play([topic, ...first, ...second, there, ...five, ...bothRead]))).toContain('predire');
  const other = play([topic, ...first, ...second, elsewhere, ...five, ...bothRead]);
  expect(ticks(other)).toEqual(['premier', 'deuxieme']);
  expect(steps(other)[2]?.prediction).toMatchObject({ outcome: null });
});
