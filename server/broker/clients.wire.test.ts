// What only bare sockets do: hostile frames, unknown versions, silence, hanging up. The broker and its other clients go on.

import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { produce } from './apis/00-produce/messages.ts';
import { fetch } from './apis/01-fetch/messages.ts';
import { metadata } from './apis/03-metadata/messages.ts';
import { joinGroup } from './apis/11-join-group/messages.ts';
import { syncGroup } from './apis/14-sync-group/messages.ts';
import { apiVersions } from './apis/18-api-versions/messages.ts';
import { deleteTopics } from './apis/20-delete-topics/messages.ts';
import { encodeBatch } from './protocol/encode-batch.ts';
import { requestFrame } from './protocol/headers.ts';
import { decodeBatches } from './protocol/records.ts';
import { type RawClient, rawClient, type TestBroker, testBroker, until } from './testing.ts';

function frame(...fields: [bytes: 2 | 4, value: number][]): Buffer {
  const body = Buffer.concat(
    fields.map(([bytes, value]) => {
      const field = Buffer.alloc(bytes);
      if (bytes === 2) field.writeInt16BE(value);
      else field.writeInt32BE(value);
      return field;
    }),
  );
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

const header = (key: number, version: number): Buffer => frame([2, key], [2, version], [4, 7], [2, -1]);

const batch = (...values: string[]): Uint8Array => encodeBatch(values.map((value) => ({ value })));
const produceTo = (topic: string, acks: number, ...values: string[]) => ({
  acks,
  timeoutMs: 1000,
  topicData: [{ name: topic, partitionData: [{ index: 0, records: batch(...values) }] }],
});
const fetchFrom = (topic: string, fetchOffset: number, maxWaitMs: number, minBytes = 1) => ({
  maxWaitMs,
  minBytes,
  topics: [{ topic, partitions: [{ partition: 0, fetchOffset, partitionMaxBytes: 1 << 20 }] }],
});

async function valuesOf(client: RawClient, topic: string, offset = 0): Promise<string[]> {
  const { responses } = await client.ask(fetch, 11, fetchFrom(topic, offset, 0));
  const records = responses[0]?.partitions[0]?.records ?? new Uint8Array();
  return decodeBatches(records).flatMap((one) => one.records.map(({ value }) => Buffer.from(value ?? []).toString()));
}

const noticed = (broker: TestBroker, text: string): boolean =>
  broker.events.some((event) => event.type === 'notice' && event.message.includes(text));

describe('hostile frames', () => {
  const cases: [name: string, bytes: Buffer, notice: string][] = [
    ['garbage', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'), 'frame length'],
    ['a huge length', Buffer.from([0x7f, 0xff, 0xff, 0xff]), 'frame length 2147483647'],
    ['a negative length', Buffer.from([0xff, 0xff, 0xff, 0xff]), 'frame length -1'],
    ['an unknown API key', header(999, 0), 'unknown API key 999'],
    ['a version too old', header(1, 0), 'Fetch version 0 is not served'],
    ['a version too new', header(3, 99), 'Metadata version 99 is not served'],
    ['a body cut short', header(3, 4), 'needs 4 bytes'],
    ['an array that claims too much', frame([2, 3], [2, 4], [4, 1], [2, -1], [4, 0x7fffffff]), 'topics'],
  ];
  it.each(cases)('%s closes that connection with a notice and disturbs nobody', async (_name, bytes, notice) => {
    const broker = await testBroker();
    const healthy = await rawClient(broker);
    await healthy.ask(produce, 7, produceTo('t', -1, 'before'));
    const hostile = await rawClient(broker);
    hostile.send(bytes);
    await hostile.closed;
    await until('a notice', () => noticed(broker, notice));
    expect(await valuesOf(healthy, 't')).toEqual(['before']);
  });

  it('a frame cut by the end of the connection is dropped quietly', async () => {
    const broker = await testBroker();
    const client = await rawClient(broker);
    client.socket.end(header(3, 4).subarray(0, 9));
    await client.closed;
    await until('the end', () => broker.events.some((event) => event.type === 'connection-closed'));
    expect(broker.events.filter((event) => event.type === 'notice')).toEqual([]);
  });

  it('more bytes than may wait in memory close the connection', async () => {
    const broker = await testBroker({ limits: { maxBufferedBytes: 1000 } });
    const client = await rawClient(broker);
    client.send(Buffer.from([0, 0, 0xff, 0xff]), Buffer.alloc(2000));
    await client.closed;
    await until('a notice', () => noticed(broker, 'unfinished requests'));
  });

  it('connections over the limit are refused, and accepted again when one has gone', async () => {
    const broker = await testBroker({ limits: { maxConnections: 1 } });
    const first = await rawClient(broker);
    const second = await rawClient(broker);
    await second.closed;
    first.socket.destroy();
    await until('room', async () => {
      const third = await rawClient(broker);
      return third.ask(apiVersions, 0, {}).catch(() => null);
    });
  });
});

it('a connection that stays silent is closed as idle, one that waits for records is not', async () => {
  const broker = await testBroker({ limits: { idleMs: 300 } });
  const waiting = await rawClient(broker, 'waiting');
  await waiting.ask(metadata, 4, { topics: [{ name: 't' }] });
  const parked = waiting.ask(fetch, 11, fetchFrom('t', 0, 60_000));
  const silent = await rawClient(broker, 'silent');
  await silent.closed;
  const closed = () => broker.events.filter((event) => event.type === 'connection-closed');
  expect(await until('the end', () => (closed().length > 0 ? closed() : null))).toMatchObject([{ reason: 'idle' }]);
  const writer = await rawClient(broker, 'writer');
  await writer.ask(produce, 7, produceTo('t', 1, 'hello'));
  expect((await parked).responses[0]?.partitions[0]?.records?.length).toBeGreaterThan(61);
});

describe('ApiVersions', () => {
  it('answers an unknown version in version 0 with error 35 and its own entry (KIP-511)', async () => {
    const broker = await testBroker();
    const client = await rawClient(broker);
    client.send(header(18, 99));
    const reply = await until('a reply', () => client.frames[0]);
    expect([reply.readInt32BE(0), reply.readInt16BE(4), reply.readInt32BE(6)]).toEqual([7, 35, 1]);
    expect([reply.readInt16BE(10), reply.readInt16BE(12), reply.readInt16BE(14)]).toEqual([18, 0, 4]);
  });

  it('refuses a client software name that is none', async () => {
    const client = await rawClient(await testBroker());
    const odd = { clientSoftwareName: '<script>', clientSoftwareVersion: '1' };
    expect((await client.ask(apiVersions, 3, odd)).errorCode).toBe(42);
  });

  it('tells Produce from version 0 and JoinGroup from version 0, for the sake of librdkafka', async () => {
    const client = await rawClient(await testBroker());
    const { apiKeys } = await client.ask(apiVersions, 3, { clientSoftwareName: 'a', clientSoftwareVersion: '1' });
    const minimum = (key: number) => apiKeys.find(({ apiKey }) => apiKey === key)?.minVersion;
    expect([minimum(0), minimum(11), minimum(10)]).toEqual([0, 0, 0]);
  });
});

describe('produce and fetch', () => {
  it('acks=0 gets no reply, and the next request is answered', async () => {
    const client = await rawClient(await testBroker());
    await client.ask(metadata, 4, { topics: [{ name: 't' }] });
    const silent = requestFrame(produce, 7, { correlationId: 50, clientId: 'raw' }, produceTo('t', 0, 'a', 'b'));
    client.send(...silent);
    expect(await valuesOf(client, 't')).toEqual(['a', 'b']);
  });

  it('acks=0 written just before hanging up is kept', async () => {
    const broker = await testBroker();
    const client = await rawClient(broker);
    await client.ask(metadata, 4, { topics: [{ name: 't' }] });
    const frames = ['a', 'b', 'c'].flatMap((value) =>
      requestFrame(produce, 7, { correlationId: 50, clientId: 'raw' }, produceTo('t', 0, value)),
    );
    client.socket.end(Buffer.concat(frames));
    const reader = await rawClient(broker);
    await until('three records', async () => (await valuesOf(reader, 't')).length === 3);
  });

  it('acks=0 that cannot be stored hangs up', async () => {
    const client = await rawClient(await testBroker());
    client.send(...requestFrame(produce, 7, { correlationId: 1, clientId: 'raw' }, produceTo('not a name', 0, 'a')));
    await client.closed;
  });

  it('a damaged batch is refused with error 2 and nothing is stored', async () => {
    const client = await rawClient(await testBroker());
    const damaged = Buffer.from(batch('a'));
    damaged[damaged.length - 1] = (damaged[damaged.length - 1] ?? 0) ^ 1;
    const { responses } = await client.ask(produce, 7, {
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ name: 't', partitionData: [{ index: 0, records: damaged }] }],
    });
    expect(responses[0]?.partitionResponses[0]).toMatchObject({ errorCode: 2, baseOffset: -1 });
    expect(await valuesOf(client, 't')).toEqual([]);
  });

  it('a waiting fetch is woken by an append', async () => {
    const broker = await testBroker();
    const reader = await rawClient(broker, 'reader');
    const writer = await rawClient(broker, 'writer');
    await writer.ask(metadata, 4, { topics: [{ name: 't' }] });
    const waiting = reader.ask(fetch, 11, fetchFrom('t', 0, 60_000));
    await until('the fetch', () => broker.events.some((event) => event.type === 'fetched'));
    await writer.ask(produce, 7, produceTo('t', 1, 'hello'));
    expect((await waiting).responses[0]?.partitions[0]?.records?.length).toBeGreaterThan(61);
  });

  it('a waiting fetch answers when its topic is deleted', async () => {
    const broker = await testBroker();
    const reader = await rawClient(broker, 'reader');
    const admin = await rawClient(broker, 'admin');
    await admin.ask(metadata, 4, { topics: [{ name: 't' }] });
    const waiting = reader.ask(fetch, 11, fetchFrom('t', 0, 60_000));
    await until('the fetch', () => broker.events.some((event) => event.type === 'fetched'));
    await admin.ask(deleteTopics, 3, { topicNames: ['t'], timeoutMs: 1000 });
    expect((await waiting).responses[0]?.partitions[0]?.errorCode).toBe(3);
  });

  it('an offset outside the log is error 1, with the bounds', async () => {
    const client = await rawClient(await testBroker());
    await client.ask(produce, 7, produceTo('t', -1, 'a'));
    const { responses } = await client.ask(fetch, 11, fetchFrom('t', 5, 60_000));
    expect(responses[0]?.partitions[0]).toMatchObject({ errorCode: 1, highWatermark: 1, logStartOffset: 0 });
  });

  it('a batch larger than every limit is still given, so that a consumer never sticks', async () => {
    const client = await rawClient(await testBroker());
    await client.ask(produce, 7, produceTo('t', -1, 'x'.repeat(5000)));
    const { responses } = await client.ask(fetch, 11, {
      maxWaitMs: 0,
      minBytes: 1,
      maxBytes: 10,
      topics: [{ topic: 't', partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 10 }] }],
    });
    expect(responses[0]?.partitions[0]?.records?.length).toBeGreaterThan(5000);
  });

  it('answers pipelined requests in order', async () => {
    const client = await rawClient(await testBroker());
    await client.ask(metadata, 4, { topics: [{ name: 't' }] });
    const replies = await Promise.all([
      client.ask(fetch, 11, fetchFrom('t', 0, 30)),
      client.ask(produce, 7, produceTo('t', -1, 'a')),
      client.ask(metadata, 4, { topics: [] }),
      client.ask(produce, 7, produceTo('t', -1, 'b')),
    ]);
    expect(replies[0]?.responses[0]).toMatchObject({ topic: 't' });
    expect(await valuesOf(client, 't')).toEqual(['a', 'b']);
  });
});

