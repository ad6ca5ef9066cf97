// Who did what in a queue, out of what happened there.
import { describe, expect, it } from 'vitest';
import type { FileEvent } from '#contract/file.ts';
import { fileLab } from './lab.ts';
import { cellsOf, sharesOf } from './shares.ts';

const nameOf = (number: number): string => `t-${number}`;
const opened: FileEvent = {
  type: 'opened',
  broker: {
    name: 'embarque',
    capabilities: {
      nack: 'yes',
      redelivered: true,
      counted: true,
      deadLetters: 'broker',
      prefetch: 'worker',
      bounded: true,
      death: 'connection',
      parallel: null,
    },
  },
  others: [],
  waiting: 0,
};
const hired = (worker: number): FileEvent => ({ type: 'hired', worker, takesMs: 100, prefetch: 1 });
const sent = (...numbers: number[]): FileEvent[] =>
  numbers.map((number) => ({ type: 'sent', task: nameOf(number), number, poison: false }));
const given = (worker: number, number: number, attempt = 1): FileEvent => ({
  type: 'given',
  worker,
  task: nameOf(number),
  number,
  poison: false,
  redelivered: attempt > 1,
  attempt,
});
const acked = (worker: number, number: number): FileEvent => ({ type: 'acked', worker, task: nameOf(number) });
const did = (worker: number, number: number): FileEvent[] => [given(worker, number), acked(worker, number)];
const left = (worker: number, how: 'stopped' | 'killed'): FileEvent => ({ type: 'left', worker, how });
const fold = (events: readonly FileEvent[]) =>
  [opened, ...events].reduce((state, event) => fileLab.fold(state, event, 0), fileLab.initial());
const cells = (events: readonly FileEvent[], worker: number): string => {
  const file = fold(events);
  const shares = sharesOf(file);
  const share = shares.workers.find((one) => one.worker === worker);
  return share
    ? cellsOf(file, shares, share)
        .map(({ cell }) => cell)
        .join(' ')
    : '';
};

describe('who did what in a queue', () => {
  it('counts each task for the one worker who did it: the rows of all complete each other', () => {
    const events = [hired(1), hired(2), ...sent(1, 2, 3, 4), ...did(1, 1), ...did(2, 2), given(1, 3)];
    expect(sharesOf(fold(events))).toMatchObject({
      workers: [
        { worker: 1, given: [1, 3], done: [1] },
        { worker: 2, given: [2], done: [2] },
      ],
      sent: [1, 2, 3, 4],
      done: [1, 2],
      hand: [3],
      waiting: [4],
      doubled: [],
      again: [],
      inOrder: true,
    });
    expect(cells(events, 1)).toBe('done other hand waiting');
    expect(cells(events, 2)).toBe('other done other waiting');
  });

  it('tells what a killed worker had in hand, and that it was given out again', () => {
    const events = [hired(1), hired(2), ...sent(1, 2), given(1, 1), left(1, 'killed'), ...did(2, 2), given(2, 1, 2)];
    const before = sharesOf(fold(events));
    expect(before).toMatchObject({ again: [1], doubled: [], inOrder: true });
    expect(before.workers[0]).toMatchObject({ there: false, how: 'killed', died: [1], done: [] });
    // What was sent after it left is none of its business.
    expect(cells([...events, ...sent(3)], 1)).toBe('other other');
    expect(cells([...events, ...sent(3)], 2)).toBe('hand done waiting');
    expect(sharesOf(fold([...events, acked(2, 1)]))).toMatchObject({ done: [2, 1].toSorted(), hand: [], waiting: [] });
  });

  it('counts what two workers did, and first deliveries that were out of order', () => {
    const events = [hired(1), hired(2), ...sent(1, 2), ...did(1, 2), ...did(2, 1), ...did(1, 1)];
    expect(sharesOf(fold(events))).toMatchObject({ doubled: [1], inOrder: false, done: [1, 2] });
    expect(cells(events, 2)).toBe('again other');
  });
});
