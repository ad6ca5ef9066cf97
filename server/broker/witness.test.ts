// The witness tells what clients do with watched topics, in order and uncoalesced; and nothing about any other topic.

import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { produce } from './apis/00-produce/messages.ts';
import { fetch } from './apis/01-fetch/messages.ts';
import { listOffsets } from './apis/02-list-offsets/messages.ts';
import { metadata } from './apis/03-metadata/messages.ts';
import { type BrokerEvent, type Deed, startBrokerWorker } from './index.ts';
import { encodeBatch } from './protocol/encode-batch.ts';
import { requestFrame } from './protocol/headers.ts';
import { listening, rawClient, testBroker, until } from './testing.ts';

const deedsIn = (events: BrokerEvent[]): Deed[] =>
  events.flatMap((event) => (event.type === 'witnessed' ? event.deeds : []));
const kindsIn = (events: BrokerEvent[]) => deedsIn(events).map(({ kind }) => kind);
type Of<K extends Deed['kind']> = Extract<Deed, { kind: K }>;
const all = <K extends Deed['kind']>(events: BrokerEvent[], kind: K) =>
  deedsIn(events).filter((deed): deed is Of<K> => deed.kind === kind);

const write = (topic: string, acks: number, values: string[], producer: object = {}) => ({
  acks,
  timeoutMs: 1_000,
  topicData: [
    {
      name: topic,
      partitionData: [
        {
          index: 0,
          records: encodeBatch(
            values.map((value) => ({ key: 'LOT_42', value })),
            producer,
          ),
        },
      ],
    },
  ],
});
const idempotent = (baseSequence: number) => ({ producerId: 4007, producerEpoch: 0, baseSequence });

