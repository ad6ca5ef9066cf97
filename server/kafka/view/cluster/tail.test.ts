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
    const tail = createTail();
    expect(tail.follow(picture(10, 1_000))).toMatchObject([
      { type: 'log.start-moved', logStart: 10 },
      { type: 'records.appended', baseOffset: 10, count: 930, kept: [] },
    ]);
    const { asked, wire: one } = wire([message(940), message(941)]);
    expect(await tail.read(one)).toMatchObject([{ type: 'records.appended', baseOffset: 940, count: 2 }]);
    expect(asked).toEqual([{ topic: 't', partition: 0, offset: 940 }]);
  });

  it('counts control records but does not show them', async () => {
    const tail = createTail();
    tail.follow(picture(0, 0));
    const [told] = (await tail.read(wire([message(0), message(1, true)]).wire)) || [];
    expect(told).toMatchObject({ baseOffset: 0, count: 2, kept: [{ offset: 0 }] });
  });

  it('jumps when a log runs away from it, and over what it cannot read', () => {
    const tail = createTail();
    tail.follow(picture(0, 10));
    expect(tail.follow(picture(0, 50_000))).toMatchObject([{ baseOffset: 0, count: 49_940, kept: [] }]);
    tail.stumble();
    expect(tail.follow(picture(0, 50_000))).toMatchObject([{ baseOffset: 49_940, count: 60, kept: [] }]);
    expect(tail.follow(picture(0, 50_000))).toEqual([]);
  });

  it('knows that a log that got shorter is another log', () => {
    const tail = createTail();
    tail.follow(picture(0, 100));
    expect(tail.follow(picture(0, 3))).toMatchObject([
      { type: 'topic.deleted', topic: 't' },
      { type: 'topic.created', topic: 't', partitions: 1 },
    ]);
  });

  it('has nothing to read when there is no topic', async () => {
    expect(await createTail().read(wire([]).wire)).toBe(false);
  });
});
