// What remains of a queue when the server that worked on it is lost, and what another one makes of what the broker says.
import { describe, expect, it } from 'vitest';
import type { FileBroker, FileEvent } from '#contract/file.ts';
import { isAsTold, lastWorker, unfinished } from './again.ts';
import { type FileState, fileLab } from './lab.ts';
import { sharesOf } from './shares.ts';

const brokerOf = (name: FileBroker['name'], death: 'connection' | number): FileBroker => ({
  name,
  capabilities: {
    nack: 'yes',
    redelivered: true,
    counted: true,
    deadLetters: 'broker',
    prefetch: 'worker',
    bounded: true,
    death,
    parallel: null,
  },
});
const opened = (broker: FileBroker): FileEvent => ({ type: 'opened', broker, others: ['embarque'], waiting: 1 });
const hired = (worker: number): FileEvent => ({ type: 'hired', worker, takesMs: 100, prefetch: 1 });
const task = (number: number) => ({ task: `t-${number}`, number, poison: false });
const sent = (...numbers: number[]): FileEvent[] => numbers.map((number) => ({ type: 'sent', ...task(number) }));
const given = (worker: number, number: number): FileEvent => ({
  type: 'given',
  worker,
  redelivered: false,
  attempt: 1,
  ...task(number),
});
const followed = (state: FileState, ...events: FileEvent[]): FileState =>
  events.reduce((folded, event) => fileLab.fold(folded, event, 1_000), state);
/** One of before, one done, one in a hand, one put aside, one that waits. */
const inTheMiddle = (broker: FileBroker): FileState =>
  followed(
    fileLab.initial(),
    opened(broker),
    hired(1),
    hired(2),
    ...sent(1, 2, 3, 4),
    given(1, 1),
    { type: 'acked', worker: 1, task: 't-1' },
    given(2, 2),
    { type: 'dead', why: 'tries', ...task(3) },
  );
const left = (state: FileState): FileState => fileLab.left?.(state) ?? fileLab.initial();
const places = ({ tasks }: FileState) => tasks.map(({ place }) => place);

describe('what remains of a queue when the server that worked on it is lost', () => {
  it('is what the broker keeps: workers have died, and what they had in hand goes back', () => {
    const state = left(inTheMiddle(brokerOf('rabbitmq', 'connection')));
    expect(state).toMatchObject({ workers: [], sent: 4, done: 1, before: 1, gone: 0 });
    expect(places(state)).toEqual(['done', 'ready', 'dead', 'ready']);
    expect(sharesOf(state).workers).toMatchObject([
      { there: false, how: 'killed', died: [] },
      { there: false, how: 'killed', died: [2] },
    ]);
    expect([unfinished(state), lastWorker(state)]).toEqual([3, 2]);
    expect([3, 2, 4].map((waiting) => isAsTold(state, waiting))).toEqual([true, false, false]);
    expect(left(state)).toBe(state);
  });

  it('leaves in a dead hand what is only noticed after a silence, unless the broker says that it waits', () => {
    const broker = brokerOf('redis', 5_000);
    const state = left(inTheMiddle(broker));
    expect(places(state)).toEqual(['done', 'hand', 'dead', 'ready']);
    expect([2, 3, 4, 1].map((waiting) => isAsTold(state, waiting))).toEqual([true, true, false, false]);
    // It was acknowledged, and that was not told any more.
    expect([0, 1].map((held) => isAsTold(state, 2, held))).toEqual([false, true]);
    const kept = (waiting: number) => followed(state, { ...opened(broker), waiting, kept: true } as FileEvent);
    expect(places(kept(2))).toEqual(places(state));
    expect(places(kept(3))).toEqual(['done', 'ready', 'dead', 'ready']);
    expect(kept(3)).toMatchObject({ sent: 4, done: 1, before: 1 });
  });

  it('is nothing but what is gone, where the broker was in that server', () => {
    const broker = brokerOf('embarque', 'connection');
    const state = left(inTheMiddle(broker));
    expect(state).toEqual({ ...fileLab.initial(), broker, others: ['embarque'], gone: 4 });
    expect(left(fileLab.initial())).toEqual(fileLab.initial());
  });
});
