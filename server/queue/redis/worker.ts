// One worker of a consumer group: new entries by XREADGROUP, those of a silent worker by XAUTOCLAIM. As long as it lives it says
// so of what it has in hand (XCLAIM … JUSTID), or a long task would be taken for that of a dead one.
import type { Link } from '../link.ts';
import type { ConsumeOptions, DeadTask, Delivery, QueueClock, Task } from '../types.ts';
import { openRedis, type RedisClient } from './connection.ts';
import { ackScript, deadScript } from './scripts.ts';

export type Place = { url: string; clock: QueueClock; key: string; deadKey: string; group: string };
export type Patience = {
  /** A worker that has been silent for this long is taken for dead, ms. */
  silenceMs: number;
  maxDeliveries: number;
  forgetAfterMs: number;
};

type Entry = { id: string; message: Record<string, string> };

export async function openWorker(place: Place, patience: Patience, me: string, options: ConsumeOptions): Promise<Link> {
  const { url, key, deadKey, group } = place;
  const { silenceMs, maxDeliveries, forgetAfterMs } = patience;
  // One waits, blocked, for what comes; the other one speaks.
  const [reader, speaker] = await Promise.all([openRedis(url, me), openRedis(url, me)]);
  const { client } = speaker;
  const inHand = new Set<string>();
  let isOver = false;
  let free = (): void => {};
  const turnMs = Math.max(20, Math.floor(silenceMs / 3));

  const cut = (): void => {
    isOver = true;
    free();
    reader.cut();
    speaker.cut();
  };
  const script = async (text: string, keys: string[], args: string[]): Promise<boolean> =>
    (await client.eval(text, { keys, arguments: args }).catch(() => 0)) === 1;
  const putAside = (entry: string, { id, body }: Task, why: DeadTask['why']): Promise<boolean> =>
    script(deadScript, [key, deadKey], [group, entry, id, body, why, String(forgetAfterMs)]);

  function drop(entry: string): boolean {
    const was = inHand.delete(entry);
    free();
    return was && !isOver;
  }

  function deliveryOf(entry: string, task: Task, attempt: number): Delivery {
    return {
      ...task,
      redelivered: attempt > 1,
      attempt,
      ack: async () => drop(entry) && script(ackScript, [key], [group, entry]),
      async nack(requeue) {
        if (!drop(entry)) return false;
        if (!requeue || attempt >= maxDeliveries) return putAside(entry, task, requeue ? 'tries' : 'refused');
        return letGo(client, place, me, [entry], silenceMs).then(
          () => true,
          () => false,
        );
      },
    };
  }

  function give({ id: entry, message }: Entry, attempt: number): void {
    inHand.add(entry);
    options.onTask(deliveryOf(entry, { id: message.id ?? '', body: message.body ?? '' }, attempt));
  }

  async function claim(most: number): Promise<void> {
    const { messages } = await client.xAutoClaim(key, group, me, silenceMs, '0-0', { COUNT: most });
    for (const entry of messages as (Entry | null)[]) {
      if (!entry || inHand.has(entry.id)) continue;
      const [seen] = await client.xPendingRange(key, group, entry.id, entry.id, 1);
      const attempt = Number(seen?.deliveriesCounter ?? 1);
      const { id = '', body = '' } = entry.message;
      if (attempt > maxDeliveries) await putAside(entry.id, { id, body }, 'tries');
      else if (!isOver) give(entry, attempt);
    }
  }

  async function work(): Promise<void> {
    let claimAt = 0;
    while (!isOver) {
      const full = (): boolean => inHand.size >= options.prefetch;
      if (full()) {
        await new Promise<void>((resolve) => {
          free = resolve;
        });
        continue;
      }
      if (place.clock.now() >= claimAt) {
        claimAt = place.clock.now() + turnMs;
        await claim(options.prefetch - inHand.size);
        if (full()) continue;
      }
      const wanted = { COUNT: options.prefetch - inHand.size, BLOCK: turnMs };
      const streams = await reader.client.xReadGroup(group, me, { key, id: '>' }, wanted);
      for (const entry of (streams as { messages: Entry[] }[] | null)?.[0]?.messages ?? []) give(entry, 1);
    }
  }

  async function stayAlive(): Promise<void> {
    while (!isOver) {
      if (inHand.size > 0) await client.xClaimJustId(key, group, me, 0, [...inHand]);
      await new Promise<void>((resolve) => void place.clock.after(turnMs, resolve));
    }
  }

  // Whatever fails ends this life; another one begins (keepLink).
  void work().catch(cut);
  void stayAlive().catch(cut);
  return {
    lost: Promise.race([reader.lost, speaker.lost]).then(cut),
    cut,
    async close() {
      isOver = true;
      const left = [...inHand];
      if (left.length > 0) await letGo(client, place, me, left, silenceMs).catch(() => {});
      cut();
    },
  };
}

/** As if it had been silent for long: whoever claims next has it, and the delivery counts. */
async function letGo(client: RedisClient, { key, group }: Place, me: string, entries: string[], silenceMs: number) {
  await client.xClaimJustId(key, group, me, 0, entries, { IDLE: silenceMs * 10 });
}