describe('the witness', () => {
  it('tells nothing while nobody watches, nothing of other topics, and nothing after the last watch', async () => {
    const broker = await testBroker();
    await broker.createTopic('lot', 1);
    const client = await rawClient(broker);
    await client.ask(produce, 9, write('lot', -1, ['a']));
    const watch = await broker.witness.watch({ topics: ['autre'], prefixes: ['lea.'] });
    await client.ask(produce, 9, write('lot', -1, ['b']));
    await client.ask(produce, 9, write('lea.lot', -1, ['c']));
    await until('the watched one', () => all(broker.events, 'produced').length > 0);
    expect(await broker.witness.unwatch(watch)).toBe(true);
    expect(await broker.witness.unwatch(watch)).toBe(false);
    await client.ask(produce, 9, write('lea.lot', -1, ['d']));
    await until('its records', () => broker.events.filter((event) => event.type === 'appended').length === 4);
    expect(kindsIn(broker.events)).toEqual(['produced']);
    await expect(broker.witness.watch({ prefixes: [''] })).rejects.toThrow(RangeError);
  });

  it('tells each produce with acks, producer, sequence, offsets and records, refused ones too', async () => {
    const broker = await testBroker();
    await broker.createTopic('lot', 1);
    await broker.witness.watch({ topics: ['lot'] });
    const client = await rawClient(broker, 'mien');
    await client.ask(produce, 9, write('lot', -1, ['un'], idempotent(0)));
    await client.ask(produce, 9, write('lot', 1, ['deux', 'trois']));
    await client.ask(produce, 9, write('lot', -1, ['trou'], idempotent(7)));
    client.send(...requestFrame(produce, 9, { correlationId: 9, clientId: 'mien' }, write('lot', 0, ['quatre'])));
    const told = await until('four of them', () => {
      const found = all(broker.events, 'produced');
      return found.length === 4 ? found : null;
    });
    expect(
      told.map(({ acks, answeredAt, clientId, batches }) => [acks, answeredAt !== null, clientId, batches]),
    ).toMatchObject([
      [
        -1,
        true,
        'mien',
        [
          {
            baseOffset: 0,
            count: 1,
            ...idempotent(0),
            error: 0,
            records: [{ key: { text: 'LOT_42' }, value: { text: 'un' } }],
          },
        ],
      ],
      [
        1,
        true,
        'mien',
        [{ baseOffset: 1, count: 2, producerId: -1, baseSequence: -1, records: [{ offset: 1 }, { offset: 2 }] }],
      ],
      [-1, true, 'mien', [{ baseOffset: -1, error: 45, records: [] }]],
      [0, false, 'mien', [{ baseOffset: 3, count: 1, error: 0, records: [{ value: { text: 'quatre' } }] }]],
    ]);
  });

  it('knows a request that began to arrive before the answer to the one before it', async () => {
    const broker = await testBroker();
    await broker.createTopic('lot', 1);
    await broker.witness.watch({ topics: ['lot'] });
    const frameOf = (value: string, at: number) =>
      Buffer.concat(requestFrame(produce, 9, { correlationId: at, clientId: 'raw' }, write('lot', -1, [value])));
    const client = await rawClient(broker);
    await client.ask(produce, 9, write('lot', -1, ['attendu']));
    await client.ask(produce, 9, write('lot', -1, ['attendu aussi']));
    // The second one's first bytes are there, the rest comes when everything is answered: it was in flight all the same.
    const third = frameOf('d’un coup', 3);
    const last = frameOf('coupé en deux', 4);
    client.send(third, last.subarray(0, 10));
    await until('the third answer', () => client.frames.length === 3);
    client.send(last.subarray(10));
    const told = await until('four of them', () => {
      const found = all(broker.events, 'produced');
      return found.length === 4 ? found : null;
    });
    expect(told.map(({ inFlight }) => inFlight)).toEqual([null, null, null, told[2]?.id]);
  });

  it('tells where readers stand and what they asked for, and who came only to look', async () => {
    const broker = await testBroker();
    await broker.createTopic('lot', 1);
    await broker.witness.watch({ prefixes: ['lo'] });
    const client = await rawClient(broker);
    const topics = [{ name: 'lot', topicId: '00000000-0000-0000-0000-000000000000' }];
    await client.ask(metadata, 9, { topics } as never);
    await client.ask(metadata, 9, { topics } as never);
    await client.ask(produce, 9, write('lot', -1, ['a', 'b']));
    const asked = (timestamp: number) => ({
      replicaId: -1,
      topics: [{ name: 'lot', partitions: [{ partitionIndex: 0, timestamp }] }],
    });
    for (const when of [-2, -1, 1_000]) await client.ask(listOffsets, 5, asked(when) as never);
    const from = (fetchOffset: number) => ({
      maxWaitMs: 0,
      minBytes: 1,
      topics: [{ topic: 'lot', partitions: [{ partition: 0, fetchOffset, partitionMaxBytes: 1 << 20 }] }],
    });
    for (const offset of [0, 1, 2, 2, 2]) await client.ask(fetch, 11, from(offset));
    client.socket.end();
    const closed = await until('its end', () => all(broker.events, 'closed')[0]);
    expect(closed).toMatchObject({ reason: 'peer', apis: ['Metadata', 'Produce', 'ListOffsets', 'Fetch'] });
    expect(all(broker.events, 'asked-metadata')).toHaveLength(1);
    expect(all(broker.events, 'asked-offset').map(({ wanted, offset }) => [wanted, offset])).toEqual([
      ['earliest', 0],
      ['latest', 2],
      ['other', expect.any(Number)],
    ]);
    expect(all(broker.events, 'fetched').map(({ offset, count, end }) => [offset, count, end])).toEqual([
      [0, 2, 2],
      [1, 1, 2],
      [2, 0, 2],
    ]);
  });

  it('tells joins, commits and departures of a real client, across the worker’s boundary', async () => {
    const broker = listening(await startBrokerWorker({ port: 0, advertisedHost: '127.0.0.1', flushMs: 1 }));
    onTestFinished(() => broker.close());
    await broker.witness.watch({ topics: ['lot'] });
    const kafka = new Kafka({ clientId: 'td', brokers: [broker.bootstrap], logLevel: logLevel.NOTHING });
    const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, idempotent: true });
    await producer.connect();
    await producer.send({ topic: 'lot', messages: [{ key: 'LOT_42', value: '{}' }] });
    await producer.disconnect();
    const consumer = kafka.consumer({ groupId: 'atelier', maxWaitTimeInMs: 50 });
    await consumer.connect();
    await consumer.subscribe({ topic: 'lot', fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message }) => {
        const offset = String(Number(message.offset) + 1);
        await consumer.commitOffsets([{ topic: 'lot', partition, offset, metadata: 'fait' }]);
      },
    });
    await until('its commit', () => all(broker.events, 'committed').length > 0);
    await consumer.disconnect();
    await until('its goodbye', () => all(broker.events, 'left').length > 0);
    expect(all(broker.events, 'produced')[0]?.batches[0]).toMatchObject({
      producerId: expect.any(Number),
      baseSequence: 0,
    });
    expect(all(broker.events, 'produced')[0]?.batches[0]?.producerId).toBeGreaterThanOrEqual(0);
    expect(all(broker.events, 'joined')[0]).toMatchObject({ group: 'atelier', topics: ['lot'], clientId: 'td' });
    expect(new Set(all(broker.events, 'asked-committed').map(({ offset }) => offset))).toEqual(new Set([-1]));
    expect(all(broker.events, 'committed')).toMatchObject([
      { group: 'atelier', offset: 1, metadata: 'fait', error: 0 },
    ]);
    expect(all(broker.events, 'left')).toMatchObject([{ group: 'atelier', reason: 'leave' }]);
  });
});
