// One suite for every adapter: on what is embedded, and on the real Redis, Mosquitto and RabbitMQ of this machine.
import { afterAll, beforeAll, describe, it } from 'vitest';
import { startBroker } from '#server/broker/index.ts';
import { newKafka } from '#server/kafka/index.ts';
import {
  hasMosquitto,
  hasRabbit,
  hasRedis,
  type Program,
  startMosquitto,
  startRabbit,
  startRedis,
} from '#server/testing/brokers.ts';
import { adapterSuite } from './adapter-suite.ts';
import { createEmbeddedPubSub } from './adapters/embedded.ts';
import { createKafkaPubSub } from './adapters/kafka.ts';
import { createMqttPubSub } from './adapters/mqtt.ts';
import { createRabbitPubSub } from './adapters/rabbitmq.ts';
import { createRedisPubSub } from './adapters/redis.ts';
import { openDoor } from './door/door.ts';
import type { Adapter } from './types.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const onError = (error: unknown): never => {
  throw error;
};

function onReal(
  name: string,
  isThere: boolean,
  { start, create }: { start: () => Promise<Program>; create: (url: string) => Adapter },
): void {
  if (!isThere) {
    describe(name, () => void it.skip('is not installed on this machine'));
    return;
  }
  adapterSuite(name, async () => {
    const broker = await start();
    return { adapter: create(broker.url), close: broker.close };
  });
}

/** Slow to start: it does so while the others are at work. */
let rabbit: Promise<Program>;
beforeAll(() => {
  if (!hasRabbit) return;
  rabbit = startRabbit();
  // Said by whoever waits for it.
  rabbit.catch(() => {});
});
afterAll(async () => {
  if (hasRabbit) await (await rabbit).close();
});

adapterSuite('embedded', async () => ({ adapter: createEmbeddedPubSub(), close: async () => {} }), { mortal: false });

/** Topics of a cluster that others use too: a place of their own. */
const onKafka = (brokers: string[]): Adapter =>
  createKafkaPubSub((clientId) => newKafka({ brokers, clientId, log }), `relais-pubsub-${process.pid}.`);

adapterSuite('Kafka, embedded', async () => {
  const broker = await startBroker({ port: 0, dataDir: ':memory:', advertisedHost: '127.0.0.1' });
  return { adapter: onKafka([`127.0.0.1:${broker.address.port}`]), close: () => broker.close() };
});

const cluster = process.env.KAFKA_BROKERS?.split(',');
if (cluster)
  adapterSuite('Kafka, real', async () => ({ adapter: onKafka(cluster), close: async () => {} }), { mortal: false });
else describe('Kafka, real', () => void it.skip('needs KAFKA_BROKERS'));

onReal('Redis', hasRedis, { start: startRedis, create: createRedisPubSub });
onReal('Mosquitto', hasMosquitto, { start: startMosquitto, create: createMqttPubSub });
onReal('RabbitMQ', hasRabbit, { start: () => rabbit, create: createRabbitPubSub });

adapterSuite('MQTT, embedded', async () => {
  const door = await openDoor({ port: 0, hear() {}, onError });
  return { adapter: createMqttPubSub(door.url), close: door.close };
});
