// A group that stops and resumes: what proves that nothing was lost, and what only looks like it.
import { describe, expect, it } from 'vitest';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import type { KafkaState } from '../state.ts';
import { appended, committed, group, left, member, play, predicted, settle, started } from '../testing/events.ts';
import { stepsOf } from './index.ts';

const g = 'demo-group';
const t = 'demo-topic';
const id = 'persistance';
const topic: KafkaEvent = { type: 'topic.created', topic: t, partitions: 2 };
const m = (name: string) => member(name, t, [0, 1]);
const read = [appended(t, 0, 0, ['k', 'k']), ...settle(g, 1, [m('a')]), committed(g, 'a', t, [2])];
const stop = [left(g, 'a'), group(g, 'Empty', 2, [])];
const five = [appended(t, 0, 2, ['k', 'k', 'k']), appended(t, 1, 0, ['l', 'l'])];
const guess = predicted('suite', 'moi', id);
const back = settle(g, 3, [m('b')]);
const done = committed(g, 'b', t, [5, 2]);
const steps = (state: KafkaState, person = 'moi') => stepsOf(state, id, person);
const ticks = (state: KafkaState, person = 'moi') =>
  steps(state, person).flatMap((step) => (step.done ? [step.id] : []));
const all = ['lire', 'arreter', 'produire', 'predire'];

it('is proved when the same group resumes where it had committed, outside programs only', () => {
  const state = play([topic, ...read, ...stop, ...five, guess, ...back, ...started(g, 'b', t, [2, 0]), done]);
  expect(ticks(state)).toEqual(all);
  expect(steps(state)[1]?.evidence).toMatchObject({ kind: 'stopped', label: 'C1', cause: 'clean' });
  expect(steps(state)[3]).toMatchObject({
    prediction: { outcome: 'suite' },
    evidence: {
      kind: 'resumed',
      produced: 5,
      again: 0,
      reads: [
        { partition: 0, from: 2, to: 5 },
        { partition: 1, from: 0, to: 2 },
      ],
    },
  });
});

it('is proved too when the reading is told before the group, as for a page consumer', () => {
  const page = member('1', t, [0, 1], true);
  const state = play([
    topic,
    ...read,
    ...stop,
    ...five,
    guess,
    ...started(g, '1', t, [2, 0]),
    ...settle(g, 3, [page]),
    committed(g, '1', t, [5, 2]),
  ]);
  expect(ticks(state)).toEqual(all);
});

it('waits for where the group began, when the source sees it and tells it after the commits', () => {
  const capabilities = { clients: true, readings: true, frames: false, faults: false, deeds: true };
  const seen: KafkaEvent = { type: 'cluster.described', source: 'embedded', address: 'localhost:9092', capabilities };
  const committedFirst = play([seen, topic, ...read, ...stop, ...five, guess, ...back, done]);
  expect(ticks(committedFirst)).toEqual(['lire', 'arreter', 'produire']);
  const told = play(started(g, 'b', t, [2, 0]), committedFirst);
  expect(steps(told)[3]).toMatchObject({ done: true, evidence: { reads: [{ from: 2 }, { from: 0 }] } });
});

it('counts what a killed consumer had read without committing it', () => {
  const killed = [appended(t, 0, 2, ['k']), left(g, 'a', 'silence'), group(g, 'Empty', 2, [])];
  const more = [appended(t, 0, 3, ['k', 'k', 'k', 'k', 'k']), guess, ...back, ...started(g, 'b', t, [2, null])];
  const state = play([topic, ...read, ...killed, ...more, committed(g, 'b', t, [8])]);
  expect(steps(state)[3]?.evidence).toMatchObject({ outcome: 'suite', produced: 5, again: 1 });
});

describe('what happened marks the prediction', () => {
  it.each<[string, KafkaEvent[], string]>([
    ['it resumed', [...started(g, 'b', t, [2, 0]), done], 'suite'],
    ['it read everything again', [...started(g, 'b', t, [0, 0]), done], 'debut'],
    ['it jumped to the end', [...started(g, 'b', t, [5, 2]), done], 'perdus'],
    ['only commits were seen, none lower', [done], 'suite'],
    ['only commits were seen, one lower', [committed(g, 'b', t, [1]), done], 'debut'],
  ])('%s', (_, events, outcome) => {
    const state = play([topic, ...read, ...stop, ...five, guess, ...back, ...events]);
    expect(steps(state)[3]?.prediction?.outcome).toBe(outcome);
  });
});

describe('nothing is proved by', () => {
  it.each<[string, KafkaEvent[], string[]]>([
    [
      'a group that has not committed everything',
      [appended(t, 0, 0, ['k', 'k']), ...settle(g, 1, [m('a')]), committed(g, 'a', t, [1])],
      [],
    ],
    ['a commit by a group without member', [appended(t, 0, 0, ['k']), committed(g, 'a', t, [1])], []],
    ['a member that leaves while another stays', [...read, ...settle(g, 2, [m('b')])], ['lire']],
    [
      'four messages meanwhile',
      [...read, ...stop, appended(t, 0, 2, ['k', 'k', 'k', 'k']), guess, ...back, committed(g, 'b', t, [6])],
      ['lire', 'arreter'],
    ],
    [
      'messages written before the stop',
      [...read, ...five, committed(g, 'a', t, [5, 2]), ...stop, guess, ...back, done],
      ['lire', 'arreter'],
    ],
    [
      'another group that reads them',
      [...read, ...stop, ...five, guess, ...settle('autre', 1, [m('b')]), committed('autre', 'b', t, [5, 2])],
      ['lire', 'arreter', 'produire'],
    ],
    [
      'a return that has not read everything',
      [...read, ...stop, ...five, guess, ...back, ...started(g, 'b', t, [2, 0]), committed(g, 'b', t, [5, 1])],
      ['lire', 'arreter', 'produire'],
    ],
  ])('%s', (_, events, proved) => {
    expect(ticks(play([topic, ...events]))).toEqual(proved);
  });
});

it('asks for the prediction before the return, and can be done again', () => {
  const late = play([topic, ...read, ...stop, ...five, ...back, guess, ...started(g, 'b', t, [2, 0]), done]);
  expect(ticks(late)).toEqual(['lire', 'arreter', 'produire']);
  expect(steps(late)[3]?.prediction).toMatchObject({ armed: false, outcome: null });
  const again = [left(g, 'b'), group(g, 'Empty', 4, []), appended(t, 1, 2, ['a', 'b', 'c', 'd', 'e'])];
  const state = play(
    [...again, ...settle(g, 5, [m('c')]), ...started(g, 'c', t, [5, 2]), committed(g, 'c', t, [null, 7])],
    late,
  );
  expect(steps(state)[3]).toMatchObject({ done: true, prediction: { outcome: 'suite' } });
});

it('begins again exactly as at the start, for that person only', () => {
  const before = play([topic, ...read, ...stop, ...five, guess, ...back, done]);
  const state = play([{ type: 'experiment.reset', experiment: id, person: 'moi' }], before);
  expect(steps(state)).toEqual(steps(play([])));
  expect(ticks(state, 'ana')).toEqual(['lire', 'arreter', 'produire']);
});
