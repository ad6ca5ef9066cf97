// Settings of topics have their effect, whichever way a client sets them: at creation, by AlterConfigs or one by one.

import { randomUUID } from 'node:crypto';
import { Admin, type AdminOptions } from '@platformatic/kafka';
import { ConfigResourceTypes, type Consumer, Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type TestBroker, testBroker, until } from './testing.ts';

type Setting = { name: string; value: string };

async function open(options: Parameters<typeof testBroker>[0] = {}) {
  const broker = await testBroker({ retentionCheckMs: 10, ...options });
  const kafka = new Kafka({
    clientId: 'test',
    brokers: [broker.bootstrap],
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await Promise.all([admin.connect(), producer.connect()]);
  onTestFinished(() => Promise.all([admin.disconnect(), producer.disconnect()]).then(() => {}));
  const create = (topic: string, ...configEntries: Setting[]) =>
    admin.createTopics({ topics: [{ topic, numPartitions: 1, configEntries }] });
  const alter = (name: string, ...configEntries: Setting[]) =>
    admin.alterConfigs({ validateOnly: false, resources: [{ type: ConfigResourceTypes.TOPIC, name, configEntries }] });
  return { broker, kafka, admin, producer, create, alter };
}

const send = (producer: Producer, topic: string, key: string, value: string, timestamp?: number, acks = -1) =>
  producer.send({
    topic,
    acks,
    messages: [{ key, value, partition: 0, ...(timestamp !== undefined && { timestamp: String(timestamp) }) }],
  });

async function ends(broker: TestBroker, topic: string): Promise<{ logStart: number; end: number }> {
  const { topics } = await broker.snapshot();
  const { logStart, end } = topics.find((one) => one.topic === topic)?.partitions[0] ?? { logStart: -1, end: -1 };
  return { logStart, end };
}

type Seen = { offset: string; key: string; value: string | null; timestamp: number };

async function readAll(kafka: Kafka, topic: string, last: number): Promise<Seen[]> {
  const consumer: Consumer = kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 50 });
  const seen: Seen[] = [];
  await consumer.connect();
  onTestFinished(() => consumer.disconnect());
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message: { offset, key, value, timestamp } }) =>
      void seen.push({ offset, key: String(key), value: value && String(value), timestamp: Number(timestamp) }),
  });
  await until(`offset ${last}`, () => seen.some(({ offset }) => Number(offset) >= last));
  return seen;
}

const set = (name: string, value: string | number): Setting => ({ name, value: String(value) });
const kilobytes = (count: number): string => 'x'.repeat(count * 1024);

