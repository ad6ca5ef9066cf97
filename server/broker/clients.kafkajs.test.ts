// kafkajs against the broker: produce, groups that rebalance, commits that last, administration, restart on a data folder.

import { type Consumer, Kafka, logLevel, Partitioners } from 'kafkajs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startBroker, startBrokerWorker } from './index.ts';
import { listening, temporaryFolder, testBroker, until } from './testing.ts';

function client(bootstrap: string, clientId = 'test'): Kafka {
  return new Kafka({ clientId, brokers: [bootstrap], logLevel: logLevel.NOTHING, retry: { retries: 8 } });
}

async function produce(kafka: Kafka, topic: string, messages: { key?: string; value: string }[], idempotent = false) {
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    idempotent,
    ...(idempotent && { maxInFlightRequests: 1 }),
  });
  await producer.connect();
  const sent = await producer.send({ topic, acks: -1, messages });
  await producer.disconnect();
  return sent;
}

type Member = { consumer: Consumer; got: string[]; assigned: () => number[] };

async function consume(kafka: Kafka, groupId: string, topic: string): Promise<Member> {
  // kafkajs says its heartbeats between two fetches: short waits make rebalances quick.
  const consumer = kafka.consumer({ groupId, sessionTimeout: 6000, heartbeatInterval: 100, maxWaitTimeInMs: 100 });
  const got: string[] = [];
  let partitions: number[] = [];
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    partitions = payload.memberAssignment[topic] ?? [];
  });
  await consumer.connect();
  onTestFinished(() => consumer.disconnect());
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => void got.push(String(message.value)) });
  return { consumer, got, assigned: () => partitions };
}

const numbered = (count: number, prefix = 'v') =>
  Array.from({ length: count }, (_, n) => ({ key: `k${n % 7}`, value: `${prefix}${n}` }));

describe('kafkajs', () => {
  it('keeps records of one key in one partition, in order', async () => {
    const broker = await testBroker();
    const kafka = client(broker.bootstrap);
    await produce(kafka, 'orders', numbered(40));
    const { got } = await consume(kafka, 'readers', 'orders');
    await until('40 records', () => got.length === 40);
    for (let key = 0; key < 7; key += 1) {
      const ofKey = got.map((value) => Number(value.slice(1))).filter((n) => n % 7 === key);
      expect(ofKey).toEqual([...ofKey].sort((a, b) => a - b));
    }
  });

  it('produces with idempotence', async () => {
    const broker = await testBroker();
    await produce(client(broker.bootstrap), 'orders', numbered(10), true);
    const shown = await until('records', () => broker.events.find((event) => event.type === 'appended'));
    expect(shown).toMatchObject({ topic: 'orders', acks: -1, clientId: 'test' });
  });

  it('shares partitions between two members, gives them back when one leaves, and forgets no record', async () => {
    const broker = await testBroker();
    const kafka = client(broker.bootstrap);
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: 'orders', numPartitions: 4 }] });
    await admin.disconnect();
    const first = await consume(client(broker.bootstrap, 'first'), 'team', 'orders');
    await until('one member', () => first.assigned().length === 4);
    const second = await consume(client(broker.bootstrap, 'second'), 'team', 'orders');
    await until('two members', () => first.assigned().length === 2 && second.assigned().length === 2);
    await produce(kafka, 'orders', numbered(40));
    await until('every record', () => new Set([...first.got, ...second.got]).size === 40);
    expect(second.got.length).toBeGreaterThan(0);
    await second.consumer.disconnect();
    await until('one member again', () => first.assigned().length === 4);
    const left = broker.events.find((event) => event.type === 'member-left');
    expect(left).toMatchObject({ group: 'team', clientId: 'second', reason: 'leave' });
    const { groups } = await broker.snapshot();
    expect(groups[0]).toMatchObject({ group: 'team', phase: 'Stable', members: [{ clientId: 'first' }] });
    expect(groups[0]?.members[0]?.assignment).toEqual([{ topic: 'orders', partitions: [0, 1, 2, 3] }]);
  });

  it('resumes from committed offsets', async () => {
    const broker = await testBroker();
    const kafka = client(broker.bootstrap);
    await produce(kafka, 'orders', numbered(12, 'old'));
    const before = await consume(kafka, 'team', 'orders');
    await until('12 records', () => before.got.length === 12);
    await before.consumer.disconnect();
    await produce(kafka, 'orders', numbered(5, 'new'));
    const after = await consume(kafka, 'team', 'orders');
    await until('5 records', () => after.got.length >= 5);
    expect(after.got.sort()).toEqual(['new0', 'new1', 'new2', 'new3', 'new4']);
  });

  it('finds records and committed offsets again after a restart', async () => {
    const dataDir = await temporaryFolder();
    const options = { port: 0, advertisedHost: '127.0.0.1', dataDir };
    const first = listening(await startBroker(options));
    await produce(client(first.bootstrap), 'orders', numbered(12, 'old'));
    const before = await consume(client(first.bootstrap), 'team', 'orders');
    await until('12 records', () => before.got.length === 12);
    await before.consumer.disconnect();
    const { topics, committed } = await first.snapshot();
    await first.close();

    const second = await testBroker(options);
    const again = await second.snapshot();
    expect(again.topics).toEqual(topics);
    expect(again.committed).toEqual(committed);
    await produce(client(second.bootstrap), 'orders', numbered(3, 'new'), true);
    const after = await consume(client(second.bootstrap), 'team', 'orders');
    await until('3 records', () => after.got.length >= 3);
    expect(after.got.sort()).toEqual(['new0', 'new1', 'new2']);
  });

  it('administers topics, settings and groups', async () => {
    const broker = await testBroker();
    const kafka = client(broker.bootstrap);
    const admin = kafka.admin();
    await admin.connect();
    onTestFinished(() => admin.disconnect());
    const configEntries = [{ name: 'retention.ms', value: '60000' }];
    await admin.createTopics({ topics: [{ topic: 'a', numPartitions: 2, configEntries }] });
    expect(await admin.createTopics({ topics: [{ topic: 'a' }] })).toBe(false);
    await expect(admin.createTopics({ topics: [{ topic: 'b', replicationFactor: 3 }] })).rejects.toThrow();
    await admin.createPartitions({ topicPartitions: [{ topic: 'a', count: 5 }] });
    const { topics } = await admin.fetchTopicMetadata({ topics: ['a'] });
    expect(topics[0]?.partitions.length).toBe(5);

    const resources = [{ type: 2, name: 'a' }];
    const described = await admin.describeConfigs({ includeSynonyms: true, resources });
    const entries = described.resources[0]?.configEntries ?? [];
    expect(entries.find(({ configName }) => configName === 'retention.ms')?.configValue).toBe('60000');
    expect(entries.find(({ configName }) => configName === 'cleanup.policy')?.configValue).toBe('delete');
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: 2, name: 'a', configEntries: [{ name: 'cleanup.policy', value: 'compact' }] }],
    });

    await admin.setOffsets({ groupId: 'g', topic: 'a', partitions: [{ partition: 0, offset: '0' }] });
    expect((await admin.listGroups()).groups).toEqual([{ groupId: 'g', protocolType: expect.any(String) }]);
    expect((await admin.describeGroups(['g'])).groups[0]?.state).toBe('Empty');
    await admin.deleteGroups(['g']);
    expect((await admin.listGroups()).groups).toEqual([]);

    await produce(kafka, 'a', numbered(10));
    const offsets = await admin.fetchTopicOffsets('a');
    const partition = offsets.find(({ high }) => Number(high) > 0)?.partition ?? 0;
    await admin.deleteTopicRecords({ topic: 'a', partitions: [{ partition, offset: '1' }] });
    expect((await admin.fetchTopicOffsets('a')).find((one) => one.partition === partition)?.low).toBe('1');
    expect((await admin.describeCluster()).controller).toBe(1);
    await admin.deleteTopics({ topics: ['a'] });
    expect(await admin.listTopics()).toEqual([]);
  });
});

