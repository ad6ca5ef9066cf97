// The rooms of module 1 together: the brokers by the settings, the labs that use them, and how all of it closes.
import { randomBytes } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import type { Logger } from 'pino';
import { createBrokersLab, createPortesLab, createPubsubLab, withQueues } from '#server/labs/index.ts';
import { openPubSubs, type PubSubs } from '#server/pubsub/index.ts';
import type { Queues } from '#server/queue/index.ts';
import { type LabRunner, systemClock } from '#server/realtime/index.ts';
import type { Config } from './config.ts';
import { mqttPortRefused } from './start-errors.ts';

export type Brokers = {
  mqtt: PubSubs['mqtt'];
  labs: readonly LabRunner[];
  close(): Promise<void>;
};

export async function openBrokers(
  config: Config,
  options: {
    /** Where a student's program finds Kafka, and clients of our own on it. */
    kafka: { address: string; kafkaOf(clientId: string): Kafka };
    queues: Queues;
    log: Logger;
    newEpoch: () => string;
  },
): Promise<Brokers> {
  const { queues, log, newEpoch } = options;
  const { redisUrl, amqpUrl, mqttUrl, mqttPort } = config;
  const kafka = { ...options.kafka, real: config.kafkaBrokers !== null };
  const portes = createPortesLab({ clock: systemClock, epoch: newEpoch() });
  const settings = { redisUrl, amqpUrl, mqttUrl, mqttPort, kafka };
  const opened = await openPubSubs(settings, { hear: portes.hear, log }).catch((error: unknown) => {
    throw (mqttPort === null ? null : mqttPortRefused(error, mqttPort)) ?? error;
  });
  portes.describe(opened.sources.map(({ pubsub: _, ...at }) => at));
  const shared = {
    clock: systemClock,
    sources: withQueues(opened.sources, queues.brokers),
    newSeries: () => randomBytes(4).toString('hex'),
    onError: (err: unknown) => log.error({ err }, 'publish/subscribe failed at something'),
  };
  const pubsub = createPubsubLab({ ...shared, epoch: newEpoch() });
  const brokers = createBrokersLab({ ...shared, epoch: newEpoch() });
  return {
    mqtt: opened.mqtt,
    labs: [portes, pubsub, brokers],
    async close() {
      await Promise.all([pubsub.close(), brokers.close()]);
      await opened.close();
    },
  };
}
