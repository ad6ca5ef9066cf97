// Virtual brokers as the protocol shows them: leaders, epochs, ISR, high watermark, coordinators.

import { describe, expect, it } from 'vitest';
import { produce } from './apis/00-produce/messages.ts';
import { fetch } from './apis/01-fetch/messages.ts';
import { listOffsets } from './apis/02-list-offsets/messages.ts';
import { metadata } from './apis/03-metadata/messages.ts';
import { findCoordinator } from './apis/10-find-coordinator/messages.ts';
import { heartbeat } from './apis/12-heartbeat/messages.ts';
import { createTopics } from './apis/19-create-topics/messages.ts';
import { offsetForLeaderEpoch } from './apis/23-offset-for-leader-epoch/messages.ts';
import { describeCluster } from './apis/60-describe-cluster/messages.ts';
import type { BrokerOptions } from './index.ts';
import { encodeBatch } from './protocol/encode-batch.ts';
import { decodeBatches } from './protocol/records.ts';
import { type RawClient, rawClient, type TestBroker, temporaryFolder, testBroker, until } from './testing.ts';

const code = { none: 0, outOfRange: 1, notLeader: 6, timedOut: 7, notCoordinator: 16, tooFew: 19, tooFewAfter: 20 };
const fenced = 74;

async function cluster(
  options: BrokerOptions = {},
): Promise<{ broker: TestBroker; at: (node: number) => Promise<RawClient> }> {
  const broker = await testBroker({ nodes: 3, ...options });
  const at = async (node: number): Promise<RawClient> => {
    const info = (await broker.nodes.list()).find((one) => one.node === node);
    return rawClient(broker, `to-${node}`, '127.0.0.1', info?.port);
  };
  return { broker, at };
}

const create = (
  client: RawClient,
  name: string,
  numPartitions = 1,
  replicationFactor = 3,
  configs: { name: string; value: string }[] = [],
) =>
  client.ask(createTopics, 4, {
    timeoutMs: 1000,
    topics: [{ name, numPartitions, replicationFactor, assignments: [], configs }],
  });

async function send(client: RawClient, topic: string, value: string, acks = -1, timeoutMs = 5000): Promise<number> {
  const records = encodeBatch([{ value }]);
  const topicData = [{ name: topic, partitionData: [{ index: 0, records }] }];
  const { responses } = await client.ask(produce, 7, { acks, timeoutMs, topicData });
  return responses[0]?.partitionResponses[0]?.errorCode ?? -1;
}

async function read(client: RawClient, topic: string, fetchOffset = 0, currentLeaderEpoch = -1) {
  const partitions = [{ partition: 0, fetchOffset, currentLeaderEpoch, partitionMaxBytes: 1 << 20 }];
  const { responses } = await client.ask(fetch, 12, { maxWaitMs: 0, minBytes: 1, topics: [{ topic, partitions }] });
  const reply = responses[0]?.partitions[0];
  const values = decodeBatches(reply?.records ?? new Uint8Array()).flatMap((batch) =>
    batch.records.map(({ value }) => Buffer.from(value ?? []).toString()),
  );
  return {
    errorCode: reply?.errorCode,
    values,
    highWatermark: reply?.highWatermark,
    leader: reply?.currentLeader?.leaderId,
  };
}

async function partitionOf(broker: TestBroker, topic: string, partition = 0) {
  const { topics } = await broker.snapshot();
  const found = topics.find((one) => one.topic === topic)?.partitions[partition];
  if (!found) throw new Error(`no ${topic}-${partition}`);
  return found;
}

