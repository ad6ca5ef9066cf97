// RabbitMQ: a fan-out exchange a topic, a queue a subscriber. Exclusive, the queue goes with its connection; durable, it stays
// and fills up while its subscriber is away. Read messages are confirmed one by one.
import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib';
import { type Adapter, connectMs, limits, type Subscribing } from '../types.ts';

export function createRabbitPubSub(url: string): Adapter {
  let publishing: Promise<ConfirmChannel> | null = null;
  const open = new Set<ChannelModel>();

  async function connected(name: string, lost: () => void): Promise<ChannelModel> {
    const connection = await connect(url, { timeout: connectMs, clientProperties: { connection_name: name } });
    open.add(connection);
    connection.on('error', ignore);
    connection.on('close', () => {
      open.delete(connection);
      lost();
    });
    return connection;
  }

  async function channelOf(connection: ChannelModel): Promise<ConfirmChannel> {
    const channel = await connection.createConfirmChannel();
    channel.on('error', ignore);
    return channel;
  }

  function publisher(): Promise<ConfirmChannel> {
    const again = (): void => {
      publishing = null;
    };
    publishing ??= connected('relais', again)
      .then(async (connection) => {
        const channel = await channelOf(connection);
        // A channel dies of a refusal while its connection lives: the next one begins anew.
        channel.on('close', () => void connection.close().catch(ignore));
        return channel;
      })
      .catch((error: unknown) => {
        again();
        throw error;
      });
    return publishing;
  }

  return {
    broker: 'rabbitmq',
    capabilities: { remembersAbsent: true, readsPast: false, acknowledges: true, sharesWork: true },
    wireName: (topic) => topic,
    async publish(topic, body) {
      const channel = await publisher();
      await channel.assertExchange(topic, 'fanout', exchange);
      await new Promise<void>((resolve, reject) => {
        const confirmed = (error: unknown): void => (error ? reject(error) : resolve());
        channel.publish(topic, '', Buffer.from(body), { persistent: true }, confirmed);
      });
    },
    async subscribe({ topic, name, durable, received, lost }) {
      let isLeaving = false;
      const connection = await connected(name, () => {
        if (!isLeaving) lost();
      });
      try {
        const channel = await channelOf(connection);
        channel.on('close', () => void connection.close().catch(ignore));
        await reading(channel, { topic, name, durable, received }, () => void connection.close().catch(ignore));
        return { leave: () => leaving(channel) };
      } catch (error) {
        isLeaving = true;
        await connection.close().catch(ignore);
        throw error;
      }
      async function leaving(channel: ConfirmChannel): Promise<void> {
        isLeaving = true;
        // In this order what was confirmed is on the wire before the connection says goodbye.
        await channel.close().catch(ignore);
        await connection.close().catch(ignore);
      }
    },
    async forget(topic, name) {
      await (await publisher()).deleteQueue(queueOf(topic, name));
    },
    async drop(topic) {
      await (await publisher()).deleteExchange(topic);
    },
    async close() {
      await Promise.all([...open].map((connection) => connection.close().catch(ignore)));
    },
  };
}

type Reading = Pick<Subscribing, 'topic' | 'name' | 'durable' | 'received'>;

/** Its queue, bound to the exchange and read; `deleted` hears that the queue was deleted under its reader. */
async function reading(channel: ConfirmChannel, asked: Reading, deleted: () => void): Promise<void> {
  const { topic, name, durable, received } = asked;
  await channel.assertExchange(topic, 'fanout', exchange);
  const { queue } = durable
    ? await channel.assertQueue(queueOf(topic, name), kept)
    : await channel.assertQueue('', { exclusive: true, autoDelete: true });
  await channel.bindQueue(queue, topic, '');
  await channel.consume(queue, (message) => {
    if (message === null) {
      deleted();
      return;
    }
    received({ body: message.content.toString(), again: message.fields.redelivered });
    channel.ack(message);
  });
}

/** Durable, as the queues bound to it; gone with the last of them would lose what is published in between. */
const exchange = { durable: true } as const;
const kept = { durable: true, maxLength: limits.kept, expires: limits.absentMs } as const;
const queueOf = (topic: string, name: string): string => `${topic}.${name}`;
const ignore = (): void => undefined;
