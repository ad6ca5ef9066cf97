// The event stream: coalesced, ordered, free of cost without listeners, patient with slow ones.

import { describe, expect, it } from 'vitest';
import { manualClock } from '../clock.ts';
import type { BrokerEvent, ShownRecord } from '../events.ts';
import { Hub } from './hub.ts';
import type { Partition } from './partition.ts';

const partitionOf = (topic: string, index = 0): Partition =>
  ({ topic: { name: topic }, index, announcedEnd: 0 }) as unknown as Partition;

const record = (offset: number): ShownRecord => ({ offset, timestamp: 0, key: null, value: null, headers: [] });

/** `cost`: bytes gone through in each read. */
function setUp(cost = 0) {
  const clock = manualClock();
  const reads: [from: number, end: number][] = [];
  const hub = new Hub({
    clock,
    flushMs: 50,
    perEvent: 3,
    read: async (_partition, from, end) => {
      reads.push([from, end]);
      return { records: Array.from({ length: end - from }, (_, n) => record(from + n)), cost };
    },
  });
  const heard: BrokerEvent[] = [];
  const append = (partition: Partition, baseOffset: number, count = 1, connection = 1) =>
    hub.appended(partition, { baseOffset, count, bytes: count * 10, connection, clientId: null, acks: 1, at: 0 });
  return { clock, hub, reads, heard, append, listen: () => hub.subscribe((events) => void heard.push(...events)) };
}

