// Probes of metadata, producing, fetching and offsets.

import { listOffsets } from '../apis/02-list-offsets/messages.ts';
import { metadata } from '../apis/03-metadata/messages.ts';
import { createTopics } from '../apis/19-create-topics/messages.ts';
import { deleteRecords } from '../apis/21-delete-records/messages.ts';
import { initProducerId } from '../apis/22-init-producer-id/messages.ts';
import { offsetForLeaderEpoch } from '../apis/23-offset-for-leader-epoch/messages.ts';
import { encodeBatch } from '../protocol/encode-batch.ts';
import { until } from './ground.ts';
import { base, defineProbes, fetched, patched, produced, type Setting, three } from './probe-kit.ts';

async function known({ wire }: Setting, name: string) {
  const { topics } = await wire.ask(metadata, 4, { topics: [{ name }], allowAutoTopicCreation: false });
  return topics.map(({ errorCode, partitions }) => ({ errorCode, partitions: partitions.length }));
}

async function madeTopic(setting: Setting, what: string, configs: { name: string; value: string }[]): Promise<string> {
  const name = setting.name(what);
  const topic = { name, numPartitions: 1, replicationFactor: 1, assignments: [], configs };
  await setting.wire.ask(createTopics, 4, { topics: [topic], timeoutMs: 5_000 });
  await until(`the leader of ${name}`, async () => (await known(setting, name))[0]?.errorCode === 0);
  return name;
}

async function offsetAt({ wire, topic }: Setting, timestamp: number, partitionIndex = 0, version = 5) {
  const partitions = [{ partitionIndex, timestamp }];
  const { topics } = await wire.ask(listOffsets, version, { replicaId: -1, topics: [{ name: topic, partitions }] });
  const { errorCode, offset, timestamp: found } = topics[0]?.partitions[0] ?? {};
  return { errorCode, offset, after: found === undefined || found < 0 ? found : found - base };
}

/** Batches of a producer with an id: first sequence and epoch of each; answers in order. */
async function sequences(setting: Setting, what: string, batches: [sequence: number, epoch: number][]) {
  const topic = await madeTopic(setting, what, []);
  const { producerId } = await setting.wire.ask(initProducerId, 1, {
    transactionalId: null,
    transactionTimeoutMs: 1_000,
  });
  const answers: unknown[] = [];
  for (const [baseSequence, producerEpoch] of batches) {
    const records = encodeBatch([{ value: 'x' }], { producerId, producerEpoch, baseSequence });
    answers.push(await produced(setting.wire, topic, records));
  }
  return answers;
}

async function leaderEpoch({ wire, topic }: Setting, leaderEpoch: number, currentLeaderEpoch = -1) {
  const partitions = [{ partition: 0, leaderEpoch, currentLeaderEpoch }];
  const { topics } = await wire.ask(offsetForLeaderEpoch, 3, { replicaId: -1, topics: [{ topic, partitions }] });
  return topics[0]?.partitions[0];
}

async function deletedBefore(setting: Setting, offset: number, partitionIndex = 0) {
  const name = await madeTopic(setting, `records${offset}-${partitionIndex}`.replace('-', 'm'), []);
  await produced(setting.wire, name, three());
  const topics = [{ name, partitions: [{ partitionIndex, offset }] }];
  const reply = await setting.wire.ask(deleteRecords, 1, { topics, timeoutMs: 5_000 });
  return reply.topics[0]?.partitions;
}

