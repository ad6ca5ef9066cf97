// The door of work queues: the brokers that this server can use, the embedded one first.
import { join } from 'node:path';
import type { Log } from '#server/kafka/index.ts';
import { openStore } from '#server/store/index.ts';
import { createEmbeddedQueues, type Entry } from './embedded/index.ts';
import { createKafkaQueues } from './kafka/index.ts';
import { createRabbitQueues } from './rabbitmq/index.ts';
import { createRedisQueues } from './redis/index.ts';
import type { QueueBroker, QueueClock } from './types.ts';

export type QueuesOptions = {
  /** null: the embedded one keeps nothing. */
  dataDir: string | null;
  amqpUrl: string | null;
  redisUrl: string | null;
  kafkaBrokers: string[];
  clock: QueueClock;
  log: Log;
};

export type Queues = { embedded: QueueBroker; brokers: readonly QueueBroker[]; close(): Promise<void> };

/** Rejects with Node's file errors; connects to nothing. */
export async function openQueues(options: QueuesOptions): Promise<Queues> {
  const { dataDir, amqpUrl, redisUrl, kafkaBrokers, clock, log } = options;
  const onError = (err: unknown): void => log.error({ err }, 'the embedded queues could not be written to disk');
  const path = dataDir === null ? null : join(dataDir, 'queue', 'tasks.log');
  const embedded = createEmbeddedQueues(await openStore<Entry>(path, { clock, onError }), onError);
  const brokers: QueueBroker[] = [embedded];
  if (amqpUrl !== null) brokers.push(createRabbitQueues({ url: amqpUrl, clock }));
  if (redisUrl !== null) brokers.push(createRedisQueues({ url: redisUrl, clock }));
  brokers.push(createKafkaQueues({ brokers: kafkaBrokers, clock, log }));
  return {
    embedded,
    brokers,
    async close() {
      for (const broker of brokers) await broker.close();
    },
  };
}
