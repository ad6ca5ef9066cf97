// MQTT 3.1.1 by mqtt.js, at QoS 1. A durable subscriber is a persistent session (Clean Session 0, [MQTT-3.1.2-5]): the broker
// keeps its subscription, and what is published while it is away. Each subscriber is a client of its own, by its name.
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { type Adapter, connectMs } from '../types.ts';

export function createMqttPubSub(url: string): Adapter {
  let publisher: Promise<MqttClient> | null = null;
  let made = 0;
  const open = new Set<MqttClient>();

  /** `prepare` sees the client before it connects: a session sends what it kept right after CONNACK. */
  function connected(
    clientId: string,
    clean: boolean,
    lost: () => void,
    prepare: (client: MqttClient) => void = () => {},
  ): Promise<MqttClient> {
    const options: IClientOptions = {
      clientId,
      clean,
      protocolVersion: 4,
      reconnectPeriod: 0,
      connectTimeout: connectMs,
    };
    const client = mqtt.connect(url, options);
    prepare(client);
    open.add(client);
    return new Promise((resolve, reject) => {
      let failure: Error | null = null;
      client.on('error', (error) => {
        failure = error;
        client.end(true);
      });
      client.once('connect', () => resolve(client));
      client.once('close', () => {
        open.delete(client);
        reject(failure ?? new Error('connection closed'));
        client.end(true);
        lost();
      });
    });
  }

  function publishing(): Promise<MqttClient> {
    const again = (): void => {
      publisher = null;
    };
    made += 1;
    publisher ??= connected(`relais-${process.pid}-${made}`, true, again).catch((error: unknown) => {
      again();
      throw error;
    });
    return publisher;
  }

  return {
    broker: 'mqtt',
    capabilities: { remembersAbsent: true, readsPast: false, acknowledges: true, sharesWork: false },
    wireName: onWire,
    async publish(topic, body) {
      await (await publishing()).publishAsync(onWire(topic), body, { qos: 1 });
    },
    async subscribe({ topic, name, durable, received, lost }) {
      let isLeaving = false;
      const over = (): void => {
        if (!isLeaving) lost();
      };
      const client = await connected(name, !durable, over, (fresh) => {
        fresh.on('message', (_topic, payload, packet) => received({ body: payload.toString(), again: packet.dup }));
      });
      const leave = (): Promise<void> => {
        isLeaving = true;
        return ended(client);
      };
      try {
        // Rejects when the broker refuses it (0x80, [MQTT-3.9.3-2]).
        await client.subscribeAsync(onWire(topic), { qos: 1 });
      } catch (error) {
        await leave();
        throw error;
      }
      return { leave };
    },
    async forget(_topic, name) {
      // A clean session under the same name takes the place of the one that was kept.
      await ended(await connected(name, true, () => {}));
    },
    drop: async () => {},
    async close() {
      await Promise.all([...open].map(ended));
    },
  };
}

/** Says DISCONNECT, or cuts when nobody listens. */
const ended = (client: MqttClient): Promise<void> => client.endAsync(!client.connected).catch(() => {});

/** MQTT's levels are parted by slashes. */
const onWire = (topic: string): string => topic.replaceAll('.', '/');
