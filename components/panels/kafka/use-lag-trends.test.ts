// A trend says what was seen over ten seconds, and nothing when too little was.
import { expect, it } from 'vitest';
import { appended, member, play, settle } from '#labs/kafka/testing/events.ts';
import { lagSample, sampled, trendKey, trendsOf } from './use-lag-trends.ts';

const key = trendKey('g', 't');
const sample = (at: number, lag: number) => ({ at, lags: new Map([[key, lag]]) });
const trend = (...samples: ReturnType<typeof sample>[]) => {
  const kept = samples.reduce<readonly ReturnType<typeof sample>[]>(
    (all, each) => sampled(all, each) as typeof all,
    [],
  );
  return trendsOf(kept, samples.at(-1) ?? sample(0, 0)).get(key);
};

it('tells growing, shrinking and steady lags apart', () => {
  expect(trend(sample(0, 5), sample(3_000, 9))).toBe('up');
  expect(trend(sample(0, 5), sample(3_000, 2))).toBe('down');
  expect(trend(sample(0, 5), sample(3_000, 5))).toBe('flat');
});

it('says nothing too early, nor across a step back in time', () => {
  expect(trend(sample(0, 5), sample(500, 9))).toBeUndefined();
  expect(trend(sample(9_000, 5), sample(1_000, 9))).toBeUndefined();
});

it('forgets what is older than its window', () => {
  expect(trend(sample(0, 0), sample(9_000, 9), sample(20_000, 5), sample(23_000, 5))).toBe('flat');
});

it('measures the lag of every group of the topic', () => {
  const state = play([
    appended('t', 0, 0, ['a', 'b', 'c']),
    ...settle('g', 1, [member('m', 't', [0])]),
    { type: 'offsets.committed', group: 'g', memberId: 'm', offsets: [{ topic: 't', partition: 0, offset: 1 }] },
  ]);
  expect(lagSample(state, 't').lags.get(key)).toBe(2);
});
