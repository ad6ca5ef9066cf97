// The experiments of the queue are proved by what happened in it, whatever else one did there before or meanwhile.
import { describe, expect, it } from 'vitest';
import type { FileEvent } from '#contract/file.ts';
import { proofOfKilling, proofOfSharing } from './experiments.ts';
import { type FileState, fileLab, keptEvents } from './lab.ts';

const hired = (worker: number, takesMs = 500): FileEvent => ({ type: 'hired', worker, takesMs, prefetch: 1 });
const task = (number: number, poison = false) => ({ task: `t${number}`, number, poison });
const sent = (number: number, poison = false): FileEvent => ({ type: 'sent', ...task(number, poison) });
const given = (number: number, worker: number, attempt = 1): FileEvent => ({
  type: 'given',
  ...task(number),
  worker,
  redelivered: attempt > 1,
  attempt,
});
const acked = (number: number, worker: number): FileEvent => ({ type: 'acked', task: `t${number}`, worker });
const dead = (number: number): FileEvent => ({ type: 'dead', ...task(number), why: 'refused' });
const killed = (worker: number): FileEvent => ({ type: 'left', worker, how: 'killed' });
const folded = (...events: FileEvent[]): FileState =>
  events.reduce((state, event) => fileLab.fold(state, event, 0), fileLab.initial());

const three = [hired(1), hired(2), hired(3, 2_000)];
/** Ten tasks from this number on; the third worker does one of them. */
const ten = (first: number): FileEvent[] =>
  Array.from({ length: 10 }, (_, index) => first + index).flatMap((number) => [
    sent(number),
    acked(number, number === first ? 3 : (number % 2) + 1),
  ]);
const sharing = (...events: FileEvent[]) => proofOfSharing(folded(...events));

describe('sharing ten tasks', () => {
  it('is proved by three workers, and a slow one that did less', () => {
    expect(sharing(...three, ...ten(1))).toEqual({
      three: [1, 2, 3],
      shared: [
        [1, 5],
        [2, 4],
        [3, 1],
      ],
      slow: { slow: [3, 1], fast: [1, 5] },
    });
    expect(sharing(...three, ...ten(1).slice(0, -1)).shared).toBeNull();
  });

  it('is proved all the same after a task was refused, or not taken by the broker', () => {
    const meanwhile = [sent(1), sent(2), dead(1), { type: 'unsent', task: 't2' } as const];
    expect(sharing(...three, ...meanwhile, ...ten(3)).shared).not.toBeNull();
  });

  it('is proved all the same beside a worker whom nothing reached', () => {
    expect(sharing(...three, hired(4, 500), ...ten(1)).shared).toHaveLength(3);
  });

  it('counts workers whose arrival is no longer kept', () => {
    const long = Array.from({ length: keptEvents }, (): FileEvent => ({ type: 'paced', worker: 1, takesMs: 500 }));
    expect(sharing(...three, ...long, ...ten(1)).slow).toEqual({ slow: [3, 1], fast: [1, 5] });
  });

  it('is not proved by what was told before', () => {
    const story = [...three, ...ten(1)];
    expect(proofOfSharing(folded(...story), story.length)).toEqual({ three: null, shared: null, slow: null });
    expect(proofOfSharing(folded(...story, ...ten(11)), story.length).shared).not.toBeNull();
  });
});

describe('killing a worker', () => {
  const story = [hired(1), hired(2), sent(1), given(1, 1), killed(1), given(1, 2, 2)];
  const lost = (...events: FileEvent[]) => proofOfKilling(folded(...events)).lost;

  it('loses nothing once all that was sent is done', () => {
    expect(lost(...story)).toBeNull();
    expect(lost(...story, acked(1, 2))).toEqual({ sent: 1, done: 1, aside: 0 });
    expect(lost(...story, sent(2), acked(1, 2))).toBeNull();
  });

  it('loses no task that is put aside, by itself or by a student', () => {
    expect(lost(sent(9, true), dead(9), ...story, acked(1, 2))).toEqual({ sent: 2, done: 1, aside: 1 });
    expect(lost(...story, sent(2), acked(1, 2), dead(2))).toEqual({ sent: 2, done: 1, aside: 1 });
  });

  it('counts a task of before this server started, once it is given out', () => {
    const before = [hired(1), hired(2), given(1, 1), killed(1), given(1, 2, 2)];
    expect(lost(...before)).toBeNull();
    expect(lost(...before, acked(1, 2))).toEqual({ sent: 1, done: 1, aside: 0 });
  });
});