describe('loopback', () => {
  const hasIPv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));
  it.skipIf(!hasIPv6)('is served on ::1 too, with the same port', async () => {
    const broker = await testBroker();
    const client = await rawClient(broker, 'six', '::1');
    await client.ask(apiVersions, 0, {});
    const snapshot = await broker.snapshot();
    expect(snapshot.connections[0]?.address).toMatch(/^\[::1\]:\d+$/);
  });

  it('refuses a taken port with a typed error', async () => {
    const broker = await testBroker();
    const again = testBroker({ port: broker.address.port });
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE', port: broker.address.port });
  });
});

describe('groups over bare sockets', () => {
  async function member(broker: TestBroker, sessionTimeoutMs: number) {
    const client = await rawClient(broker, 'member');
    const join = { groupId: 'g', sessionTimeoutMs, rebalanceTimeoutMs: 1000, memberId: '', protocolType: 'consumer' };
    const protocols = [{ name: 'range', metadata: new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]) }];
    const joined = await client.ask(joinGroup, 3, { ...join, protocols });
    const { memberId, generationId } = joined;
    const assignments = [{ memberId, assignment: new Uint8Array() }];
    await client.ask(syncGroup, 2, { groupId: 'g', generationId, memberId, assignments });
    return client;
  }
  const left = (broker: TestBroker) => broker.events.find((event) => event.type === 'member-left');

  it('hanging up is not leaving: the member goes when its session times out', async () => {
    const broker = await testBroker();
    const client = await member(broker, 6_000);
    client.socket.destroy();
    await until('the end of the connection', () => broker.events.some((event) => event.type === 'connection-closed'));
    expect((await broker.snapshot()).groups[0]).toMatchObject({ phase: 'Stable', members: [{ clientId: 'member' }] });
    expect(await until('the eviction', () => left(broker), 15_000)).toMatchObject({ reason: 'session-timeout' });
  });
});

