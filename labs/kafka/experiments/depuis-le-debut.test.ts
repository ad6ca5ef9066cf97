// Two new groups, one from the start and one from the end: what proves where each began, and what only looks like it.
import { describe, expect, it } from 'vitest';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import type { KafkaState } from '../state.ts';
import { appended, committed, member, play, predicted, settle, started } from '../testing/events.ts';
import { stepsOf } from './index.ts';

const t = 'demo-topic';
const id = 'depuis-le-debut';
const topic: KafkaEvent = { type: 'topic.created', topic: t, partitions: 3 };
const m = (name: string, page = false) => member(name, t, [0, 1, 2], page);
const written = [appended(t, 0, 0, ['k', 'k', 'k']), appended(t, 2, 0, ['l', 'l'])];
const fromStart = [...settle('debut', 1, [m('a')]), ...started('debut', 'a', t, [0, 0, 0])];
const guess = predicted('rien', 'moi', id);
const fromEnd = [...settle('fin', 1, [m('b')]), ...started('fin', 'b', t, [3, 0, 2])];
const more = [appended(t, 0, 3, ['k']), committed('fin', 'b', t, [4, null, 2])];
const steps = (state: KafkaState, person = 'moi') => stepsOf(state, id, person);
const ticks = (state: KafkaState, person = 'moi') =>
  steps(state, person).flatMap((step) => (step.done ? [step.id] : []));
const all = ['ecrire', 'debut', 'predire', 'ensuite'];

it('is proved by the first offset each new group asked for, outside programs only', () => {
  const state = play([topic, ...written, ...fromStart, guess, ...fromEnd, ...more]);
  expect(ticks(state)).toEqual(all);
  expect(steps(state)[1]?.evidence).toMatchObject({
    group: 'debut',
    where: 'debut',
    behind: 5,
    reads: [
      { partition: 0, from: 0, to: 3 },
      { partition: 2, from: 0, to: 2 },
    ],
  });
  expect(steps(state)[2]).toMatchObject({
    prediction: { outcome: 'rien' },
    evidence: { group: 'fin', where: 'fin', behind: 0, reads: [{ partition: 0, from: 3, to: 3 }] },
  });
  expect(steps(state)[3]?.evidence).toMatchObject({ count: 1, skipped: 5 });
});

it('is proved too when the reading is told before the group, and when only new records tell it', () => {
  const page = [
    ...started('debut', '1', t, [0, null, 0]),
    ...settle('debut', 1, [m('1', true)]),
    guess,
    ...settle('fin', 1, [m('2', true)]),
    appended(t, 0, 3, ['k']),
    ...started('fin', '2', t, [3]),
    committed('fin', '2', t, [4]),
  ];
  expect(ticks(play([topic, ...written, ...page]))).toEqual(all);
});

it('judges a log whose oldest records are gone by its start', () => {
  const moved: KafkaEvent = { type: 'log.start-moved', topic: t, partition: 0, logStart: 2 };
  const state = play([
    topic,
    ...written,
    moved,
    ...settle('debut', 1, [m('a')]),
    ...started('debut', 'a', t, [2, 0, 0]),
  ]);
  expect(ticks(state)).toEqual(['ecrire', 'debut']);
});

describe('nothing is proved by', () => {
  const known = [appended(t, 1, 0, ['k']), ...settle('debut', 1, [m('a')]), committed('debut', 'a', t, [null, 1])];
  it.each<[string, KafkaEvent[], string[]]>([
    ['four messages', [appended(t, 0, 0, ['k', 'k', 'k', 'k'])], []],
    ['a group that came before there was anything', [...fromStart, ...written], ['ecrire']],
    [
      'a group that had committed already',
      [...known, ...written, ...settle('debut', 2, [m('c')]), ...started('debut', 'c', t, [0, 0, 0])],
      ['ecrire'],
    ],
    [
      'a group seen at the start of one partition only',
      [...written, ...settle('debut', 1, [m('a')]), ...started('debut', 'a', t, [0])],
      ['ecrire'],
    ],
    [
      'a group that begins in the middle',
      [...written, ...settle('debut', 1, [m('a')]), ...started('debut', 'a', t, [1, 0, 0])],
      ['ecrire'],
    ],
    [
      'a second group from the start',
      [...written, ...fromStart, guess, ...settle('x', 1, [m('b')]), ...started('x', 'b', t, [0, 0, 0])],
      ['ecrire', 'debut'],
    ],
    ['a group at the end before the prediction', [...written, ...fromStart, ...fromEnd, guess], ['ecrire', 'debut']],
    [
      'a group at the end that reads nothing new',
      [...written, guess, ...fromEnd, committed('fin', 'b', t, [3, 0, 2])],
      ['ecrire', 'predire'],
    ],
  ])('%s', (_, events, proved) => {
    expect(ticks(play([topic, ...events]))).toEqual(proved);
  });
});

it('says that a group at the end was there before the prediction, and takes the next one', () => {
  const late = play([topic, ...written, ...fromStart, ...fromEnd, guess]);
  expect(steps(late)[2]?.prediction).toMatchObject({ armed: false, outcome: null });
  const again = [...settle('fin-2', 1, [m('c')]), ...started('fin-2', 'c', t, [3, 0, 2])];
  expect(ticks(play(again, late))).toEqual(['ecrire', 'debut', 'predire']);
});

it('begins again exactly as at the start, for that person only', () => {
  const before = play([topic, ...written, ...fromStart, guess, ...fromEnd, ...more]);
  const state = play([{ type: 'experiment.reset', experiment: id, person: 'moi' }], before);
  expect(steps(state)).toEqual(steps(play([])));
  expect(ticks(state, 'ana')).toEqual(['ecrire', 'debut']);
});
