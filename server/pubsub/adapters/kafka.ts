// Kafka: a topic of one partition, a group a subscriber. Every group reads the whole log, from where it says: its committed
// offset, the end of the log at the moment it came, or the beginning.
import type { Admin, Kafka, Producer } from 'kafkajs';
import type { Adapter, Subscribing, Subscription } from '../types.ts';

/** How many times a subscriber is sent to its group, and how long between two, ms. */
const attempts = 6;
const againMs = 500;

/** `kafkaOf`: a client under this name; nothing is opened before one of its producers, consumers or admins connects. */
export function createKafkaPubSub(kafkaOf: (clientId: string) => Kafka, prefix: string): Adapter {
  let opened: Promise<{ admin: Admin; producer: Producer }> | null = null;
  const topics = new Set<string>();
  const leaving = new Set<() => Promise<void>>();
  let isClosing = false;

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

  /** `at`: where it begins to read; null when its group knows, or when it wants the past. */
  async function join(
    { topic, durable, received, lost }: Subscribing,
    admin: Admin,
    groupId: string,
    at: string | null,
  ): Promise<Subscription> {
    const consumer = kafkaOf(groupId).consumer({
      groupId,
      sessionTimeout: 10_000,
      heartbeatInterval: 1_000,
      maxWaitTimeInMs: 200,
      retry: { retries: 2, initialRetryTime: 100, restartOnFailure: async () => false },
    });
    let state: 'coming' | 'there' | 'over' = 'coming';
    consumer.on(consumer.events.CRASH, () => {
      if (state === 'there') lost();
      state = 'over';
    });
    const leave = async (): Promise<void> => {
      state = 'over';
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
      state = 'there';
    } catch (error) {
      await leave();
      throw error;
    }
    return { leave };
  }

  return {
    broker: 'kafka',
    capabilities: { remembersAbsent: true, readsPast: true, acknowledges: true, sharesWork: true },
    wireName: (topic) => prefix + topic,
    async publish(given, body) {
      const topic = prefix + given;
      await topicReady(topic);
      const { producer } = await ours();
      await producer.send({ topic, messages: [{ value: body }], acks: -1, timeout: 5_000 });
    },
    async subscribe(asked) {
      const topic = prefix + asked.topic;
      const admin = await topicReady(topic);
      const groupId = groupOf(prefix, asked.name);
      for (let attempt = 1; ; attempt += 1) {
        try {
          const at = asked.from === 'beginning' ? null : await beginning(admin, topic, groupId, asked.durable);
          return await join({ ...asked, topic }, admin, groupId, at);
        } catch (error) {
          // A cluster that has never had a group needs a moment before it keeps one.
          if (attempt >= attempts || isClosing) throw error;
          await new Promise((resolve) => setTimeout(resolve, againMs));
        }
      }
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
      isClosing = true;
      await Promise.all([...leaving].map((leave) => leave()));
      const was = await opened?.catch(() => null);
      await Promise.all([was?.producer.disconnect(), was?.admin.disconnect()]).catch(ignore);
    },
  };
}

const groupOf = (prefix: string, name: string): string => `${prefix}${name}`;
const ignore = (): void => undefined;