describe('a setting of a topic', () => {
  it('retention.ms drops what is older, also when it is set afterwards', async () => {
    const { broker, producer, create, alter } = await open();
    await create('given', set('retention.ms', 60_000));
    await create('altered');
    for (const topic of ['given', 'altered']) {
      await send(producer, topic, 'k', 'old', Date.now() - 3_600_000);
    }
    await until('the old record to go', async () => (await ends(broker, 'given')).logStart === 1);
    expect(await ends(broker, 'altered')).toEqual({ logStart: 0, end: 1 });
    await alter('altered', set('retention.ms', 60_000));
    await until('the other old record to go', async () => (await ends(broker, 'altered')).logStart === 1);
    await send(producer, 'altered', 'k', 'new');
    expect(await ends(broker, 'altered')).toEqual({ logStart: 1, end: 2 });
  });

  it('segment.bytes and retention.bytes keep a partition small, a whole segment at a time', async () => {
    const { broker, producer, create } = await open();
    await create('small', set('segment.bytes', 65_536), set('retention.bytes', 131_072));
    await create('large');
    for (let count = 0; count < 40; count += 1) {
      for (const topic of ['small', 'large']) await send(producer, topic, 'k', kilobytes(10));
    }
    await until('space', async () => (await ends(broker, 'small')).logStart > 15);
    expect((await ends(broker, 'small')).end).toBe(40);
    expect(await ends(broker, 'large')).toEqual({ logStart: 0, end: 40 });
  });

  it('cleanup.policy=compact keeps the last value of each key, at the same offsets', async () => {
    const { kafka, producer, create } = await open();
    await create('table', set('cleanup.policy', 'compact'), set('segment.bytes', 65_536));
    for (let count = 0; count < 30; count += 1)
      await send(producer, 'table', `k${count % 3}`, `${count}${kilobytes(6)}`);
    await until('compaction', async () => {
      const consumer = await readAll(kafka, 'table', 29);
      return consumer.length < 30 ? consumer : null;
    });
  });

  it('max.message.bytes refuses larger batches', async () => {
    const { producer, create, alter } = await open();
    await create('t', set('max.message.bytes', 1_000));
    await expect(send(producer, 't', 'k', kilobytes(2))).rejects.toMatchObject({ type: 'MESSAGE_TOO_LARGE' });
    await alter('t', set('max.message.bytes', 10_000));
    await send(producer, 't', 'k', kilobytes(2));
  });

  it('min.insync.replicas refuses acks=all when too few copies are in sync, and nothing else', async () => {
    const { broker, producer, create } = await open({ nodes: 2 });
    await create('t', set('min.insync.replicas', 2));
    await send(producer, 't', 'k', 'v');
    const { topics } = await broker.snapshot();
    await broker.nodes.stop(topics[0]?.partitions[0]?.leader === 1 ? 2 : 1);
    await expect(send(producer, 't', 'k', 'v')).rejects.toMatchObject({ cause: { type: 'NOT_ENOUGH_REPLICAS' } });
    await send(producer, 't', 'k', 'v', undefined, 1);
  });

  it('message.timestamp.type=LogAppendTime stamps records with the time of the broker', async () => {
    const { kafka, producer, create } = await open();
    await create('broker-time', set('message.timestamp.type', 'LogAppendTime'));
    await create('client-time');
    const before = Date.now();
    const given = before - 5_000;
    for (const topic of ['broker-time', 'client-time']) await send(producer, topic, 'k', 'v', given);
    const [stamped] = await readAll(kafka, 'broker-time', 0);
    expect(stamped?.timestamp).toBeGreaterThanOrEqual(before);
    expect((await readAll(kafka, 'client-time', 0))[0]?.timestamp).toBe(given);
  });

  it('is listed with its default; what cannot be changed is read only and refuses another value', async () => {
    const { admin, create, alter } = await open();
    await create('t', set('retention.ms', 5_000), set('compression.type', 'producer'));
    const resources = [{ type: ConfigResourceTypes.TOPIC, name: 't' }];
    const described = await admin.describeConfigs({ includeSynonyms: false, resources });
    const entries = described.resources[0]?.configEntries ?? [];
    const of = (name: string) => entries.find(({ configName }) => configName === name);
    expect(entries.length).toBeGreaterThan(20);
    expect(of('retention.ms')).toMatchObject({ configValue: '5000', readOnly: false, isDefault: false });
    expect(of('segment.bytes')).toMatchObject({ readOnly: false, isDefault: true });
    expect(of('compression.type')).toMatchObject({ configValue: 'producer', readOnly: true, isDefault: true });
    await expect(alter('t', set('compression.type', 'gzip'))).rejects.toMatchObject({ type: 'INVALID_CONFIG' });
    await expect(create('u', set('no.such.setting', '1'))).rejects.toThrow();
    // AlterConfigs replaces all: what it does not name is back at its default.
    await alter('t', set('max.message.bytes', 9_999));
    const again = await admin.describeConfigs({ includeSynonyms: false, resources });
    const reset = again.resources[0]?.configEntries.find(({ configName }) => configName === 'retention.ms');
    expect(reset).toMatchObject({ configValue: '604800000', isDefault: true });
  });

  it('can be set and reset alone (IncrementalAlterConfigs), as @platformatic/kafka does', async () => {
    const { broker, producer, create } = await open();
    const options: AdminOptions = { clientId: 'incremental', bootstrapBrokers: [broker.bootstrap] };
    const admin = new Admin(options);
    onTestFinished(() => admin.close());
    await create('t', set('retention.ms', 7_200_000));
    const change = (incrementalOperation: 0 | 1, value: string) =>
      admin.incrementalAlterConfigs({
        resources: [
          {
            resourceType: 2,
            resourceName: 't',
            configs: [{ name: 'max.message.bytes', configOperation: incrementalOperation, value }],
          },
        ],
      });
    await change(0, '1000');
    await expect(send(producer, 't', 'k', kilobytes(2))).rejects.toMatchObject({ type: 'MESSAGE_TOO_LARGE' });
    await change(1, '');
    await send(producer, 't', 'k', kilobytes(2));
    const described = await admin.describeConfigs({ resources: [{ resourceType: 2, resourceName: 't' }] });
    const configs = described[0]?.configs ?? [];
    expect(configs.find(({ name }) => name === 'retention.ms')?.value).toBe('7200000');
  });
});
