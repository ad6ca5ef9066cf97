// A connection to RabbitMQ with one channel: over as soon as either of them is.
import type { Socket } from 'node:net';
import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib';
import type { Link } from '../link.ts';
import type { QueueClock } from '../types.ts';

export type AmqpLink = Link & {
  channel: ConfirmChannel;
  /** What is asked of the broker, no longer than patience lasts: then the connection is cut. */
  ask<T>(answer: Promise<T>): Promise<T>;
};

const patienceMs = 5_000;
/** A broker that says nothing for twice this long is gone, s. */
const heartbeatS = 10;

export type OpenAmqp = (name: string) => Promise<AmqpLink>;

/** What it gives rejects when the broker does not answer, or refuses us. */
export const amqpAt =
  (url: string, clock: QueueClock): OpenAmqp =>
  async (name) =>
    linkOf(await connectTo(url, name), clock);

function connectTo(url: string, name: string): Promise<ChannelModel> {
  const place = new URL(url);
  place.searchParams.set('heartbeat', String(heartbeatS));
  return connect(place.href, {
    timeout: patienceMs,
    noDelay: true,
    clientProperties: { connection_name: name },
  });
}

async function linkOf(model: ChannelModel, clock: QueueClock): Promise<AmqpLink> {
  // Said again by `lost`.
  model.on('error', () => {});
  // amqplib's own field: what cuts a connection without a word.
  const { stream } = model.connection as unknown as { stream: Socket };
  const lost = new Promise<void>((resolve) => {
    model.once('close', () => resolve());
    stream.once('close', () => resolve());
  });
  try {
    const channel = await model.createConfirmChannel();
    channel.on('error', () => {});
    // A channel that the broker closes (its queue was deleted) takes its connection with it: both are opened again.
    channel.once('close', () => void model.close().catch(() => {}));
    const cut = (): void => void stream.destroy();
    return {
      channel,
      lost,
      cut,
      async close() {
        const cancel = clock.after(patienceMs, cut);
        // The channel first: what it has still to say, acknowledgements among it, is overtaken by the connection's own close.
        await Promise.resolve()
          .then(() => channel.close())
          .catch(() => {});
        await model.close().catch(() => {});
        cancel();
      },
      ask(answer) {
        const cancel = clock.after(patienceMs, cut);
        return answer.finally(cancel);
      },
    };
  } catch (error) {
    stream.destroy();
    throw error;
  }
}
