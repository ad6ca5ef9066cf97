// Our codec against the encoders and decoders of kafkajs, written by other people: all its non-flexible versions.
import { Buffer } from 'node:buffer';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { decodeRequest, encodeRequest, encodeResponse } from '../protocol/codec.ts';
import { leaves, markedMessage } from '../protocol/test-markers.ts';
import { tableOf } from './tables.ts';

const require = createRequire(import.meta.url);
type Decoder = { decode(bytes: Buffer): Promise<unknown> };
type Request = { encode(): Promise<{ buffer: Buffer }> };

const topics = [
  { topic: 'commandes', partitions: [{ partition: 3, offset: '44', timestamp: '55', metadata: 'note' }] },
];
const fetched = [{ topic: 'commandes', partitions: [{ partition: 3, fetchOffset: '44', maxBytes: 1_048 }] }];
const member = { groupId: 'gr', groupGenerationId: 12, generationId: 12, memberId: 'mb', groupInstanceId: 'fixe' };

/** kafkajs folder → API key, versions shared with it, what kafkajs is asked to send. */
const cases: [folder: string, key: number, from: number, to: number, asked: unknown][] = [
  ['apiVersions', 18, 0, 2, {}],
  ['metadata', 3, 0, 6, { topics: ['commandes', 'été'], allowAutoTopicCreation: false }],
  [
    'produce',
    0,
    3,
    7,
    {
      acks: -1,
      timeout: 30_000,
      topicData: [{ topic: 'commandes', partitions: [{ partition: 3, messages: [{ key: 'a', value: 'b' }] }] }],
    },
  ],
  ['fetch', 1, 4, 11, { replicaId: -1, maxWaitTime: 500, minBytes: 1, maxBytes: 99, rackId: 'ici', topics: fetched }],
  ['listOffsets', 2, 1, 3, { replicaId: -1, isolationLevel: 1, topics }],
  ['offsetCommit', 8, 2, 5, { ...member, retentionTime: -1, topics }],
  ['offsetFetch', 9, 1, 4, { groupId: 'gr', topics }],
  ['findCoordinator', 10, 0, 2, { groupId: 'gr', coordinatorKey: 'gr', coordinatorType: 1 }],
  [
    'joinGroup',
    11,
    0,
    5,
    {
      ...member,
      sessionTimeout: 30_000,
      rebalanceTimeout: 60_000,
      protocolType: 'consumer',
      groupProtocols: [{ name: 'range', metadata: Buffer.from('octets') }],
    },
  ],
  ['heartbeat', 12, 0, 3, member],
  ['leaveGroup', 13, 0, 3, { ...member, members: [member] }],
  ['syncGroup', 14, 0, 3, { ...member, groupAssignment: [{ memberId: 'mb', memberAssignment: Buffer.from('part') }] }],
  ['describeGroups', 15, 0, 2, { groupIds: ['gr', 'autre'] }],
  ['listGroups', 16, 0, 2, {}],
  [
    'createTopics',
    19,
    0,
    3,
    {
      topics: [
        {
          topic: 'commandes',
          numPartitions: 6,
          replicationFactor: 2,
          replicaAssignment: [{ partition: 4, replicas: [7, 8] }],
          configEntries: [{ name: 'retention.ms', value: '99' }],
        },
      ],
      timeout: 4_000,
      validateOnly: true,
    },
  ],
  ['deleteTopics', 20, 0, 1, { topics: ['commandes'], timeout: 4_000 }],
  ['deleteRecords', 21, 0, 1, { topics, timeout: 4_000 }],
  ['initProducerId', 22, 0, 1, { transactionalId: 'tx', transactionTimeout: 9_000 }],
  [
    'describeConfigs',
    32,
    0,
    2,
    { resources: [{ type: 2, name: 'commandes', configNames: ['a'] }], includeSynonyms: true },
  ],
  ['alterConfigs', 33, 0, 1, { resources: [{ type: 2, name: 'c', configEntries: [{ name: 'a', value: 'b' }] }] }],
  ['createPartitions', 37, 0, 1, { topicPartitions: [{ topic: 'c', count: 9, assignments: [[1, 2]] }] }],
  ['deleteGroups', 42, 0, 1, ['gr']],
];

const every = cases.flatMap(([folder, key, from, to, asked]) =>
  Array.from({ length: to - from + 1 }, (_, index): [string, number, number, unknown] => [
    folder,
    from + index,
    key,
    asked,
  ]),
);

describe.each(every)('%s v%i of kafkajs', (folder, version, key, asked) => {
  const path = `kafkajs/src/protocol/requests/${folder}/v${version}`;
  const table = tableOf(key);
  if (!table) throw new Error(`no table for ${folder}`);

  it('sends requests that we read to the last byte', async () => {
    const request = (require(`${path}/request`) as (asked: unknown) => Request)(asked);
    const { buffer } = await request.encode();
    const message = decodeRequest(table, version, buffer);
    expect(Buffer.concat(encodeRequest(table, version, message)).toString('hex')).toBe(buffer.toString('hex'));
  });

  it('reads our responses', async () => {
    const response = markedMessage(table.response, version);
    const theirs = require(`${path}/response`) as Decoder | ((asked: unknown) => Decoder);
    const { decode } = typeof theirs === 'function' ? theirs({ topics }) : theirs;
    const read = leaves(await decode(Buffer.concat(encodeResponse(table, version, response))));
    // From "is default" in DescribeConfigs v0, kafkajs works out the source that later versions tell: 5.
    const deduced = folder === 'describeConfigs' && version === 0 ? ['5'] : [];
    expect(read).toEqual([...leaves(response), ...deduced].sort());
  });
});
