import { describe, expect, it } from 'vitest';
import type { AccusesEvent } from '#contract/accuses.ts';
import { proofOf } from './experiment.ts';
import { type AccusesState, accusesLab } from './lab.ts';

const none = { numbers: [], givenUp: 0 };
const opened: AccusesEvent = { type: 'opened', run: 'a', most: 12, waiting: [none, none, none] };
const roomAfter = (...events: AccusesEvent[]): AccusesState =>
  [opened, ...events].reduce((state, event) => accusesLab.fold(state, event, 0), accusesLab.initial());
const bob = (state: AccusesState) => state.subscribers[0];
const delivered = (sequence: number, redelivered = false): AccusesEvent => ({
  type: 'delivered',
  who: 0,
  sequence,
  redelivered,
});

describe('the fold of a room with acknowledgements', () => {
  it('takes what waits from the broker’s words alone', () => {
    const published: AccusesEvent = {
      type: 'published',
      sequence: 1,
      waiting: [{ numbers: [1], givenUp: 2 }, none, none],
    };
    const acked: AccusesEvent = { type: 'acked', who: 0, sequence: 1, upTo: false };
    expect(bob(roomAfter(published))).toMatchObject({ waiting: [1], givenUp: 2 });
    expect(bob(roomAfter(published, acked))?.waiting).toEqual([1]);
    expect(bob(roomAfter(published, { ...acked, waiting: [none, none, none] }))?.waiting).toEqual([]);
  });

  it('tells what a crash lost from what comes again, once the broker has said which', () => {
    const waiting = [{ numbers: [2], givenUp: 0 }, none, none];
    const crashed: AccusesEvent = { type: 'crashed', who: 0, held: [1, 2] };
    const start = [delivered(1), { ...delivered(2), waiting }, crashed] as const;
    expect(bob(roomAfter(...start))).toMatchObject({ link: 'crashed', held: [], lost: [], replayed: [] });
    const back: AccusesEvent = { type: 'back', who: 0, again: [2], givenUp: 0 };
    expect(bob(roomAfter(...start, back))).toMatchObject({ link: 'live', lost: [1], replayed: [2], taken: [] });
    const givenUp: AccusesEvent = { type: 'back', who: 0, again: [], givenUp: 1 };
    expect(bob(roomAfter(...start, givenUp))).toMatchObject({ lost: [1], replayed: [] });
  });

  it('proves nothing by a message that came again and was never processed', () => {
    const recognised: AccusesEvent = { type: 'recognised', who: 0, sequence: 1 };
    const processed: AccusesEvent = { type: 'processed', who: 0, sequence: 1 };
    const twice = [delivered(1), delivered(1, true), recognised];
    expect(bob(roomAfter(...twice))?.held).toEqual([1]);
    expect(proofOf(roomAfter(...twice)).twice).toBeNull();
    expect(proofOf(roomAfter(...twice, processed)).twice).toEqual({ name: 'Bob', sequence: 1 });
  });

  it('keeps what was done when its server is lost, and nothing that goes on', () => {
    const waiting = [{ numbers: [1, 2], givenUp: 1 }, none, none];
    const state = roomAfter(
      { type: 'cut', who: 0 },
      { type: 'published', sequence: 1, waiting },
      { type: 'back', who: 0, again: [1], givenUp: 1 },
      delivered(1),
      { type: 'processed', who: 0, sequence: 1 },
      delivered(2),
      { type: 'armed', who: 0 },
      { type: 'withholds', who: 0, withheld: true },
      { type: 'crashed', who: 1, held: [2] },
    );
    const left = accusesLab.left?.(state) ?? accusesLab.initial();
    const nothing = { link: 'over', waiting: [], held: [], taken: [], armed: false, withheld: false };
    expect(left.subscribers).toMatchObject([
      { ...nothing, processed: [1], caughtUp: [1], givenUp: 1 },
      nothing,
      nothing,
    ]);
    expect(left.said).toEqual(state.said);
    expect(left.told.at(-1)).toEqual({ type: 'closed' });
    expect(proofOf(left).missed).toEqual({ name: 'Bob', count: 1 });
    expect(accusesLab.left?.(left)).toBe(left);
    expect(accusesLab.left?.(accusesLab.initial())).toEqual(accusesLab.initial());
    expect(accusesLab.fold(left, opened, 0).subscribers).toEqual(roomAfter().subscribers);
  });

  it('starts again from nothing with another room', () => {
    const again = roomAfter(delivered(1), { type: 'armed', who: 0 }, opened);
    expect(again).toMatchObject({ count: 4, said: [] });
    expect(again.subscribers).toEqual(roomAfter().subscribers);
  });
});
