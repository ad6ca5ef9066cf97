// @platformatic/kafka as a driver: the client that speaks flexible versions only.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import zlib from 'node:zlib';
import { Admin, Consumer, type Message, type MessagesStream, Producer } from '@platformatic/kafka';
import { heartbeatMs, type Received, sessionTimeoutMs } from '../types.ts';
import { Gathered, Members, serve, text } from './serve.ts';

const entry = createRequire(import.meta.url).resolve('@platformatic/kafka');
const { version } = JSON.parse(readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8')) as { version: string };
const base = {
  clientId: 'contract-platformatic',
  bootstrapBrokers: (process.argv[2] ?? '').split(','),
  retries: 3,
  metadataMaxAge: 0,
};
const admin = new Admin(base);
const producers = new Map<boolean, Producer>();
function producerFor(idempotent: boolean): Producer {
  const known = producers.get(idempotent);
  if (known) return known;
  const made = new Producer({ ...base, idempotent, autocreateTopics: true });
  producers.set(idempotent, made);
  return made;
}

const consumerOf = (groupId: string): Consumer =>
  new Consumer({
    ...base,
    groupId,
    autocommit: false,
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: 10_000,
    heartbeatInterval: heartbeatMs,
    maxWaitTime: 100,
  });

const received = (message: Message): Received => ({
  partition: message.partition,
  offset: Number(message.offset),
  timestamp: Number(message.timestamp),
  key: text(message.key),
  value: text(message.value),
  headers: Object.fromEntries([...message.headers].map(([name, value]) => [String(name), String(value)])),
});

type Member = {
  consumer: Consumer;
  stream: MessagesStream<Buffer, Buffer, Buffer, Buffer>;
  topic: string;
  gathered: Gathered;
};
const members = new Members<Member>();
/** Rebalances make streams complain; what counts is what arrives in the end. */
const complain = (error: Error): void => void process.stderr.write(`${error.message}\n`);
const zstd = 'zstdCompressSync' in zlib;

serve(
  {
    name: '@platformatic/kafka',
    version,
    writes: ['none', 'gzip', 'snappy', 'lz4', ...(zstd ? (['zstd'] as const) : [])],
    reads: ['none', 'gzip', 'snappy', 'lz4', ...(zstd ? (['zstd'] as const) : [])],
  },
  {
    async produce({ topic, partition, messages, acks, idempotent, compression }) {
      await producerFor(idempotent).send({
        acks,
        idempotent,
        compression,
        messages: messages.map(({ key, value, headers, timestamp }) => ({
          topic,
          partition,
          // Its types know no null; left out means null on the wire.
          ...(key === null ? {} : { key: Buffer.from(key) }),
          ...(value === null ? {} : { value: Buffer.from(value) }),
          ...(headers
            ? { headers: new Map(Object.entries(headers).map(([name, one]) => [Buffer.from(name), Buffer.from(one)])) }
            : {}),
          ...(timestamp === undefined ? {} : { timestamp: BigInt(timestamp) }),
        })),
      });
      return null;
    },
    async read({ topic, from, count }) {
      const consumer = consumerOf(`read-${topic}-${process.pid}-${Math.random().toString(36).slice(2)}`);
      consumer.on('error', complain);
      let first = 'offset' in from ? BigInt(from.offset) : 0n;
      if ('time' in from) {
        const offsets = await consumer.listOffsets({ topics: [topic], timestamp: BigInt(from.time) });
        first = offsets.get(topic)?.[0] ?? 0n;
      }
      const gathered = new Gathered();
      const stream = await consumer.consume({
        topics: [topic],
        mode: 'manual',
        offsets: [{ topic, partition: 0, offset: first }],
      });
      stream.on('error', complain);
      stream.on('data', (message) => gathered.add(received(message)));
      await gathered.reach(count);
      await consumer.close(true);
      return gathered.records.slice(0, count);
    },
    async join({ group, topic }) {
      const consumer = consumerOf(group);
      consumer.on('error', complain);
      const gathered = new Gathered();
      const stream = await consumer.consume({ topics: [topic], mode: 'committed', fallbackMode: 'earliest' });
      stream.on('error', complain);
      stream.on('data', (message) => gathered.add(received(message)));
      return members.add({ consumer, stream, topic, gathered });
    },
    async member({ member }) {
      const { consumer, topic, gathered } = members.get(member);
      const assigned = consumer.assignments?.find((one) => one.topic === topic)?.partitions ?? [];
      return { assigned, records: gathered.records };
    },
    async commit({ member }) {
      const { consumer, topic, gathered } = members.get(member);
      const next = new Map<number, number>();
      for (const { partition, offset } of gathered.records) next.set(partition, offset + 1);
      await consumer.commit({
        offsets: [...next].map(([partition, offset]) => ({
          topic,
          partition,
          offset: BigInt(offset),
          leaderEpoch: -1,
        })),
      });
      return null;
    },
    async leave({ member }) {
      await members.take(member).consumer.close(true);
      return null;
    },
    async createTopic({ topic, partitions, configs }) {
      const list = Object.entries(configs).map(([name, value]) => ({ name, value }));
      await admin.createTopics({ topics: [topic], partitions, replicas: 1, configs: list });
      return null;
    },
    async describeTopic({ topic }) {
      if (!(await admin.listTopics()).includes(topic)) return 0;
      const { topics } = await admin.metadata({ topics: [topic], forceUpdate: true });
      return topics.get(topic)?.partitionsCount ?? 0;
    },
    async addPartitions({ topic, total }) {
      // Its types know no null; an empty list would be a wrong number of assignments.
      await admin.createPartitions({ topics: [{ name: topic, count: total, assignments: null as never }] });
      return null;
    },
    async deleteTopic({ topic }) {
      await admin.deleteTopics({ topics: [topic] });
      return null;
    },
    async describeConfigs({ topic }) {
      const found = await admin.describeConfigs({ resources: [{ resourceType: 2, resourceName: topic }] });
      return Object.fromEntries((found[0]?.configs ?? []).map(({ name, value }) => [name, value ?? '']));
    },
    async alterConfigs({ topic, configs }) {
      await admin.incrementalAlterConfigs({
        resources: [
          {
            resourceType: 2,
            resourceName: topic,
            configs: Object.entries(configs).map(([name, value]) => ({ name, value, configOperation: 0 })),
          },
        ],
      });
      return null;
    },
    async listGroups() {
      return [...(await admin.listGroups()).keys()];
    },
    async describeGroup({ group }) {
      const found = (await admin.describeGroups({ groups: [group] })).get(group);
      return { state: String(found?.state ?? ''), members: found?.members.size ?? 0 };
    },
    async deleteGroup({ group }) {
      await admin.deleteGroups({ groups: [group] });
      return null;
    },
    async close() {
      for (const { consumer } of members.takeAll()) await consumer.close(true);
      for (const producer of producers.values()) await producer.close();
      await admin.close();
      return null;
    },
  },
);