describe('faults', () => {
  it('refuse, hold, cut and silence chosen requests only', async () => {
    const broker = await testBroker();
    const client = await rawClient(broker, 'victim');
    const other = await rawClient(broker, 'bystander');
    await client.ask(metadata, 4, { topics: [{ name: 't' }] });
    await broker.faults.add({
      match: { api: 'Produce', clientId: 'victim', nth: 1 },
      action: { kind: 'error', code: 7 },
    });
    const refused = await client.ask(produce, 7, produceTo('t', -1, 'no'));
    expect(refused.responses[0]?.partitionResponses[0]?.errorCode).toBe(7);
    await client.ask(produce, 7, produceTo('t', -1, 'yes'));
    expect(await valuesOf(client, 't')).toEqual(['yes']);

    const hold = await broker.faults.add({ match: { topic: 't', clientId: 'victim' }, action: { kind: 'hold' } });
    const held = client.ask(produce, 7, produceTo('t', -1, 'late'));
    await until('the hold', async () => (await broker.faults.list())[0]?.hits === 1);
    expect(await valuesOf(other, 't')).toEqual(['yes']);
    await broker.faults.remove(hold);
    await held;
    expect(await valuesOf(other, 't')).toEqual(['yes', 'late']);

    await broker.faults.add({ match: { api: 'Produce' }, action: { kind: 'close' }, when: 'reply', times: 1 });
    await expect(client.ask(produce, 7, produceTo('t', -1, 'unknown fate'))).rejects.toThrow('closed');
    expect(await valuesOf(other, 't')).toEqual(['yes', 'late', 'unknown fate']);
    expect(await broker.faults.list()).toEqual([]);
  });
});

it('a client that never reads its replies does not grow the memory of the broker', async () => {
  const broker = await testBroker();
  const writer = await rawClient(broker);
  for (let turn = 0; turn < 20; turn += 1) await writer.ask(produce, 7, produceTo('t', 1, 'x'.repeat(500_000)));
  const greedy = connect({ host: '127.0.0.1', port: broker.address.port });
  onTestFinished(() => void greedy.destroy());
  greedy.pause();
  const all = { ...fetchFrom('t', 0, 0), maxBytes: 50 << 20 };
  all.topics[0] = { topic: 't', partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 50 << 20 }] };
  const request = Buffer.concat(requestFrame(fetch, 11, { correlationId: 1, clientId: 'greedy' }, all));
  const before = process.memoryUsage().rss;
  for (let turn = 0; turn < 200; turn += 1) greedy.write(request);
  await until('the first fetch', () =>
    broker.events.some((event) => event.type === 'fetched' && event.clientId === 'greedy'),
  );
  await writer.ask(produce, 7, produceTo('t', 1, 'still served'));
  expect(process.memoryUsage().rss - before).toBeLessThan(200 << 20);
});
