// The brokers of this server, by its settings: real ones where an address was given, embedded ones otherwise. A real one is not
// waited for: whoever asks something of it is told when it does not answer.
import type { Kafka } from 'kafkajs';
import { createEmbeddedPubSub } from './adapters/embedded.ts';
import { createKafkaPubSub } from './adapters/kafka.ts';
import { createMqttPubSub } from './adapters/mqtt.ts';
import { createRabbitPubSub } from './adapters/rabbitmq.ts';
import { createRedisPubSub } from './adapters/redis.ts';
import { type Door, type DoorEvent, openDoor } from './door/door.ts';
import { guarded, type Log } from './guarded.ts';
import type { Adapter, Source } from './types.ts';

/** What our topics and groups begin with, in Kafka: a place of their own among those of the class. */
export const kafkaPlace = 'relais-pubsub';
const usualMqttPort = 1883;

export type PubSubs = {
  sources: readonly Source[];
  /** Of the embedded MQTT broker; `isUsual` is false when the port it usually has was taken. Null: MQTT is a real one. */
  mqtt: { port: number; isUsual: boolean } | null;
  close(): Promise<void>;
};

export type PubSubSettings = {
  redisUrl: string | null;
  amqpUrl: string | null;
  mqttUrl: string | null;
  /** Null: the usual one when it is free, any other when it is not. */
  mqttPort: number | null;
  kafka: { real: boolean; address: string; kafkaOf(clientId: string): Kafka };
};

/** Rejects with Node's error when the MQTT port that was asked for cannot be had. */
export async function openPubSubs(
  settings: PubSubSettings,
  { hear, log }: { hear: (event: DoorEvent) => void; log: Log },
): Promise<PubSubs> {
  const { redisUrl, amqpUrl, mqttUrl, kafka } = settings;
  const onError = (err: unknown): void => log.warn({ err }, 'the embedded MQTT broker failed at something');
  const mqtt = mqttUrl === null ? await openMqtt(settings.mqttPort, { hear, onError }) : null;
  const source = (adapter: Adapter, real: boolean, address: string | null): Source => {
    const { broker, capabilities } = adapter;
    return { broker, real, address, capabilities, pubsub: guarded(adapter, log) };
  };
  const mqttSource = mqtt
    ? source(createMqttPubSub(mqtt.door.url), false, `localhost:${mqtt.door.port}`)
    : source(createMqttPubSub(mqttUrl ?? ''), true, addressOf(mqttUrl ?? '', 1883));
  const sources = [
    source(createEmbeddedPubSub(), false, null),
    ...(redisUrl === null ? [] : [source(createRedisPubSub(redisUrl), true, addressOf(redisUrl, 6379))]),
    mqttSource,
    source(createKafkaPubSub(kafka.kafkaOf, `${kafkaPlace}.`), kafka.real, kafka.address),
    ...(amqpUrl === null ? [] : [source(createRabbitPubSub(amqpUrl), true, addressOf(amqpUrl, 5672))]),
  ];
  return {
    sources,
    mqtt: mqtt && { port: mqtt.door.port, isUsual: mqtt.isUsual },
    async close() {
      await Promise.all(sources.map(({ pubsub }) => pubsub.close()));
      await mqtt?.door.close();
    },
  };
}

type DoorOptions = Omit<Parameters<typeof openDoor>[0], 'port'>;

/** A Mosquitto of the same machine often has the usual port: that is no reason not to start. */
async function openMqtt(asked: number | null, options: DoorOptions): Promise<{ door: Door; isUsual: boolean }> {
  if (asked !== null) return { door: await openDoor({ ...options, port: asked }), isUsual: true };
  try {
    return { door: await openDoor({ ...options, port: usualMqttPort }), isUsual: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return { door: await openDoor({ ...options, port: 0 }), isUsual: false };
  }
}

/** Without what it may hold of a secret. */
function addressOf(url: string, usualPort: number): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || usualPort}`;
}
