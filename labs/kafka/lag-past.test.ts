// A trend says what happened to a lag over ten seconds of the journal's time, and nothing when too little was seen.
import { expect, it } from 'vitest';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import { kafkaLab } from './lab.ts';
import { lagTrend, pastOf } from './lag-past.ts';
import { groupOf, type KafkaState, topicOf } from './state.ts';
import { appended, committed } from './testing/events.ts';

const t = 'demo-topic';
const start = 1_700_000_000_000;
const wrote = (from: number, count: number): KafkaEvent => ({ ...appended(t, 0, from, []), count });
const read = (offset: number): KafkaEvent => committed('g', 'a', t, [offset]);

/** State after events that happened so many ms after the start. */
const after = (...events: [ms: number, event: KafkaEvent][]): KafkaState =>
  events.reduce((state, [ms, event]) => kafkaLab.fold(state, event, start + ms), kafkaLab.initial());

function trend(state: KafkaState, ms: number) {
  const group = groupOf(state, 'g');
  const topic = topicOf(state, t);
  if (!group || !topic) throw new Error('incomplete');
  return lagTrend(group, topic, pastOf(state.lagHistory, 'g', t), start + ms);
}

it('tells growing, shrinking and steady lags apart', () => {
  const late = [
    [0, wrote(0, 10)],
    [100, read(5)],
  ] as [number, KafkaEvent][];
  expect(trend(after(...late, [3_000, wrote(10, 4)]), 3_100)).toBe('up');
  expect(trend(after(...late, [3_000, read(8)]), 3_100)).toBe('down');
  expect(trend(after(...late, [3_000, wrote(10, 1)], [3_001, read(6)]), 3_100)).toBe('flat');
});

it('compares with what was true ten seconds ago, not with an older past', () => {
  const state = after(
    [0, wrote(0, 100)],
    [100, read(0)],
    [5_000, read(90)],
    [12_000, read(91)],
    [20_000, wrote(100, 5)],
  );
  expect(trend(state, 20_500)).toBe('up');
  expect(trend(state, 31_000)).toBe('flat');
});

it('knows a change that lasted less than a second', () => {
  const state = after([0, wrote(0, 5)], [100, read(5)], [5_000, wrote(5, 1)], [5_100, wrote(6, 3)], [20_000, read(6)]);
  // Four records late since 5.1 s, three now.
  expect(trend(state, 21_000)).toBe('down');
});

it('says nothing too early, nor of a group that has committed nothing', () => {
  expect(trend(after([0, wrote(0, 10)], [100, read(5)], [600, wrote(10, 4)]), 700)).toBeNull();
  const member: KafkaEvent = { type: 'offsets.committed', group: 'g', memberId: 'a', offsets: [] };
  expect(trend(after([0, wrote(0, 10)], [100, member]), 9_000)).toBeNull();
});

it('keeps a few seconds and no more, whatever the pace', () => {
  let state = kafkaLab.initial();
  for (let ms = 0; ms < 60_000; ms += 50) {
    state = kafkaLab.fold(state, wrote(ms, 1), start + ms);
    state = kafkaLab.fold(state, read(ms / 10), start + ms);
  }
  expect(pastOf(state.lagHistory, 'g', t).length).toBeLessThanOrEqual(13);
});

it('starts again when time steps back', () => {
  const state = after([50_000, wrote(0, 10)], [50_100, read(5)], [53_000, wrote(10, 1)], [1_000, wrote(11, 1)]);
  const later = kafkaLab.fold(state, wrote(12, 1), start + 2_500);
  expect(pastOf(later.lagHistory, 'g', t).every(({ to }) => to <= start + 2_500)).toBe(true);
});
