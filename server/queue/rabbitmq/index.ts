// Work queues on a RabbitMQ: quorum queues, whose delivery limit and dead-letter exchange do the counting and the putting aside.
// https://www.rabbitmq.com/docs/quorum-queues
import type { ConfirmChannel, ConsumeMessage, Message } from 'amqplib';
import type { QueueCapabilities } from '#contract/queue-capabilities.ts';
import { keepLink, type OnDemand, onDemand } from '../link.ts';
import type {
  ConsumeOptions,
  Consumer,
  DeadTask,
  Delivery,
  QueueBroker,
  QueueClock,
  QueueOptions,
  Sent,
  WorkQueue,
} from '../types.ts';
import { type AmqpLink, amqpAt, type OpenAmqp } from './connection.ts';

const capabilities: QueueCapabilities = {
  nack: 'yes',
  redelivered: true,
  counted: true,
  deadLetters: 'broker',
  prefetch: 'worker',
  bounded: true,
  death: 'connection',
  parallel: null,
};

/** Tasks put aside that we hold to tell of them. */
const mostDead = 200;

export function createRabbitQueues({ url, clock }: { url: string; clock: QueueClock }): QueueBroker {
  const connect = amqpAt(url, clock);
  const shared = onDemand(() => connect('relais'));
  return {
    name: 'rabbitmq',
    capabilities,
    async open(name, options) {
      const link = await shared.get();
      await link.ask(declare(link.channel, name, options));
      return openQueue(name, { connect, clock, shared });
    },
    close: () => shared.close(),
  };
}

const deadOf = (name: string): string => `${name}.dead`;

async function declare(channel: ConfirmChannel, name: string, options: QueueOptions): Promise<void> {
  const { maxDeliveries, maxLength, forgetAfterMs } = options;
  const common = { 'x-queue-type': 'quorum', 'x-expires': forgetAfterMs };
  await channel.assertQueue(deadOf(name), { durable: true, arguments: { ...common, 'x-max-length': maxLength } });
  await channel.assertQueue(name, {
    durable: true,
    arguments: {
      ...common,
      // The limit counts the times a task came back: n deliveries are n − 1 of them, and one too many.
      'x-delivery-limit': maxDeliveries - 1,
      'x-max-length': maxLength,
      'x-overflow': 'reject-publish',
      'x-dead-letter-exchange': '',
      'x-dead-letter-routing-key': deadOf(name),
      'x-dead-letter-strategy': 'at-least-once',
    },
  });
}

/** Resolves once the broker has confirmed it. */
function publish(channel: ConfirmChannel, queue: string, id: string, body: Buffer): Promise<Sent> {
  return new Promise((resolve) => {
    try {
      channel.sendToQueue(queue, body, { persistent: true, messageId: id }, (error: Error | null) => {
        if (!error) resolve('kept');
        // basic.nack of a confirm: `reject-publish`. Anything else says that the channel is over.
        else resolve(error.message === 'message nacked' ? 'full' : 'failed');
      });
    } catch {
      resolve('failed');
    }
  });
}

/** False when the channel is over: what it had in hand is in the queue again. */
function say(word: () => void): boolean {
  try {
    word();
    return true;
  } catch {
    return false;
  }
}

const idOf = ({ properties }: Message): string => String(properties.messageId ?? '');

function deliveryOf(channel: ConfirmChannel, message: ConsumeMessage): Delivery {
  const { fields, properties, content } = message;
  return {
    id: idOf(message),
    body: content.toString('utf8'),
    redelivered: fields.redelivered,
    attempt: Number(properties.headers?.['x-delivery-count'] ?? 0) + 1,
    ack: async () => say(() => channel.ack(message)),
    // Not nack: since RabbitMQ 4.3 only a rejection counts towards the delivery limit. https://www.rabbitmq.com/docs/4.3/nack
    nack: async (requeue) => say(() => channel.reject(message, requeue)),
  };
}

type Place = { connect: OpenAmqp; clock: QueueClock; shared: OnDemand<AmqpLink> };

function openQueue(name: string, { connect, clock, shared }: Place): WorkQueue {
  const held = new Map<string, { channel: ConfirmChannel; message: ConsumeMessage }>();
  const consumers = new Set<Consumer>();

  /** A connection of its own, whose end is the end of a worker. */
  function follow(
    queue: string,
    prefetch: number,
    take: (channel: ConfirmChannel, message: ConsumeMessage) => void,
    onState?: ConsumeOptions['onState'],
  ): Consumer {
    const open = async (): Promise<AmqpLink> => {
      const link = await connect(`relais ${queue}`);
      try {
        await link.channel.prefetch(prefetch);
        const following = link.channel.consume(queue, (message) => {
          // Null: the queue was deleted.
          if (message) take(link.channel, message);
          else void link.close();
        });
        await link.ask(following);
        return link;
      } catch (error) {
        link.cut();
        throw error;
      }
    };
    const kept = keepLink(open, { clock, onState });
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
  }

  function told(channel: ConfirmChannel, message: ConsumeMessage, heard: (dead: DeadTask) => void): void {
    const id = idOf(message);
    const isNew = !held.has(id);
    held.set(id, { channel, message });
    const why = message.properties.headers?.['x-first-death-reason'] === 'rejected' ? 'refused' : 'tries';
    // A connection lost and found again brings them all once more.
    if (isNew) heard({ id, body: message.content.toString('utf8'), why });
  }

  return {
    async send({ id, body }) {
      const link = await shared.get().catch(() => null);
      return link ? publish(link.channel, name, id, Buffer.from(body)) : 'failed';
    },
    consume: ({ prefetch, onTask, onState }) =>
      follow(name, prefetch, (channel, message) => onTask(deliveryOf(channel, message)), onState),
    watchDead: (heard) => follow(deadOf(name), mostDead, (channel, message) => told(channel, message, heard)),
    async requeueDead(id) {
      const one = held.get(id);
      const link = await shared.get().catch(() => null);
      if (!one || !link || (await publish(link.channel, name, id, one.message.content)) !== 'kept') return false;
      held.delete(id);
      return say(() => one.channel.ack(one.message));
    },
    async ready() {
      const link = await shared.get();
      return (await link.ask(link.channel.checkQueue(name))).messageCount;
    },
    async delete() {
      const link = await shared.get();
      await link.ask(link.channel.deleteQueue(name));
      await link.ask(link.channel.deleteQueue(deadOf(name)));
    },
    async close() {
      await Promise.all([...consumers].map((consumer) => consumer.stop()));
    },
  };
}
