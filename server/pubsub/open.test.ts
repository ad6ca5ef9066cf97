// Which brokers a server has by its settings, and the port of the embedded MQTT broker when it is taken.
import { createServer, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { openPubSubs, type PubSubSettings, type PubSubs } from './open.ts';

const kafkaOf = (): never => {
  throw new Error('no Kafka here');
};
const kafka = { real: true, address: 'kafka.local:9092', kafkaOf };
const none: PubSubSettings = { redisUrl: null, amqpUrl: null, mqttUrl: null, mqttPort: 0, kafka };
const opened: PubSubs[] = [];
const taken: Server[] = [];

const open = async (settings: Partial<PubSubSettings>): Promise<PubSubs> => {
  const pubsubs = await openPubSubs({ ...none, ...settings }, { hear() {}, log: { warn() {} } });
  opened.push(pubsubs);
  return pubsubs;
};
/** Somebody listens there; whoever had it before is as good. */
const take = (port: number) =>
  new Promise<number>((resolve) => {
    const server = createServer();
    taken.push(server);
    server.once('error', () => resolve(port));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
afterEach(async () => {
  for (const server of taken.splice(0)) server.close();
  for (const each of opened.splice(0)) await each.close();
});

it('has the embedded brokers without a setting, and real ones by their address, told without its password', async () => {
  const places = ({ sources }: PubSubs) => sources.map(({ broker, real, address }) => [broker, real, address]);
  const plain = await open({ kafka: { ...kafka, real: false, address: 'localhost:9092' } });
  expect(places(plain)).toEqual([
    ['embarque', false, null],
    ['mqtt', false, `localhost:${plain.mqtt?.port}`],
    ['kafka', false, 'localhost:9092'],
  ]);
  const redisUrl = 'redis://:secret@redis.local';
  const amqpUrl = 'amqp://prof:secret@rabbit.local:5673/classe';
  const real = await open({ redisUrl, amqpUrl, mqttUrl: 'mqtt://prof:secret@mqtt.local' });
  expect(real.mqtt).toBeNull();
  expect(places(real)).toEqual([
    ['embarque', false, null],
    ['redis', true, 'redis.local:6379'],
    ['mqtt', true, 'mqtt.local:1883'],
    ['kafka', true, 'kafka.local:9092'],
    ['rabbitmq', true, 'rabbit.local:5673'],
  ]);
});

it('starts on another port when the usual one of MQTT is taken, and not when it was asked for', async () => {
  await take(1883);
  const { mqtt } = await open({ mqttPort: null });
  expect(mqtt).toMatchObject({ isUsual: false });
  expect(mqtt?.port).toBeGreaterThan(0);
  const port = await take(0);
  await expect(open({ mqttPort: port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
