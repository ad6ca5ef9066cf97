import { describe, expect, it } from 'vitest';
import { heard, missing, type Reorder, receive, reorderFrom, type Step, skipTo, subscribed, tick } from './reorder.ts';

const options = { bound: 4, askAfterMs: 100, askAtMostMs: 400 };
const fresh = (expected = 1, epoch: string | null = 'a') => reorderFrom<string>(epoch, expected, options);

/** Receives these numbers one after the other, all at the same instant; the last step's state, and all that was told. */
function arriving(state: Reorder<string>, sequences: readonly number[], now = 0): Step<string> {
  const told: Step<string>['told'][number][] = [];
  let current = state;
  for (const sequence of sequences) {
    const step = receive(current, sequence, `m${sequence}`, now);
    told.push(...step.told);
    current = step.state;
  }
  return { state: current, told };
}

const delivered = ({ told }: Step<string>) =>
  told.flatMap((each) => (each.kind === 'delivered' ? [each.sequence] : []));
const kinds = ({ told }: Step<string>) => told.map(({ kind }) => kind);

describe('a reorder buffer', () => {
  it('delivers the expected number at once', () => {
    const step = arriving(fresh(), [1, 2]);
    expect(step.told[0]).toEqual({ kind: 'delivered', sequence: 1, message: 'm1' });
    expect(step.state).toMatchObject({ expected: 3, held: [], gap: null });
  });

  it('holds what comes too early, and lets it out behind the one that was missing', () => {
    const early = arriving(fresh(), [3, 2]);
    expect(kinds(early)).toEqual(['held', 'held']);
    expect(early.state.held.map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect(delivered(arriving(early.state, [1]))).toEqual([1, 2, 3]);
  });

  it('ignores a number delivered before, or held already, and says so', () => {
    expect(kinds(arriving(fresh(), [1, 1, 3, 3]))).toEqual(['delivered', 'duplicate', 'held', 'duplicate']);
  });

  it('tells what lies beyond its window, does not keep it, and asks for it once the window is there', () => {
    const step = arriving(fresh(), [6, 5]);
    expect(step.told).toEqual([
      { kind: 'beyond', sequence: 6 },
      { kind: 'beyond', sequence: 5 },
    ]);
    expect(step.state.held).toEqual([]);
    expect(missing(step.state)).toEqual([{ from: 1, to: 4 }]);
    expect(missing(arriving(step.state, [1, 2, 3, 4]).state)).toEqual([{ from: 5, to: 6 }]);
  });

  it('never holds more than its bound', () => {
    const { state } = arriving(fresh(), [2, 3, 4, 5, 6, 7, 8]);
    expect(state.held).toHaveLength(3);
  });

  it('refuses what is no number of a stream', () => {
    for (const sequence of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(receive(fresh(), sequence, 'm', 0).told).toEqual([{ kind: 'invalid', sequence }]);
  });

  it('ignores a message numbered by another epoch', () => {
    expect(receive(fresh(), 1, 'm1', 0, 'before').told).toEqual([{ kind: 'stale', sequence: 1 }]);
  });
});

describe('a gap', () => {
  it('is asked for after the delay, not before, then less and less often', () => {
    let { state } = arriving(fresh(), [3], 1_000);
    expect(state.gap).toEqual({ since: 1_000, asks: 0, askAt: 1_100 });
    expect(tick(state, 1_099).told).toEqual([]);
    const waits: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      const now = state.gap?.askAt ?? 0;
      const step = tick(state, now);
      expect(step.told).toEqual([{ kind: 'ask', ranges: [{ from: 1, to: 2 }] }]);
      state = step.state;
      waits.push((state.gap?.askAt ?? 0) - now);
    }
    expect(waits).toEqual([100, 200, 400, 400, 400]);
  });

  it('keeps its wait when more arrives behind it, and begins anew when another number is waited for', () => {
    const first = arriving(fresh(), [3], 0).state;
    expect(arriving(first, [4], 50).state.gap?.since).toBe(0);
    const second = arriving(arriving(first, [1], 60).state, [2], 70);
    expect(second.state.gap).toBeNull();
    expect(arriving(arriving(fresh(), [2, 4], 0).state, [1], 60).state.gap).toEqual({ since: 60, asks: 0, askAt: 160 });
  });

  it('at the very end of a stream is known from the head alone', () => {
    const step = subscribed(arriving(fresh(), [1]).state, { epoch: 'a', sequence: 3 }, 10);
    expect(step.told).toEqual([{ kind: 'ask', ranges: [{ from: 2, to: 3 }] }]);
  });

  it('at the end, told by the way, waits as any other', () => {
    const { state } = heard(arriving(fresh(), [1]).state, 3, 10);
    expect(state.gap).toEqual({ since: 10, asks: 0, askAt: 110 });
    expect(heard(state, 2, 20).state).toEqual(state);
  });

  it('that the server can no longer fill is said to be gone, and what was held goes on in order', () => {
    const step = skipTo(arriving(fresh(), [2, 4]).state, 4, 0);
    expect(step.told).toEqual([
      { kind: 'gone', from: 1, to: 1 },
      { kind: 'delivered', sequence: 2, message: 'm2' },
      { kind: 'gone', from: 3, to: 3 },
      { kind: 'delivered', sequence: 4, message: 'm4' },
    ]);
    expect(step.state).toMatchObject({ expected: 5, held: [], gap: null });
  });

  it('does not go backwards when the server still has an older past', () => {
    const { state } = arriving(fresh(), [1, 2]);
    expect(skipTo(state, 1, 0)).toEqual({ state, told: [] });
  });
});

describe('a new subscription', () => {
  it('in the same epoch asks at once for what was missed', () => {
    const step = subscribed(arriving(fresh(), [1, 2]).state, { epoch: 'a', sequence: 5 }, 0);
    expect(step.told).toEqual([{ kind: 'ask', ranges: [{ from: 3, to: 5 }] }]);
    expect(delivered(arriving(step.state, [3, 4, 5]))).toEqual([3, 4, 5]);
  });

  it('changes nothing when nothing was missed', () => {
    const { state } = arriving(fresh(), [1, 2]);
    expect(subscribed(state, { epoch: 'a', sequence: 2 }, 0)).toEqual({ state, told: [] });
  });

  it('in another epoch gives out what was held, says what is gone, and begins again at 1', () => {
    const step = subscribed(arriving(fresh(), [1, 3]).state, { epoch: 'b', sequence: 2 }, 0);
    expect(step.told).toEqual([
      { kind: 'gone', from: 2, to: 2 },
      { kind: 'delivered', sequence: 3, message: 'm3' },
      { kind: 'reset', epoch: 'b' },
      { kind: 'ask', ranges: [{ from: 1, to: 2 }] },
    ]);
    expect(step.state).toMatchObject({ epoch: 'b', expected: 1, known: 2 });
  });

  it('does not ask for what the server says it no longer has', () => {
    const step = subscribed(fresh(), { epoch: 'a', sequence: 9, oldest: 8 }, 0);
    expect(step.told).toEqual([
      { kind: 'gone', from: 1, to: 7 },
      { kind: 'ask', ranges: [{ from: 8, to: 9 }] },
    ]);
  });

  it('with a server that names no epoch, takes a number that went back for a numbering that began again', () => {
    const { state } = arriving(fresh(1, null), [1, 2, 3]);
    expect(subscribed(state, { epoch: null, sequence: 3 }, 0).told).toEqual([]);
    expect(subscribed(state, { epoch: null, sequence: 1 }, 0).told).toEqual([
      { kind: 'reset', epoch: null },
      { kind: 'ask', ranges: [{ from: 1, to: 1 }] },
    ]);
  });
});