describe('hub', () => {
  it('reads and keeps nothing while nobody listens', async () => {
    const { hub, heard, reads, append, listen } = setUp();
    const partition = partitionOf('t');
    append(partition, 0, 5);
    hub.emit({ type: 'group-deleted', group: 'g' });
    listen();
    await hub.flush();
    expect([heard, reads, partition.announcedEnd]).toEqual([[], [], 5]);
  });

  it('melts appends that follow each other from one connection, and decodes the last records only', async () => {
    const { hub, heard, reads, append, listen } = setUp();
    listen();
    const partition = partitionOf('t');
    for (let offset = 0; offset < 10; offset += 1) append(partition, offset);
    await hub.flush();
    expect(heard).toMatchObject([{ type: 'appended', baseOffset: 0, count: 10, bytes: 100 }]);
    expect(reads).toEqual([[7, 10]]);
    expect(heard[0]).toMatchObject({ records: [{ offset: 7 }, { offset: 8 }, { offset: 9 }] });
  });

  it('keeps producers apart, and shares one budget of decoded records among them', async () => {
    const { hub, heard, reads, append, listen } = setUp();
    listen();
    const partition = partitionOf('t');
    append(partition, 0, 2, 1);
    append(partition, 2, 2, 2);
    append(partition, 4, 2, 1);
    await hub.flush();
    expect(heard.map((event) => event.type === 'appended' && [event.baseOffset, event.connection])).toEqual([
      [0, 1],
      [2, 2],
      [4, 1],
    ]);
    expect(reads).toEqual([
      [4, 6],
      [3, 4],
    ]);
  });

  it('stops decoding when a flush has gone through enough bytes; the rest tells its range alone', async () => {
    const { hub, heard, reads, append, listen } = setUp(1024 * 1024);
    listen();
    for (let index = 0; index < 10; index += 1) append(partitionOf('t', index), 0);
    await hub.flush();
    expect(reads).toHaveLength(2);
    expect(heard).toHaveLength(10);
    expect(heard.map((event) => event.type === 'appended' && event.records.length)).toEqual([
      0, 0, 0, 0, 0, 0, 0, 0, 1, 1,
    ]);
  });

  it('does not melt across the deletion of a topic', async () => {
    const { hub, heard, append, listen } = setUp();
    listen();
    append(partitionOf('t'), 0);
    hub.emit({ type: 'topic-deleted', topic: 't' });
    append(partitionOf('t'), 0);
    await hub.flush();
    expect(heard.map(({ type }) => type)).toEqual(['appended', 'topic-deleted', 'appended']);
  });

  it('stays bounded when many producers alternate', async () => {
    const { hub, heard, append, listen } = setUp();
    listen();
    const partition = partitionOf('t');
    for (let offset = 0; offset < 10_000; offset += 1) append(partition, offset, 1, offset % 2);
    await hub.flush();
    expect(heard.length).toBeLessThanOrEqual(2_000);
    const last = heard.at(-1);
    expect(last?.type === 'appended' && last.baseOffset + last.count).toBe(10_000);
  });

  it('tells the last fetch position of a flush, and the first one when it was another', async () => {
    const { hub, heard, listen } = setUp();
    listen();
    const partition = partitionOf('t');
    for (const offset of [1, 2, 3]) hub.fetched(partition, { connection: 1, clientId: 'c', offset });
    await hub.flush();
    hub.fetched(partition, { connection: 2, clientId: 'd', offset: 7 });
    await hub.flush();
    expect(heard).toEqual([
      { type: 'fetched', topic: 't', partition: 0, connection: 1, clientId: 'c', offset: 3, first: 1 },
      { type: 'fetched', topic: 't', partition: 0, connection: 2, clientId: 'd', offset: 7 },
    ]);
  });

  it('tells the positions of a connection before its end, and of no other', async () => {
    const { hub, heard, listen } = setUp();
    listen();
    const partition = partitionOf('t');
    hub.fetched(partition, { connection: 1, clientId: 'c', offset: 3 });
    hub.fetched(partition, { connection: 2, clientId: 'd', offset: 4 });
    hub.emit({ type: 'connection-closed', connection: 1, reason: 'peer' });
    await hub.flush();
    expect(heard.map((event) => [event.type, 'connection' in event && event.connection])).toEqual([
      ['fetched', 1],
      ['connection-closed', 1],
      ['fetched', 2],
    ]);
  });

  it('tells the commits of one member once a flush, with its last offsets', async () => {
    const { hub, heard, listen } = setUp();
    listen();
    for (const [partition, offset] of [
      [0, 1],
      [1, 7],
      [0, 2],
    ] as const) {
      const offsets = [{ topic: 't', partition, offset }];
      hub.emit({ type: 'committed', group: 'g', memberId: 'm', clientId: 'c', offsets });
    }
    await hub.flush();
    expect(heard).toMatchObject([
      {
        type: 'committed',
        offsets: [
          { partition: 0, offset: 2 },
          { partition: 1, offset: 7 },
        ],
      },
    ]);
  });

  it('counts notices instead of telling thousands', async () => {
    const { hub, heard, listen } = setUp();
    listen();
    for (let count = 0; count < 5_000; count += 1) hub.emit({ type: 'notice', level: 'warn', message: 'bad frame' });
    await hub.flush();
    expect(heard.length).toBe(11);
    expect(heard.at(-1)).toMatchObject({ message: '4990 more notices in the same moment' });
  });

  it('loses no error in a flood of warnings', async () => {
    const { hub, heard, listen } = setUp();
    listen();
    for (let count = 0; count < 500; count += 1) hub.emit({ type: 'notice', level: 'warn', message: 'bad frame' });
    hub.emit({ type: 'notice', level: 'error', message: 'the disk is full' });
    await hub.flush();
    expect(heard).toContainEqual({ type: 'notice', level: 'error', message: 'the disk is full' });
  });

  it('closes although a listener never finishes', async () => {
    const { clock, hub } = setUp();
    hub.subscribe(() => new Promise(() => {}));
    hub.emit({ type: 'group-deleted', group: 'g' });
    const closing = hub.close();
    clock.advance(1_000);
    await closing;
  });

  it('flushes after flushMs by itself', async () => {
    const { clock, hub, heard, listen } = setUp();
    listen();
    hub.emit({ type: 'group-deleted', group: 'g' });
    clock.advance(49);
    expect(heard).toEqual([]);
    clock.advance(1);
    await hub.flush();
    expect(heard.length).toBe(1);
  });

  it('gives a newcomer only what happens after it came', async () => {
    const { hub, append, listen, heard } = setUp();
    listen();
    const partition = partitionOf('t');
    append(partition, 0);
    const late: BrokerEvent[] = [];
    hub.subscribe((events) => void late.push(...events));
    append(partition, 1);
    await hub.flush();
    expect(heard.length).toBe(2);
    expect(late).toMatchObject([{ baseOffset: 1, count: 1 }]);
  });

  it('goes on coalescing while a listener is busy, and forgives one that fails', async () => {
    const { clock, hub, append, heard, listen } = setUp();
    const batches: number[] = [];
    let finish = (): void => {};
    hub.subscribe(async (events) => {
      batches.push(events.length);
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    hub.subscribe(() => {
      throw new Error('listener broke');
    });
    listen();
    const partition = partitionOf('t');
    append(partition, 0);
    clock.advance(50);
    await Promise.resolve();
    for (let offset = 1; offset < 100; offset += 1) {
      append(partition, offset);
      clock.advance(50);
    }
    while (batches.length < 1) await Promise.resolve();
    expect(batches).toEqual([1]);
    finish();
    const flushed = hub.flush();
    while (batches.length < 2) await Promise.resolve();
    finish();
    await flushed;
    expect(heard).toMatchObject([{ count: 1 }, { baseOffset: 1, count: 99 }]);
  });
});
