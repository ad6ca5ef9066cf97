// Work queues on a Kafka: a topic and a consumer group. What Kafka has no word for is declared missing: giving a task back, telling
// a second delivery, putting aside. As many workers as partitions; the others wait.
import { randomUUID } from 'node:crypto';
import type { Producer } from 'kafkajs';
import type { QueueCapabilities } from '#contract/queue-capabilities.ts';
import { createCutSockets, type Log, newKafka } from '#server/kafka/index.ts';
import { keepLink, type Link, onDemand } from '../link.ts';
import type { Consumer, QueueBroker, QueueClock, QueueOptions, WorkQueue } from '../types.ts';
import { openWorker, type Place } from './worker.ts';

const partitions = 3;
/** A worker that says nothing for this long is taken for dead. */
const defaultSessionMs = 6_000;

type Settings = { brokers: string[]; clock: QueueClock; log: Log; sessionMs?: number };
type KafkaLink = Link & { producer: Producer; kafka: ReturnType<typeof newKafka> };

export function createKafkaQueues({ brokers, clock, log, sessionMs = defaultSessionMs }: Settings): QueueBroker {
  const capabilities: QueueCapabilities = {
    nack: 'no',
    redelivered: false,
    counted: false,
    deadLetters: 'nobody',
    prefetch: 'partition',
    bounded: false,
    death: sessionMs,
    parallel: partitions,
  };
  return {
    name: 'kafka',
    capabilities,
    async open(topic, options) {
      await withAdmin(brokers, log, (admin) =>
        admin.createTopics({
          topics: [
            {
              topic,
              numPartitions: partitions,
              configEntries: [{ name: 'retention.ms', value: String(retentionOf(options)) }],
            },
          ],
          waitForLeaders: true,
          timeout: 5_000,
        }),
      );
      return openQueue({ brokers, topic, group: `${topic}-workers`, log, clock, sessionMs });
    },
    close: async () => {},
  };
}

/** Kafka forgets records by their age, done or not: never less than an hour. */
const retentionOf = ({ forgetAfterMs }: QueueOptions): number => Math.max(3_600_000, forgetAfterMs);

async function openProducer(brokers: string[], log: Log): Promise<KafkaLink> {
  const sockets = createCutSockets();
  const kafka = newKafka({ brokers, clientId: 'relais-file', log, socketFactory: sockets.factory });
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  let end = (): void => {};
  const lost = new Promise<void>((resolve) => {
    end = resolve;
  });
  producer.on(producer.events.DISCONNECT, () => end());
  const cut = (): void => {
    end();
    sockets.cut();
    producer.disconnect().catch(() => {});
  };
  return {
    kafka,
    producer,
    lost,
    cut,
    async close() {
      await producer.disconnect().catch(() => {});
      end();
    },
  };
}

type Admin = ReturnType<ReturnType<typeof newKafka>['admin']>;

async function withAdmin<T>(brokers: string[], log: Log, ask: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = newKafka({ brokers, clientId: 'relais-file', log }).admin();
  try {
    await admin.connect();
    return await ask(admin);
  } finally {
    await admin.disconnect();
  }
}

function openQueue(place: Place): WorkQueue {
  const { brokers, topic, group, log, clock } = place;
  // One a queue: kafkajs asks after every topic that a producer ever wrote to, and fails over one that is deleted.
  const producing = onDemand(() => openProducer(brokers, log));
  const consumers = new Set<Consumer>();
  return {
    async send({ id, body }) {
      const link = await producing.get().catch(() => null);
      if (!link) return 'failed';
      const sent = link.producer.send({ topic, acks: -1, messages: [{ value: body, headers: { id } }] });
      return sent.then(
        () => 'kept' as const,
        () => {
          // kafkajs would go on with a connection that it knows nothing of: another one is opened.
          link.cut();
          return 'failed' as const;
        },
      );
    },
    consume(options) {
      const me = `relais-ouvrier-${randomUUID()}`;
      const kept = keepLink(() => openWorker(place, me, options), { clock, onState: options.onState });
      const consumer: Consumer = {
        async stop() {
          consumers.delete(consumer);
          await kept.stop();
        },
        kill() {
          consumers.delete(consumer);
          kept.kill();
        },
      };
      consumers.add(consumer);
      return consumer;
    },
    watchDead: null,
    requeueDead: async () => false,
    /** Not committed: what is in a hand counts. */
    ready: () =>
      withAdmin(brokers, log, async (admin) => {
        const ends = await admin.fetchTopicOffsets(topic);
        const [committed] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
        const at = new Map(committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
        return ends.reduce((sum, { partition, high }) => sum + Number(high) - Math.max(0, at.get(partition) ?? 0), 0);
      }),
    delete: () =>
      withAdmin(brokers, log, async (admin) => {
        await admin.deleteTopics({ topics: [topic] });
        // Refused while somebody is still in it: it goes by itself.
        await admin.deleteGroups([group]).catch(() => {});
      }),
    async close() {
      await producing.close();
      await Promise.all([...consumers].map((consumer) => consumer.stop()));
    },
  };
}