describe('three virtual brokers', () => {
  it('are listed by each other, and spread leaders over themselves', async () => {
    const { broker, at } = await cluster();
    const second = await at(2);
    await create(second, 't', 6);
    const { brokers, controllerId, topics } = await second.ask(metadata, 8, { topics: [{ name: 't' }] });
    expect(brokers.map(({ nodeId }) => nodeId)).toEqual([1, 2, 3]);
    expect(new Set(brokers.map(({ port }) => port)).size).toBe(3);
    expect(controllerId).toBe(1);
    const partitions = topics[0]?.partitions ?? [];
    expect(partitions.map(({ leaderId }) => leaderId)).toEqual([1, 2, 3, 1, 2, 3]);
    expect(partitions[1]).toMatchObject({ leaderEpoch: 0, replicaNodes: [2, 3, 1], isrNodes: [2, 3, 1] });
    const described = await second.ask(describeCluster, 0, { includeClusterAuthorizedOperations: false });
    expect(described).toMatchObject({ controllerId: 1, brokers: [{ brokerId: 1 }, { brokerId: 2 }, { brokerId: 3 }] });
    expect((await broker.nodes.list()).map(({ leads }) => leads)).toEqual([2, 2, 2]);
  });

  it('refuse more copies than there are brokers, and give auto-created topics three', async () => {
    const { broker, at } = await cluster();
    const client = await at(1);
    expect((await create(client, 'many', 1, 4)).topics[0]?.errorCode).toBe(38);
    expect((await create(client, 'one', 1, 1)).topics[0]?.errorCode).toBe(0);
    await client.ask(metadata, 8, { topics: [{ name: 'auto' }] });
    expect((await partitionOf(broker, 'one')).replicas.length).toBe(1);
    expect((await partitionOf(broker, 'auto')).replicas.length).toBe(3);
  });

  it('send clients of a partition to its leader', async () => {
    const { at } = await cluster();
    const [leader, other] = [await at(1), await at(2)];
    await create(leader, 't');
    expect(await send(other, 't', 'x')).toBe(code.notLeader);
    expect(await send(leader, 't', 'x')).toBe(code.none);
    expect(await read(other, 't')).toMatchObject({ errorCode: code.notLeader, leader: 1 });
    const topics = [{ name: 't', partitions: [{ partitionIndex: 0, timestamp: -1 }] }];
    const offsets = await other.ask(listOffsets, 4, { replicaId: -1, topics });
    expect(offsets.topics[0]?.partitions[0]?.errorCode).toBe(code.notLeader);
  });

  it('show records to consumers, and acknowledge them to acks=all, once every copy in sync has them', async () => {
    const { at } = await cluster({ followMs: 600_000 });
    const client = await at(1);
    await create(client, 't');
    expect(await send(client, 't', 'a', 1)).toBe(code.none);
    expect(await read(client, 't')).toMatchObject({ errorCode: 0, values: [], highWatermark: 0 });
    expect(await send(client, 't', 'b', -1, 50)).toBe(code.timedOut);
  });

  it('elect the next broker in sync when one stops, in a new epoch, and fence who knows the old one', async () => {
    const { broker, at } = await cluster();
    const [first, second] = [await at(1), await at(2)];
    await create(first, 't');
    expect(await send(first, 't', 'a')).toBe(code.none);
    expect(await broker.nodes.stop(1)).toEqual({ ok: true });
    await first.closed;
    expect(await partitionOf(broker, 't')).toMatchObject({ leader: 2, epoch: 1, isr: [2, 3], replicas: [1, 2, 3] });
    const { brokers, controllerId } = await second.ask(metadata, 8, { topics: [] });
    expect([brokers.map(({ nodeId }) => nodeId), controllerId]).toEqual([[2, 3], 2]);
    expect((await read(second, 't', 0, 0)).errorCode).toBe(fenced);
    expect(await read(second, 't', 0, 1)).toMatchObject({ errorCode: 0, values: ['a'] });
    expect(await send(second, 't', 'b')).toBe(code.none);

    expect(await broker.nodes.start(1)).toEqual({ ok: true });
    await until('the ISR', async () => (await partitionOf(broker, 't')).isr.length === 3);
    expect(await partitionOf(broker, 't')).toMatchObject({ leader: 2, epoch: 1, isr: [1, 2, 3] });
    expect(await read(await at(1), 't')).toMatchObject({ errorCode: code.notLeader });
    const types = broker.events.map(({ type }) => type);
    for (const type of ['node-stopped', 'leader-changed', 'node-started', 'isr-changed']) expect(types).toContain(type);
  });

  it('lose what only the stopped leader had, and say where its epoch ended', async () => {
    const { broker, at } = await cluster({ followMs: 600_000 });
    const [first, second] = [await at(1), await at(2)];
    await create(first, 't');
    expect(await send(first, 't', 'lost', 1)).toBe(code.none);
    await broker.nodes.stop(1);
    expect(await partitionOf(broker, 't')).toMatchObject({ leader: 2, end: 0 });
    expect(await send(second, 't', 'kept', 1)).toBe(code.none);
    const topics = [{ topic: 't', partitions: [{ partition: 0, currentLeaderEpoch: 1, leaderEpoch: 0 }] }];
    const { topics: ends } = await second.ask(offsetForLeaderEpoch, 3, { replicaId: -1, topics });
    expect(ends[0]?.partitions[0]).toMatchObject({ errorCode: 0, endOffset: 0 });
    expect(await broker.readRecord('t', 0, 0)).toMatchObject({ value: { text: 'kept' } });
  });

  it('refuse acks=all below min.insync.replicas, and go on with acks=1', async () => {
    const { broker, at } = await cluster();
    const client = await at(1);
    await create(client, 't', 1, 3, [{ name: 'min.insync.replicas', value: '2' }]);
    await broker.nodes.stop(2);
    expect(await send(client, 't', 'a')).toBe(code.none);
    await broker.nodes.stop(3);
    expect(await send(client, 't', 'b')).toBe(code.tooFew);
    expect(await send(client, 't', 'c', 1)).toBe(code.none);
    await broker.nodes.start(3);
    await until('the ISR', async () => (await partitionOf(broker, 't')).isr.length === 2);
    expect(await send(client, 't', 'd')).toBe(code.none);
    expect((await read(client, 't')).values).toEqual(['a', 'c', 'd']);
  });

  it('tell acks=all when too few are left after the write', async () => {
    const { broker, at } = await cluster({ followMs: 600_000 });
    const client = await at(1);
    await create(client, 't', 1, 3, [{ name: 'min.insync.replicas', value: '2' }]);
    const waiting = send(client, 't', 'a');
    await until('the write', async () => (await partitionOf(broker, 't')).end === 1);
    await broker.nodes.stop(2);
    await broker.nodes.stop(3);
    expect(await waiting).toBe(code.tooFewAfter);
  });

  it('keep a partition offline until a broker in sync is back', async () => {
    const { broker, at } = await cluster();
    const first = await at(1);
    await create(first, 't', 1, 2);
    await broker.nodes.stop(2);
    expect(await send(first, 't', 'only on 1')).toBe(code.none);
    await broker.nodes.stop(1);
    await broker.nodes.start(2);
    const second = await at(2);
    expect(await send(second, 't', 'x')).toBe(code.notLeader);
    const { topics } = await second.ask(metadata, 8, { topics: [{ name: 't' }] });
    expect(topics[0]?.partitions[0]).toMatchObject({ errorCode: 5, leaderId: -1, isrNodes: [1], offlineReplicas: [1] });
    await broker.nodes.start(1);
    await until('a leader', async () => (await partitionOf(broker, 't')).leader === 1);
    expect((await read(await at(1), 't')).values).toEqual(['only on 1']);
  });

  it('with unclean election, give it to a broker that was not in sync, and say what is lost', async () => {
    const { broker, at } = await cluster({ uncleanLeaderElection: true });
    const first = await at(1);
    await create(first, 't', 1, 2);
    expect(await send(first, 't', 'on both')).toBe(code.none);
    await broker.nodes.stop(2);
    expect(await send(first, 't', 'only on 1')).toBe(code.none);
    await broker.nodes.stop(1);
    expect(await partitionOf(broker, 't')).toMatchObject({ leader: null });
    await broker.nodes.start(2);
    expect(await partitionOf(broker, 't')).toMatchObject({ leader: 2, isr: [2], end: 1 });
    expect((await read(await at(2), 't')).values).toEqual(['on both']);
    await until('a notice', () =>
      broker.events.some((event) => event.type === 'notice' && event.message.includes('lost')),
    );
  });

  it('give each group to one of them, and to the next while that is down', async () => {
    const { broker, at } = await cluster();
    const clients = [await at(1), await at(2), await at(3)];
    const where = async (client: RawClient | undefined, key: string) =>
      (await client?.ask(findCoordinator, 2, { key }))?.nodeId;
    const groups = Array.from({ length: 12 }, (_, n) => `group-${n}`);
    const nodes = await Promise.all(groups.map((group) => where(clients[0], group)));
    expect(new Set(nodes)).toEqual(new Set([1, 2, 3]));
    const group = groups[nodes.indexOf(1)] ?? '';
    const beat = { groupId: group, generationId: 1, memberId: 'm' };
    expect((await clients[1]?.ask(heartbeat, 3, beat))?.errorCode).toBe(code.notCoordinator);
    expect((await clients[0]?.ask(heartbeat, 3, beat))?.errorCode).toBe(25);
    await broker.nodes.stop(1);
    expect(await where(clients[1], group)).toBe(2);
    expect((await clients[1]?.ask(heartbeat, 3, beat))?.errorCode).toBe(25);
    await broker.nodes.start(1);
    expect(await where(clients[1], group)).toBe(1);
  });

  it('keep leaders and epochs over a restart, and give everything to the one that is left when they are fewer', async () => {
    const dataDir = await temporaryFolder();
    const { broker, at } = await cluster({ dataDir });
    await create(await at(1), 't');
    await send(await at(1), 't', 'a');
    await broker.nodes.stop(1);
    await broker.close();
    const again = await testBroker({ nodes: 3, dataDir });
    expect(await partitionOf(again, 't')).toMatchObject({ leader: 2, epoch: 1, replicas: [1, 2, 3], isr: [1, 2, 3] });
    await again.close();
    const alone = await testBroker({ dataDir });
    const found = await partitionOf(alone, 't');
    expect(found).toMatchObject({ leader: 1, epoch: 2, replicas: [1], isr: [1] });
    expect((await read(await rawClient(alone), 't')).values).toEqual(['a']);
  });

  it('refuse to stop what is stopped, to start what runs, and a broker that is not there', async () => {
    const { broker } = await cluster();
    expect(await broker.nodes.start(1)).toMatchObject({ ok: false, message: 'node 1 is running' });
    await broker.nodes.stop(1);
    expect(await broker.nodes.stop(1)).toMatchObject({ ok: false, message: 'node 1 is stopped' });
    expect(await broker.nodes.stop(9)).toMatchObject({ ok: false });
  });
});

it('one broker alone can be stopped and started too: its clients come back to the same port', async () => {
  const broker = await testBroker();
  const before = await rawClient(broker);
  await create(before, 't', 1, 1);
  expect(await send(before, 't', 'a')).toBe(code.none);
  await broker.nodes.stop(1);
  await before.closed;
  await broker.nodes.start(1);
  const after = await rawClient(broker);
  expect((await read(after, 't', 0, 1)).values).toEqual(['a']);
});
