// Kafka: a topic of one partition, a group a subscriber. Every group reads the whole log, from where it says: its committed
// offset, the end of the log at the moment it came, or the beginning.
import type { Admin, Kafka, Producer } from 'kafkajs';
import type { Adapter } from '../types.ts';

/** `kafkaOf`: a client under this name; nothing is opened before one of its producers, consumers or admins connects. */
export function createKafkaPubSub(kafkaOf: (clientId: string) => Kafka, prefix: string): Adapter {
  let opened: Promise<{ admin: Admin; producer: Producer }> | null = null;
  const topics = new Set<string>();
  const leaving = new Set<() => Promise<void>>();

  function ours(): Promise<{ admin: Admin; producer: Producer }> {
    opened ??= (async () => {
      const kafka = kafkaOf(`${prefix}editeur`);
      const admin = kafka.admin();
      const producer = kafka.producer({ maxInFlightRequests: 1 });
      await Promise.all([admin.connect(), producer.connect()]);
      return { admin, producer };
    })().catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return opened;
  }

  async function topicReady(topic: string): Promise<Admin> {
    const { admin } = await ours();
    if (!topics.has(topic)) {
      await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
      topics.add(topic);
    }
    return admin;
  }

  /** Where a subscriber that committed nothing begins; null: where its group is. */
  async function beginning(admin: Admin, topic: string, groupId: string, durable: boolean): Promise<string | null> {
    const [end] = await admin.fetchTopicOffsets(topic);
    if (!durable) return end?.high ?? '0';
    const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
    const at = committed?.partitions[0]?.offset ?? '-1';
    return Number(at) >= 0 ? null : (end?.high ?? '0');
  }

  return {
    broker: 'kafka',
    capabilities: { remembersAbsent: true, readsPast: true, acknowledges: true },
    wireName: (topic) => prefix + topic,
    async publish(given, body) {
      const topic = prefix + given;
      await topicReady(topic);
      const { producer } = await ours();
      await producer.send({ topic, messages: [{ value: body }], acks: -1, timeout: 5_000 });
    },
    async subscribe({ topic: given, name, durable, from, received, lost }) {
      const topic = prefix + given;
      const admin = await topicReady(topic);
      const groupId = groupOf(prefix, name);
      const at = from === 'beginning' ? null : await beginning(admin, topic, groupId, durable);
      const consumer = kafkaOf(groupId).consumer({
        groupId,
        sessionTimeout: 10_000,
        heartbeatInterval: 1_000,
        maxWaitTimeInMs: 200,
        retry: { retries: 2, initialRetryTime: 100, restartOnFailure: async () => false },
      });
      let isLeaving = false;
      let isLost = false;
      consumer.on(consumer.events.CRASH, () => {
        if (isLeaving || isLost) return;
        isLost = true;
        lost();
      });
      const leave = async (): Promise<void> => {
        isLeaving = true;
        leaving.delete(leave);
        await consumer.disconnect().catch(ignore);
        // A group that is not durable has no one to come back.
        if (!durable) await admin.deleteGroups([groupId]).catch(ignore);
      };
      leaving.add(leave);
      try {
        await consumer.connect();
        await consumer.subscribe({ topics: [topic], fromBeginning: true });
        const joined = new Promise<void>((resolve, reject) => {
          consumer.on(consumer.events.GROUP_JOIN, () => resolve());
          consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
        });
        joined.catch(ignore);
        await consumer.run({
          autoCommitThreshold: 1,
          eachMessage: async ({ message }) => received({ body: message.value?.toString() ?? '', again: false }),
        });
        if (at !== null) consumer.seek({ topic, partition: 0, offset: at });
        await joined;
        // Where it begins is its own from now on, even if it leaves before the first message.
        if (at !== null && durable) await consumer.commitOffsets([{ topic, partition: 0, offset: at }]);
      } catch (error) {
        await leave();
        throw error;
      }
      return { leave };
    },
    async forget(_topic, name) {
      const { admin } = await ours();
      await admin.deleteGroups([groupOf(prefix, name)]);
    },
    async drop(given) {
      const topic = prefix + given;
      if (!topics.delete(topic)) return;
      await (await ours()).admin.deleteTopics({ topics: [topic], timeout: 5_000 });
    },
    async close() {
      await Promise.all([...leaving].map((leave) => leave()));
      const was = await opened?.catch(() => null);
      await Promise.all([was?.producer.disconnect(), was?.admin.disconnect()]).catch(ignore);
    },
  };
}

const groupOf = (prefix: string, name: string): string => `${prefix}${name}`;
const ignore = (): void => undefined;
