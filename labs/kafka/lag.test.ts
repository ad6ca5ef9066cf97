// How late a group is, in records and in time: only what the journal proves.
import { describe, expect, it } from 'vitest';
import { ageOf, isPartial, lagsOf, totalLag, waitingSince } from './lag.ts';
import { groupOf, topicOf } from './state.ts';
import { appended, committed, member, play, settle } from './testing/events.ts';

const t = 'demo-topic';
const epoch = 1_700_000_000_000;
const keys = (count: number): string[] => Array.from({ length: count }, () => 'k');

/** Eight records on P0 and three on P1, then what the group committed. Record `n` was made at `epoch + n`. */
function late(...offsets: (number | null)[]) {
  const state = play([
    appended(t, 0, 0, keys(8)),
    appended(t, 1, 0, keys(3)),
    ...settle('g', 1, [member('a', t, [0, 1])]),
    committed('g', 'a', t, offsets),
  ]);
  return measured(state);
}
function measured(state: ReturnType<typeof play>) {
  const group = groupOf(state, 'g');
  const topic = topicOf(state, t);
  if (!group || !topic) throw new Error('incomplete');
  const lags = lagsOf(group, topic, [0, 1]);
  return { lags, waiting: waitingSince(topic, lags) };
}

describe('the lag in records', () => {
  it('is end − committed, and not known where nothing was committed', () => {
    const { lags } = late(5, null);
    expect(lags).toEqual([
      { partition: 0, end: 8, committed: 5, lag: 3 },
      { partition: 1, end: 3, committed: null, lag: null },
    ]);
    expect(totalLag(lags)).toBe(3);
    expect(totalLag(lags.slice(1))).toBeNull();
  });
});

describe('a total that leaves partitions out', () => {
  const partial = (...offsets: (number | null)[]) => {
    const state = play([
      appended(t, 0, 0, keys(8)),
      { type: 'topic.extended', topic: t, partitions: 2 },
      committed('g', 'a', t, offsets),
    ]);
    const topic = topicOf(state, t);
    return topic && isPartial(topic, measured(state).lags);
  };

  it('is partial when there are records where nothing was committed, not when there are none', () => {
    expect(partial(null, 0)).toBe(true);
    expect(partial(5, null)).toBe(false);
  });
});

describe('the lag in time', () => {
  it('is told by the record at the committed offset, the oldest of all partitions', () => {
    expect(late(5, 3).waiting).toEqual({ since: epoch + 5, exact: true });
    expect(late(5, 1).waiting).toEqual({ since: epoch + 1, exact: true });
  });

  it('is nothing for a group that is not late', () => {
    expect(late(8, 3).waiting).toBeNull();
    expect(late(8).waiting).toBeNull();
  });

  it('is only “at least” once that record is no longer in the window', () => {
    const state = play([
      { ...appended(t, 0, 0, []), count: 1_000, kept: appended(t, 0, 998, keys(2)).kept },
      committed('g', 'a', t, [10]),
    ]);
    expect(measured(state).waiting).toEqual({ since: epoch + 998, exact: false });
  });

  it('is not told at all when no uncommitted record is known, or none bears a time', () => {
    const told = { ...appended(t, 0, 0, []), count: 1_000, kept: [] };
    expect(measured(play([told, committed('g', 'a', t, [10])])).waiting).toBeNull();
    const { kept } = appended(t, 0, 0, keys(4));
    const timeless = { ...appended(t, 0, 0, keys(4)), kept: kept.map((record) => ({ ...record, timestamp: -1 })) };
    expect(measured(play([timeless, committed('g', 'a', t, [1])])).waiting).toBeNull();
  });

  it('counts from the start of the log when retention took what was not committed', () => {
    const state = play([
      appended(t, 0, 0, keys(8)),
      committed('g', 'a', t, [2]),
      { type: 'log.start-moved', topic: t, partition: 0, logStart: 6 },
    ]);
    expect(measured(state).waiting).toEqual({ since: epoch + 6, exact: true });
  });

  it('has no age when the producer’s clock is ahead, and none below zero', () => {
    expect(ageOf({ since: 10_000, exact: true }, 22_500)).toBe(12_500);
    expect(ageOf({ since: 10_000, exact: true }, 9_500)).toBe(0);
    expect(ageOf({ since: 99_000, exact: true }, 9_500)).toBeNull();
  });
});
