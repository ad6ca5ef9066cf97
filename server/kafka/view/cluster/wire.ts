// The kafkajs clients of the cluster view: an admin for groups, and a bare cluster handle for logs. It joins no group and
// commits nothing: the cluster shows no trace of being watched but its connections.
import { type Admin, type Broker, type Cluster, PartitionAssigners } from 'kafkajs';
import { newKafka } from '../../kafka-client.ts';
import type { Log } from '../../log.ts';
import type { FetchedMessage } from './shown.ts';

export type TopicPlaces = Map<string, { partition: number; leader: number }[]>;
export type FetchWanted = { topic: string; partition: number; offset: number };
export type Fetched = FetchWanted & {
  /** Records at or after the offset wanted, control records included. */
  messages: FetchedMessage[];
};

export type Wire = {
  admin: Admin;
  /** Every topic and who leads its partitions; creates nothing. */
  topics(): Promise<TopicPlaces>;
  /** Log starts or log ends of these partitions. */
  offsets(places: TopicPlaces, which: 'starts' | 'ends'): Promise<Map<string, number>>;
  /** One Fetch to one broker; waits up to `waitMs` for something to come. */
  fetch(leader: number, wanted: FetchWanted[], waitMs: number, maxBytes: number): Promise<Fetched[]>;
  close(): Promise<void>;
};

export const placeKey = (topic: string, partition: number): string => `${topic} ${partition}`;

type FetchReply = {
  responses: { topicName: string; partitions: { partition: number; messages: FetchedMessage[] }[] }[];
};

/** @throws what kafkajs throws when no broker answers. */
export async function openWire(options: { brokers: string[]; clientId: string; log: Log }): Promise<Wire> {
  const kafka = newKafka(options);
  const admin = kafka.admin();
  const cluster = bareCluster(kafka, options.clientId);
  let known = '';
  const close = async (): Promise<void> => {
    await Promise.allSettled([admin.disconnect(), cluster.disconnect()]);
  };
  try {
    await Promise.all([admin.connect(), cluster.connect()]);
  } catch (error) {
    await close();
    throw error;
  }

  return {
    admin,

    async topics() {
      const { topicMetadata } = await cluster.metadata();
      const places: TopicPlaces = new Map();
      for (const { topic, partitionMetadata } of topicMetadata) {
        const partitions = partitionMetadata
          .map(({ partitionId, leader }) => ({ partition: partitionId, leader }))
          .sort((a, b) => a.partition - b.partition);
        places.set(topic, partitions);
      }
      // The handle keeps its own picture of who leads what; it is renewed when that changed.
      const picture = JSON.stringify([...places]);
      if (picture !== known) await cluster.refreshMetadata();
      known = picture;
      return places;
    },

    async offsets(places, which) {
      const asked = [...places].map(([topic, partitions]) => ({
        topic,
        partitions: partitions.map(({ partition }) => ({ partition })),
        fromBeginning: which === 'starts',
      }));
      const offsets = new Map<string, number>();
      if (asked.length === 0) return offsets;
      for (const { topic, partitions } of await cluster.fetchTopicsOffset(asked)) {
        for (const { partition, offset } of partitions) offsets.set(placeKey(topic, partition), Number(offset));
      }
      return offsets;
    },

    async fetch(leader, wanted, waitMs, maxBytes) {
      const broker: Broker = await cluster.findBroker({ nodeId: String(leader) });
      const byTopic = new Map<string, { partition: number; fetchOffset: string; maxBytes: number }[]>();
      for (const { topic, partition, offset } of wanted) {
        const list = byTopic.get(topic) ?? [];
        list.push({ partition, fetchOffset: String(offset), maxBytes });
        byTopic.set(topic, list);
      }
      const topics = [...byTopic].map(([topic, partitions]) => ({ topic, partitions }));
      const reply: FetchReply = await broker.fetch({
        maxWaitTime: waitMs,
        minBytes: 1,
        maxBytes: maxBytes * 8,
        topics,
        isolationLevel: readUncommitted,
      });
      return reply.responses.flatMap(({ topicName, partitions }) =>
        partitions.flatMap(({ partition, messages }) => {
          const asked = wanted.find((each) => each.topic === topicName && each.partition === partition);
          if (!asked) return [];
          // Brokers send whole batches: the first records may lie before the offset wanted.
          return [{ ...asked, messages: messages.filter(({ offset }) => Number(offset) >= asked.offset) }];
        }),
      );
    },

    close,
  };
}

const readUncommitted = 0;

/**
 * Kafkajs hands its cluster handle to partition assigners; a consumer that never runs is a way to get one of our own.
 * With it, logs can be read without joining a group.
 */
function bareCluster(kafka: ReturnType<typeof newKafka>, groupId: string): Cluster {
  let found: Cluster | null = null;
  kafka.consumer({
    groupId,
    allowAutoTopicCreation: false,
    readUncommitted: true,
    partitionAssigners: [
      (given) => {
        found = given.cluster;
        return PartitionAssigners.roundRobin(given);
      },
    ],
  });
  if (found === null) throw new Error('kafkajs did not hand over its cluster');
  return found;
}