export const dataProbes = defineProbes({
  'Metadata: a topic that is not there': (s) => known(s, s.name('nowhere')),
  'Metadata: a name that is none': (s) => known(s, 'not a name'),
  'Metadata: the empty name': (s) => known(s, ''),
  'Metadata: no topics asked for': async ({ wire }) => (await wire.ask(metadata, 4, { topics: [] })).topics,
  'Produce: acks=5': (s) => produced(s.wire, s.topic, three(), 0, 5),
  'Produce: a partition that is not there': (s) => produced(s.wire, s.topic, three(), 99),
  'Produce: a topic that is not there': (s) => produced(s.wire, s.name('unmade'), three()),
  'Produce: a name that is none': (s) => produced(s.wire, 'not a name', three()),
  'Produce: no records': (s) => produced(s.wire, s.topic, null),
  'Produce: empty records': (s) => produced(s.wire, s.topic, new Uint8Array()),
  'Produce: a damaged batch': (s) => produced(s.wire, s.topic, three().fill(7, 70, 72)),
  'Produce: half a batch': (s) => produced(s.wire, s.topic, three().subarray(0, 40)),
  'Produce: bytes after the batch': (s) => produced(s.wire, s.topic, Buffer.concat([three(), Buffer.from([1, 2, 3])])),
  'Produce: two batches': (s) => produced(s.wire, s.topic, Buffer.concat([three(), three()])),
  'Produce: magic 1': (s) =>
    produced(
      s.wire,
      s.topic,
      patched(three(), (view) => view.setInt8(16, 1)),
    ),
  'Produce: a count that lies': (s) =>
    produced(
      s.wire,
      s.topic,
      patched(three(), (view) => view.setInt32(57, 9)),
    ),
  'Produce: a last offset that lies': (s) =>
    produced(
      s.wire,
      s.topic,
      patched(three(), (view) => view.setInt32(23, 9)),
    ),
  'Produce: a control batch': (s) => produced(s.wire, s.topic, encodeBatch([{ value: 'x' }], { control: true })),
  'Produce: an unknown codec': (s) =>
    produced(
      s.wire,
      s.topic,
      patched(three(), (view) => view.setInt16(21, 6)),
    ),
  'Produce: a base offset of its own': async (s) => {
    const name = await madeTopic(s, 'based', []);
    return produced(s.wire, name, encodeBatch([{ value: 'x' }], { baseOffset: 40 }));
  },
  'Produce: larger than max.message.bytes': async (s) => {
    const name = await madeTopic(s, 'small', [{ name: 'max.message.bytes', value: '100' }]);
    return produced(s.wire, name, encodeBatch([{ value: 'x'.repeat(200) }]));
  },
  'Produce: a null key where logs are compacted': async (s) => {
    const name = await madeTopic(s, 'compacted', [{ name: 'cleanup.policy', value: 'compact' }]);
    return produced(s.wire, name, encodeBatch([{ value: 'x' }]));
  },
  'Produce: more replicas wanted than there are': async (s) => {
    const name = await madeTopic(s, 'safe', [{ name: 'min.insync.replicas', value: '2' }]);
    return produced(s.wire, name, three());
  },
  'idempotence: in order, then a repeat': (s) =>
    sequences(s, 'repeat', [
      [0, 0],
      [1, 0],
      [0, 0],
      [1, 0],
      [2, 0],
    ]),
  'idempotence: a gap': (s) =>
    sequences(s, 'gap', [
      [0, 0],
      [2, 0],
      [1, 0],
    ]),
  'idempotence: a repeat older than five batches': (s) =>
    sequences(s, 'old', [
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 0],
      [5, 0],
      [6, 0],
      [0, 0],
      [2, 0],
    ]),
  'idempotence: an older epoch': (s) =>
    sequences(s, 'epoch', [
      [0, 1],
      [0, 0],
    ]),
  'idempotence: a new epoch that does not begin at 0': (s) =>
    sequences(s, 'newer', [
      [0, 0],
      [5, 1],
      [0, 1],
    ]),
  'idempotence: a first sequence that is not 0': (s) =>
    sequences(s, 'late', [
      [7, 0],
      [8, 0],
    ]),
  'Fetch: from the beginning': (s) => fetched(s.wire, s.topic, { offset: 0, partition: 1 }),
  'Fetch: read_committed': (s) => fetched(s.wire, s.topic, { offset: 0, partition: 1, isolation: 1 }),
  'Fetch: a topic that is not there': (s) => fetched(s.wire, s.name('nowhere'), { offset: 0 }),
  'Fetch: a partition that is not there': (s) => fetched(s.wire, s.topic, { offset: 0, partition: 99 }),
  'Fetch: beyond the end': async (s) =>
    (await fetched(s.wire, s.topic, { offset: 9_999, partition: 1 })).partition?.errorCode,
  'Fetch: before the beginning': async (s) =>
    (await fetched(s.wire, s.topic, { offset: -5, partition: 1 })).partition?.errorCode,
  'Fetch: a leader epoch of the future': (s) => fetched(s.wire, s.topic, { offset: 0, epoch: 5 }),
  'Fetch: a session that is not there': (s) => fetched(s.wire, s.topic, { offset: 0, partition: 1, session: 77 }),
  'ListOffsets: latest, nothing there': (s) => offsetAt(s, -1, 1),
  'ListOffsets: earliest': (s) => offsetAt(s, -2),
  'ListOffsets: by time, the first record': (s) => offsetAt(s, 0),
  'ListOffsets: by time, inside a batch': (s) => offsetAt(s, base + 500),
  'ListOffsets: by time, after the last record': (s) => offsetAt(s, 4_000_000_000_000),
  'ListOffsets: by time, nothing there': (s) => offsetAt(s, 0, 1),
  'ListOffsets: the youngest, nothing there': (s) => offsetAt(s, -3, 1, 7),
  'ListOffsets: a partition that is not there': (s) => offsetAt(s, -1, 99),
  'OffsetForLeaderEpoch: the first epoch, nothing there': (s) =>
    leaderEpoch({ ...s, topic: s.topic }, 0, 0).then((one) => one?.errorCode),
  'OffsetForLeaderEpoch: an epoch of the future': (s) => leaderEpoch(s, 5),
  'OffsetForLeaderEpoch: a current epoch of the future': (s) => leaderEpoch(s, 0, 5),
  'DeleteRecords: before 2': (s) => deletedBefore(s, 2),
  'DeleteRecords: everything': (s) => deletedBefore(s, -1),
  'DeleteRecords: beyond the end': (s) => deletedBefore(s, 50),
  'DeleteRecords: a partition that is not there': (s) => deletedBefore(s, 0, 9),
  'InitProducerId: a first epoch': async ({ wire }) => {
    const { errorCode, producerEpoch } = await wire.ask(initProducerId, 1, {
      transactionalId: null,
      transactionTimeoutMs: 1,
    });
    return { errorCode, producerEpoch };
  },
});
