import { describe, expect, it } from 'vitest';
import { emptyPicture } from './diff.ts';
import type { Picture } from './picture.ts';
import type { FetchedMessage } from './shown.ts';
import { createTail } from './tail.ts';
import type { FetchWanted, Wire } from './wire.ts';

const picture = (start: number, end: number): Picture => ({
  ...emptyPicture,
  places: new Map([['t', [{ partition: 0, leader: 1 }]]]),
  starts: new Map([['t 0', start]]),
  ends: new Map([['t 0', end]]),
});
const message = (offset: number, isControlRecord = false): FetchedMessage => ({
  offset: String(offset),
  timestamp: '1',
  key: null,
  value: Buffer.from('v'),
  isControlRecord,
});
const nobody = { writerOf: () => null, settled: async () => {} };
/** A wire that answers with these records and remembers where it was asked to read. */
function wire(messages: FetchedMessage[]) {
  const asked: FetchWanted[] = [];
  const fetch: Wire['fetch'] = async (_leader, wanted) => {
    asked.push(...wanted.map((each) => ({ ...each })));
    return wanted.map((each) => ({ ...each, messages }));
  };
  return { asked, wire: { fetch } as Wire };
}

describe('tail of a cluster', () => {
  it('tells a long log as a range, and starts sixty records before its end', async () => {
    const tail = createTail(nobody);
    expect(tail.follow(picture(10, 1_000))).toMatchObject([
      { type: 'log.start-moved', logStart: 10 },
      { type: 'records.appended', baseOffset: 10, count: 930, kept: [] },
    ]);
    const { asked, wire: one } = wire([message(940), message(941)]);
    expect(await tail.read(one)).toMatchObject([{ type: 'records.appended', baseOffset: 940, count: 2 }]);
    expect(asked).toEqual([{ topic: 't', partition: 0, offset: 940 }]);
  });

  it('counts control records but does not show them', async () => {
    const tail = createTail(nobody);
    tail.follow(picture(0, 0));
    const [told] = (await tail.read(wire([message(0), message(1, true)]).wire)) || [];
    expect(told).toMatchObject({ baseOffset: 0, count: 2, kept: [{ offset: 0 }] });
  });

  it('jumps when a log runs away from it, and over what it cannot read', () => {
    const tail = createTail(nobody);
    tail.follow(picture(0, 10));
    expect(tail.follow(picture(0, 50_000))).toMatchObject([{ baseOffset: 0, count: 49_940, kept: [] }]);
    tail.stumble();
    expect(tail.follow(picture(0, 50_000))).toMatchObject([{ baseOffset: 49_940, count: 60, kept: [] }]);
    expect(tail.follow(picture(0, 50_000))).toEqual([]);
  });

  it('knows that a log that got shorter is another log', () => {
    const tail = createTail(nobody);
    tail.follow(picture(0, 100));
    expect(tail.follow(picture(0, 3))).toMatchObject([
      { type: 'topic.deleted', topic: 't' },
      { type: 'topic.created', topic: 't', partitions: 1 },
    ]);
  });

  it('has nothing to read when there is no topic', async () => {
    expect(await createTail(nobody).read(wire([]).wire)).toBe(false);
  });

  it('tells each writer’s records apart, and names those it knows', async () => {
    const writer = { client: 'p-1', acks: -1 };
    const tail = createTail({
      ...nobody,
      writerOf: (_t, _p, offset) => (offset === 1 || offset === 2 ? writer : null),
    });
    tail.follow(picture(0, 4));
    const { wire: one } = wire([message(0), message(1), message(2), message(3, true)]);
    expect(await tail.read(one)).toMatchObject([
      { baseOffset: 0, count: 1, client: null, acks: null, kept: [{ offset: 0 }] },
      { baseOffset: 1, count: 2, client: 'p-1', acks: -1, kept: [{ offset: 1 }, { offset: 2 }] },
      { baseOffset: 3, count: 1, client: null, kept: [] },
    ]);
  });

  it('names nobody before what is known of the writers is known', async () => {
    let known = false;
    const tail = createTail({
      writerOf: () => (known ? { client: 'p-1', acks: 1 } : null),
      settled: async () => {
        known = true;
      },
    });
    tail.follow(picture(0, 1));
    expect(await tail.read(wire([message(0)]).wire)).toMatchObject([{ client: 'p-1', acks: 1 }]);
  });
});
