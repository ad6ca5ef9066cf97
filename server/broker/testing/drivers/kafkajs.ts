// kafkajs as a driver. It brings gzip only: snappy, lz4 and the reading of zstd are plugged in, as its users do.

import { createRequire } from 'node:module';
import kafkajs, { type Consumer, type EachMessagePayload, type Producer } from 'kafkajs';
import lz4 from 'lz4js';
import snappy from 'snappyjs';
import { type Compression, decompress } from '../../protocol/compression.ts';
import { heartbeatMs, type ProduceArgs, type Received, sessionTimeoutMs } from '../types.ts';
import { Gathered, Members, serve, text } from './serve.ts';

const { CompressionCodecs, CompressionTypes, ConfigResourceTypes, Kafka, logLevel, Partitioners } = kafkajs;
const { version } = createRequire(import.meta.url)('kafkajs/package.json') as { version: string };
const limit = 64 * 1024 * 1024;
const reading = (codec: Compression) => async (bytes: Buffer) => Buffer.from(decompress(codec, bytes, limit));
type Encoder = { buffer: Buffer };
const writing = (compress: (plain: Uint8Array) => Uint8Array) => async (encoder: Encoder) =>
  Buffer.from(compress(new Uint8Array(encoder.buffer)));

const refused = async (): Promise<Buffer> => {
  throw new Error('there is no zstd encoder in plain JavaScript');
};
CompressionCodecs[CompressionTypes.Snappy] = () => ({
  compress: writing((plain) => snappy.compress(plain)),
  decompress: reading('snappy'),
});
/** lz4js says that blocks depend on each other, which Java refuses; one block alone does not: flag and checksum say so. */
function independent(frame: Uint8Array): Uint8Array {
  if (frame[4] === 0x40 && frame[5] === 0x70) frame.set([0x60, 0x70, 0x73], 4);
  return frame;
}
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: writing((plain) => independent(lz4.compress(plain))),
  decompress: reading('lz4'),
});
CompressionCodecs[CompressionTypes.ZSTD] = () => ({ compress: refused, decompress: reading('zstd') });

const codecNumber = { none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4 };
const kafka = new Kafka({
  clientId: 'contract-kafkajs',
  brokers: (process.argv[2] ?? '').split(','),
  logLevel: logLevel.NOTHING,
});
const admin = kafka.admin();
let connected: Promise<void> | null = null;
async function administration(): Promise<typeof admin> {
  connected ??= admin.connect();
  await connected;
  return admin;
}

const producers = new Map<boolean, Producer>();
async function producerFor(idempotent: boolean): Promise<Producer> {
  const known = producers.get(idempotent);
  if (known) return known;
  const producer = kafka.producer({
    idempotent,
    createPartitioner: Partitioners.DefaultPartitioner,
    ...(idempotent ? { maxInFlightRequests: 1 } : {}),
  });
  producers.set(idempotent, producer);
  await producer.connect();
  return producer;
}

async function produce({ topic, partition, messages, acks, idempotent, compression }: ProduceArgs): Promise<null> {
  const producer = await producerFor(idempotent);
  await producer.send({
    topic,
    acks,
    compression: codecNumber[compression],
    messages: messages.map(({ key, value, headers, timestamp }) => ({
      key,
      value,
      partition,
      ...(headers ? { headers } : {}),
      ...(timestamp === undefined ? {} : { timestamp: String(timestamp) }),
    })),
  });
  return null;
}

function received({ partition, message }: EachMessagePayload): Received {
  const headers = Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]);
  return {
    partition,
    offset: Number(message.offset),
    timestamp: Number(message.timestamp),
    key: text(message.key),
    value: text(message.value),
    headers: Object.fromEntries(headers) as Record<string, string>,
  };
}

const members = new Members<{ consumer: Consumer; topic: string; gathered: Gathered; assigned: number[] }>();
const consumerOf = (groupId: string): Consumer =>
  kafka.consumer({
    groupId,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: heartbeatMs,
    rebalanceTimeout: 10_000,
    maxWaitTimeInMs: 100,
  });

