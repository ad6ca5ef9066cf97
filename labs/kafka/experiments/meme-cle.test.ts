// One key, one partition, in order: what proves it, and what only looks like it.
import { describe, expect, it } from 'vitest';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import type { KafkaState } from '../state.ts';
import { appended, committed, member, play, predicted, settle, started } from '../testing/events.ts';
import { stepsOf } from './index.ts';

const g = 'demo-group';
const t = 'demo-topic';
const id = 'meme-cle';
const topic: KafkaEvent = { type: 'topic.created', topic: t, partitions: 3 };
const reader = settle(g, 1, [member('a', t, [0, 1, 2])]);
const one = appended(t, 2, 0, ['capteur-7']);
const guess = predicted('une', 'moi', id);
const k = 'capteur-7';
/** Five of one key on P2, with another key after each, on P0. */
const mixed: KafkaEvent[] = [1, 2, 3, 4, 5].flatMap((n) => [
  appended(t, 2, n, [k]),
  appended(t, 0, n - 1, ['capteur-1']),
]);
const steps = (state: KafkaState, person = 'moi') => stepsOf(state, id, person);
const ticks = (state: KafkaState, person = 'moi') =>
  steps(state, person).flatMap((step) => (step.done ? [step.id] : []));

it('is proved by five records of one key on one partition, then read in order', () => {
  const state = play([topic, ...reader, one, guess, ...mixed, committed(g, 'a', t, [5, null, 6])]);
  expect(ticks(state)).toEqual(['premier', 'predire', 'lire']);
  expect(steps(state)[0]?.evidence).toMatchObject({ kind: 'placed', key: k, partition: 2, offset: 0 });
  expect(steps(state)[1]).toMatchObject({
    prediction: { outcome: 'une' },
    evidence: { key: k, outcome: 'une', places: [1, 2, 3, 4, 5].map((offset) => ({ partition: 2, offset })) },
  });
  expect(steps(state)[2]?.evidence).toMatchObject({
    label: 'C1',
    partition: 2,
    offsets: [1, 2, 3, 4, 5],
    committed: 6,
  });
});

it('sees others between them inside one append as well', () => {
  const state = play([topic, one, guess, appended(t, 2, 1, [k, 'x', k, 'y', k, k, k])]);
  expect(ticks(state)).toEqual(['premier', 'predire']);
  expect(steps(state)[1]?.evidence).toMatchObject({ between: 2 });
});

describe('what happened marks the prediction', () => {
  it.each<[string, KafkaEvent[], string]>([
    [
      'in turn over the partitions',
      [0, 1, 2, 0, 1].flatMap((p, n) => [appended(t, p, 10 * n + 10, [k]), appended(t, p, 10 * n + 11, ['x'])]),
      'tour',
    ],
    [
      'two libraries that do not agree',
      [2, 2, 1, 1, 2].flatMap((p, n) => [appended(t, p, 10 * n + 10, [k]), appended(t, p, 10 * n + 11, ['x'])]),
      'melange',
    ],
  ])('%s', (_, events, outcome) => {
    const state = play([topic, one, guess, ...events]);
    expect(steps(state)[1]?.prediction).toMatchObject({ choice: 'une', outcome });
    // Spread records have no order to be read in.
    expect(ticks(play([...reader, committed(g, 'a', t, [99, 99, 99])], state))).toEqual(['premier', 'predire']);
  });
});

describe('nothing is proved by', () => {
  it.each<[string, KafkaEvent[], string[]]>([
    ['records without key', [appended(t, 2, 0, [null, null, null])], []],
    ['four of them', [one, guess, ...mixed.slice(0, 8)], ['premier']],
    ['five of them with nothing in between', [one, guess, appended(t, 2, 1, [k, k, k, k, k])], ['premier']],
    ['five before the prediction', [one, ...mixed, guess], ['premier']],
    [
      'four of them, the fifth on another topic',
      [one, guess, ...mixed.slice(0, 8), appended('autre', 2, 0, [k])],
      ['premier'],
    ],
    [
      'a commit that stops before the last',
      [...reader, one, guess, ...mixed, committed(g, 'a', t, [5, null, 5])],
      ['premier', 'predire'],
    ],
    [
      'commits that go back',
      [
        ...reader,
        one,
        committed(g, 'a', t, [null, null, 1]),
        guess,
        ...mixed,
        committed(g, 'a', t, [null, null, 0]),
        committed(g, 'a', t, [null, null, 6]),
      ],
      ['premier', 'predire'],
    ],
    [
      'a new group that begins at the end',
      [
        one,
        guess,
        ...mixed,
        ...settle('neuf', 1, [member('z', t, [0, 1, 2])]),
        ...started('neuf', 'z', t, [5, 0, 6]),
        committed('neuf', 'z', t, [5, 0, 6]),
      ],
      ['premier', 'predire'],
    ],
  ])('%s', (_, events, proved) => {
    expect(ticks(play([topic, ...events]))).toEqual(proved);
  });
});

it('begins again exactly as at the start, for that person only', () => {
  const before = play([topic, ...reader, one, guess, ...mixed, committed(g, 'a', t, [5, null, 6])]);
  const state = play([{ type: 'experiment.reset', experiment: id, person: 'moi' }], before);
  expect(steps(state)).toEqual(steps(play([])));
  expect(ticks(state, 'ana')).toEqual(['premier']);
});