describe('in a worker thread', () => {
  it('serves the same clients, tells the same events and shows the same records', async () => {
    const broker = listening(await startBrokerWorker({ port: 0, advertisedHost: '127.0.0.1', flushMs: 1 }));
    onTestFinished(() => broker.close());
    const kafka = client(broker.bootstrap);
    await produce(kafka, 'orders', [{ key: 'k', value: 'hello' }]);
    const appended = await until('the event', () => broker.events.find((event) => event.type === 'appended'));
    if (appended.type !== 'appended') throw new Error('not an append');
    expect(appended.records[0]?.value).toEqual({ text: 'hello', encoding: 'utf8', size: 5 });
    const record = await broker.readRecord('orders', appended.partition, 0);
    expect(record?.key?.text).toBe('k');
    expect(await broker.readRecord('orders', appended.partition, 1)).toBeNull();
    const { snapshot, close } = await broker.open(() => {});
    expect(snapshot.recent).toMatchObject([{ topic: 'orders', records: [{ value: { text: 'hello' } }] }]);
    close();
    const { got } = await consume(kafka, 'team', 'orders');
    await until('the record', () => got[0] === 'hello');
  });

  it('stops and starts virtual brokers, and shows frames, through the same door', async () => {
    const broker = listening(await startBrokerWorker({ port: 0, nodes: 3, advertisedHost: '127.0.0.1', flushMs: 1 }));
    onTestFinished(() => broker.close());
    await broker.frames.watch();
    await produce(client(broker.bootstrap), 'orders', [{ value: 'hello' }]);
    const [frame] = await broker.frames.list();
    expect((await broker.frames.inspect(frame?.id ?? 0))?.tree.problem).toBeNull();
    expect(await broker.nodes.stop(2)).toEqual({ ok: true });
    expect((await broker.nodes.list()).map(({ alive }) => alive)).toEqual([true, false, true]);
    await until('the event', () => broker.events.some((event) => event.type === 'leader-changed'));
    expect(await broker.nodes.start(2)).toEqual({ ok: true });
    expect((await broker.snapshot()).nodes.every(({ alive }) => alive)).toBe(true);
  });

  it('refuses a taken port with the same typed error, and says nothing of dying when it is closed', async () => {
    const broker = await startBrokerWorker({ port: 0 });
    let died = false;
    broker.onDeath(() => {
      died = true;
    });
    const { port } = broker.address;
    await expect(startBrokerWorker({ port })).rejects.toMatchObject({ name: 'ListenError', code: 'EADDRINUSE', port });
    await broker.close();
    await broker.close();
    expect(died).toBe(false);
    await expect(broker.snapshot()).rejects.toThrow('stopped');
  });
});