serve(
  {
    name: 'kafkajs',
    version,
    writes: ['none', 'gzip', 'snappy', 'lz4'],
    reads: ['none', 'gzip', 'snappy', 'lz4', 'zstd'],
  },
  {
    produce,
    /** kafkajs has no reading without a group: it gets one of its own, and seeks in it. */
    async read({ topic, from, count }) {
      const offsets =
        'time' in from ? await (await administration()).fetchTopicOffsetsByTimestamp(topic, from.time) : [];
      const first = 'offset' in from ? from.offset : Number(offsets.find(({ partition }) => partition === 0)?.offset);
      const gathered = new Gathered();
      const consumer = consumerOf(`read-${topic}-${process.pid}-${Math.random().toString(36).slice(2)}`);
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachMessage: async (payload) => {
          if (payload.partition === 0 && Number(payload.message.offset) >= first) gathered.add(received(payload));
        },
      });
      consumer.seek({ topic, partition: 0, offset: String(first) });
      await gathered.reach(count);
      await consumer.disconnect();
      return gathered.records.slice(0, count);
    },
    async join({ group, topic }) {
      const member = { consumer: consumerOf(group), topic, gathered: new Gathered(), assigned: [] as number[] };
      member.consumer.on('consumer.group_join', ({ payload }) => {
        member.assigned = payload.memberAssignment[topic] ?? [];
      });
      await member.consumer.connect();
      await member.consumer.subscribe({ topic, fromBeginning: true });
      await member.consumer.run({
        autoCommit: false,
        eachMessage: async (payload) => member.gathered.add(received(payload)),
      });
      return members.add(member);
    },
    async member({ member }) {
      const { assigned, gathered } = members.get(member);
      return { assigned, records: gathered.records };
    },
    async commit({ member }) {
      const { consumer, topic, gathered } = members.get(member);
      const next = new Map<number, number>();
      for (const { partition, offset } of gathered.records) next.set(partition, offset + 1);
      await consumer.commitOffsets(
        [...next].map(([partition, offset]) => ({ topic, partition, offset: String(offset) })),
      );
      return null;
    },
    async leave({ member }) {
      await members.take(member).consumer.disconnect();
      return null;
    },
    async createTopic({ topic, partitions, configs }) {
      const configEntries = Object.entries(configs).map(([name, value]) => ({ name, value }));
      await (await administration()).createTopics({
        topics: [{ topic, numPartitions: partitions, replicationFactor: 1, configEntries }],
      });
      return null;
    },
    async describeTopic({ topic }) {
      const open = await administration();
      if (!(await open.listTopics()).includes(topic)) return 0;
      const { topics } = await open.fetchTopicMetadata({ topics: [topic] });
      return topics[0]?.partitions.length ?? 0;
    },
    async addPartitions({ topic, total }) {
      await (await administration()).createPartitions({ topicPartitions: [{ topic, count: total }] });
      return null;
    },
    async deleteTopic({ topic }) {
      await (await administration()).deleteTopics({ topics: [topic] });
      return null;
    },
    async describeConfigs({ topic }) {
      const { resources } = await (await administration()).describeConfigs({
        includeSynonyms: false,
        resources: [{ type: ConfigResourceTypes.TOPIC, name: topic }],
      });
      return Object.fromEntries((resources[0]?.configEntries ?? []).map((one) => [one.configName, one.configValue]));
    },
    async alterConfigs({ topic, configs }) {
      const configEntries = Object.entries(configs).map(([name, value]) => ({ name, value }));
      await (await administration()).alterConfigs({
        validateOnly: false,
        resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries }],
      });
      return null;
    },
    async listGroups() {
      const { groups } = await (await administration()).listGroups();
      return groups.map(({ groupId }) => groupId);
    },
    async describeGroup({ group }) {
      const { groups } = await (await administration()).describeGroups([group]);
      return { state: groups[0]?.state ?? '', members: groups[0]?.members.length ?? 0 };
    },
    async deleteGroup({ group }) {
      await (await administration()).deleteGroups([group]);
      return null;
    },
    async close() {
      for (const { consumer } of members.takeAll()) await consumer.disconnect();
      for (const producer of producers.values()) await producer.disconnect();
      if (connected) await admin.disconnect();
      return null;
    },
  },
);
