// Work queues on a Redis: a stream and a consumer group. Redis counts deliveries and knows how long each has been in a hand; who
// takes over from the dead, and what is put aside, is the workers' own business (worker.ts).
// https://redis.io/docs/latest/commands/xautoclaim/
import { randomUUID } from 'node:crypto';
import type { QueueCapabilities } from '#contract/queue-capabilities.ts';
import { keepLink, type Link, type OnDemand, onDemand } from '../link.ts';
import type { Consumer, DeadTask, QueueBroker, QueueClock, QueueOptions, WorkQueue } from '../types.ts';
import { openRedis, type RedisLink } from './connection.ts';
import { againScript, sendScript } from './scripts.ts';
import { openWorker, type Place } from './worker.ts';

/** A worker that says nothing for this long is taken for dead. */
const defaultSilenceMs = 5_000;
const group = 'ouvriers';
/** How long a reader of the dead waits for more before it looks whether it is still wanted, ms. */
const blockMs = 1_000;

type Settings = { url: string; clock: QueueClock; silenceMs?: number };

export function createRedisQueues({ url, clock, silenceMs = defaultSilenceMs }: Settings): QueueBroker {
  const shared = onDemand(() => openRedis(url, 'relais'));
  const capabilities: QueueCapabilities = {
    nack: 'claim',
    redelivered: true,
    counted: true,
    deadLetters: 'worker',
    prefetch: 'worker',
    bounded: true,
    death: silenceMs,
    parallel: null,
  };
  return {
    name: 'redis',
    capabilities,
    async open(name, options) {
      const place = { url, clock, key: name, deadKey: `${name}:dead`, group };
      const { client } = await shared.get();
      await client.xGroupCreate(place.key, group, '0', { MKSTREAM: true }).catch((error: Error) => {
        // It is there already: what it holds is kept.
        if (!error.message.startsWith('BUSYGROUP')) throw error;
      });
      await client.pExpire(place.key, options.forgetAfterMs);
      return openQueue(place, { ...options, silenceMs }, shared);
    },
    close: () => shared.close(),
  };
}

function openQueue(
  place: Place,
  options: QueueOptions & { silenceMs: number },
  shared: OnDemand<RedisLink>,
): WorkQueue {
  const { url, clock, key, deadKey } = place;
  const { maxLength, forgetAfterMs } = options;
  const entries = new Map<string, { entry: string; body: string }>();
  const consumers = new Set<Consumer>();

  function follow(open: () => Promise<Link>, onState?: (state: 'ready' | 'waiting') => void): Consumer {
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

  async function readDead(from: string, heard: (dead: DeadTask) => void, moved: (to: string) => void): Promise<Link> {
    const link = await openRedis(url, 'relais');
    let last = from;
    const read = async (): Promise<void> => {
      for (;;) {
        const streams = await link.client.xRead({ key: deadKey, id: last }, { BLOCK: blockMs, COUNT: 100 });
        type Stream = { messages: { id: string; message: Record<string, string> }[] };
        for (const { id: entry, message } of (streams as Stream[] | null)?.[0]?.messages ?? []) {
          const { id = '', body = '', why } = message;
          last = entry;
          moved(last);
          entries.set(id, { entry, body });
          heard({ id, body, why: why === 'refused' ? 'refused' : 'tries' });
        }
      }
    };
    void read().catch(link.cut);
    return link;
  }

  return {
    async send({ id, body }) {
      const link = await shared.get().catch(() => null);
      const args = [String(maxLength), id, body, String(forgetAfterMs)];
      const taken = await link?.client.eval(sendScript, { keys: [key], arguments: args }).catch(() => null);
      return taken === 1 ? 'kept' : taken === 0 ? 'full' : 'failed';
    },
    consume(given) {
      const me = `ouvrier-${randomUUID()}`;
      return follow(() => openWorker(place, options, me, given), given.onState);
    },
    watchDead(heard) {
      let last = '0';
      return follow(() =>
        readDead(last, heard, (to) => {
          last = to;
        }),
      );
    },
    async requeueDead(id) {
      const one = entries.get(id);
      const link = await shared.get().catch(() => null);
      if (!one || !link) return false;
      const args = [one.entry, id, one.body];
      const was = await link.client.eval(againScript, { keys: [key, deadKey], arguments: args }).catch(() => null);
      if (was !== null) entries.delete(id);
      return was === 1;
    },
    async ready() {
      const { client } = await shared.get();
      const [length, pending] = await Promise.all([client.xLen(key), client.xPending(key, place.group)]);
      return length - pending.pending;
    },
    async held() {
      const { client } = await shared.get();
      return (await client.xPending(key, place.group)).pending;
    },
    async delete() {
      await (await shared.get()).client.del([key, deadKey]);
    },
    async close() {
      await Promise.all([...consumers].map((consumer) => consumer.stop()));
    },
  };
}
