// What every work queue does, whoever carries it: the same tests for each adapter. What a broker declares that it cannot do is
// tested to be missing, not passed over.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, type TestContext, vi } from 'vitest';
import { crewOptions, killServer, type Place } from './testing/kill-server.ts';
import type { ConsumeOptions, Consumer, DeadTask, Delivery, QueueBroker, QueueOptions, WorkQueue } from './types.ts';

export type QueueHouse = {
  broker: QueueBroker;
  close(): Promise<void>;
};

/** A broker in a process of its own, behind a network. */
export type RemoteHouse = QueueHouse & {
  /** The broker goes, and comes back with what it had written. */
  restartBroker(): Promise<void>;
  /** Every connection of ours is cut; new ones are let in. */
  cutClients(): void;
  /** How another process of ours reaches it. */
  place: Place;
};

const waitMs = 25_000;
const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: waitMs, interval: 5 });
const options: QueueOptions = { maxDeliveries: 3, maxLength: 5_000, forgetAfterMs: 600_000 };

type Start = { here: () => Promise<QueueHouse> } | { remote: () => Promise<RemoteHouse> };

export function queueSuite(title: string, start: Start): void {
  describe(title, { timeout: 60_000 }, () => {
    let house: QueueHouse;
    let remote: RemoteHouse | null = null;
    let queue: WorkQueue;
    const open = async (given: Partial<QueueOptions> = {}): Promise<WorkQueue> => {
      queue = await house.broker.open(`t-${randomUUID()}`, { ...options, ...given });
      return queue;
    };
    beforeAll(async () => {
      if ('remote' in start) remote = await start.remote();
      house = 'here' in start ? await start.here() : (remote as RemoteHouse);
    }, 60_000);
    afterEach(async () => {
      await queue.close();
      await queue.delete();
    });
    afterAll(() => house?.close(), 30_000);

    async function send(ids: readonly string[]): Promise<void> {
      for (const id of ids) expect(await queue.send({ id, body: `task ${id}` })).toBe('kept');
    }

    it('gives each task to one worker, and all of them work', async () => {
      await open();
      const workers = Array.from({ length: 3 }, () => worker(queue));
      await until(() => expect(workers.every(({ isReady }) => isReady())).toBe(true));
      const ids = names(30);
      await Promise.all([
        send(ids),
        until(() => expect(workers.flatMap(({ done }) => done).toSorted()).toEqual(ids.toSorted())),
      ]);
      if (house.broker.capabilities.prefetch === 'worker')
        expect(workers.map(({ done }) => done.length > 0)).toEqual([true, true, true]);
    });

    it('keeps tasks while nobody works, and gives them in order to whoever comes', async () => {
      await open();
      const ids = names(10);
      await send(ids);
      await vi.waitFor(async () => expect(await queue.ready()).toBe(10), { timeout: waitMs });
      const { done } = worker(queue);
      await until(() => expect(done.toSorted()).toEqual(ids.toSorted()));
      // Kafka keeps order in a partition, and spreads tasks over several.
      if (house.broker.capabilities.prefetch === 'worker') expect(done).toEqual(ids);
      await vi.waitFor(async () => expect(await queue.ready()).toBe(0), { timeout: waitMs });
    });

    it('puts no more into a hand than it may hold', async () => {
      await open();
      // Kafka's client asks for more only once the partitions it was given are done: all there is must be there before it asks.
      await send(names(8));
      const slow = worker(queue, { prefetch: 2, hold: true });
      await until(() => expect(slow.held).toHaveLength(2));
      if (queue.held) expect(await queue.held()).toBe(2);
      await slow.held[0]?.ack();
      await until(() => expect(slow.held).toHaveLength(3));
      expect(slow.most()).toBe(2);
    });

    it('gives the task of a killed worker to another, and says so where it can', async () => {
      await open();
      const { capabilities } = house.broker;
      const first = worker(queue, { hold: true });
      await send(['a']);
      await until(() => expect(first.held).toHaveLength(1));
      expect(first.held[0]).toMatchObject({
        redelivered: capabilities.redelivered ? false : null,
        attempt: capabilities.counted ? 1 : null,
      });
      const second = worker(queue, { hold: true });
      first.kill();
      await until(() => expect(second.held).toHaveLength(1));
      expect(second.held[0]).toMatchObject({
        id: 'a',
        body: 'task a',
        redelivered: capabilities.redelivered ? true : null,
        attempt: capabilities.counted ? 2 : null,
      });
      expect(await second.held[0]?.ack()).toBe(true);
    });

    it('does not give out again what was acknowledged just before its worker left', async () => {
      await open();
      const first = worker(queue, { hold: true });
      await send(['a']);
      await until(() => expect(first.held).toHaveLength(1));
      expect(await first.held[0]?.ack()).toBe(true);
      await first.consumer.stop();
      const second = worker(queue);
      await send(['b']);
      await until(() => expect(second.done).toContain('b'));
      expect(second.done).toEqual(['b']);
    });

    it('takes back what a worker gives back, or has no word for it', async () => {
      await open();
      const one = worker(queue, { hold: true });
      await send(['a']);
      await until(() => expect(one.held).toHaveLength(1));
      const [given] = one.held;
      if (house.broker.capabilities.nack === 'no') {
        expect(given?.nack).toBeNull();
        return;
      }
      expect(await given?.nack?.(true)).toBe(true);
      await until(() => expect(one.held).toHaveLength(2));
      expect(one.held[1]).toMatchObject({ id: 'a', redelivered: true, attempt: 2 });
      expect(await one.held[1]?.ack()).toBe(true);
    });

    it('puts aside what came back too often or was refused, and takes it in again; or never does', async () => {
      await open();
      if (house.broker.capabilities.deadLetters === 'nobody') {
        expect(queue.watchDead).toBeNull();
        expect(await queue.requeueDead('a')).toBe(false);
        return;
      }
      const dead: DeadTask[] = [];
      const attempts: [string, number | null][] = [];
      const bad = queue.consume({
        prefetch: 1,
        onTask(delivery) {
          attempts.push([delivery.id, delivery.attempt]);
          void delivery.nack?.(delivery.id !== 'refused');
        },
      });
      await send(['poison', 'refused']);
      queue.watchDead?.((task) => dead.push(task));
      await until(() => expect(dead).toHaveLength(2));
      expect(dead.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
        { id: 'poison', body: 'task poison', why: 'tries' },
        { id: 'refused', body: 'task refused', why: 'refused' },
      ]);
      expect(attempts.filter(([id]) => id === 'poison')).toEqual([1, 2, 3].map((attempt) => ['poison', attempt]));
      expect(attempts.filter(([id]) => id === 'refused')).toHaveLength(1);
      await bad.stop();
      const { done, deliveries } = worker(queue);
      expect(await queue.requeueDead('poison')).toBe(true);
      await until(() => expect(done).toEqual(['poison']));
      expect(deliveries[0]).toMatchObject({ attempt: 1 });
      expect(await queue.requeueDead('poison')).toBe(false);
    });

    it('refuses what is beyond its length, or declares that it never does', async () => {
      await open({ maxLength: 5 });
      const sent: string[] = [];
      for (const id of names(12)) sent.push(await queue.send({ id, body: '' }));
      if (!house.broker.capabilities.bounded) return expect(sent.every((each) => each === 'kept')).toBe(true);
      // RabbitMQ notices a little late.
      expect(sent.slice(0, 5)).toEqual(names(5).map(() => 'kept'));
      expect(sent.at(-1)).toBe('full');
      const { done } = worker(queue);
      await until(() => expect(done).toHaveLength(sent.filter((each) => each === 'kept').length));
    });

    const thousand = async (
      annotate: TestContext['annotate'],
      accident: (workers: Worker[]) => Promise<void> | void,
    ): Promise<void> => {
      await open();
      const workers = Array.from({ length: 3 }, () => worker(queue, { prefetch: 10 }));
      const ids = names(1_000);
      const all = (): string[] => workers.flatMap(({ done }) => done);
      const sending = sendAll(queue, ids);
      await until(() => expect(all().length).toBeGreaterThan(200));
      await accident(workers);
      await sending;
      await until(() => expect(new Set(all()).size).toBe(1_000));
      const doubled = all().length - 1_000;
      await annotate(`${title}: 1 000 tasks done, ${doubled} of them twice`);
      // What was in a hand or on its way at that moment, at most.
      expect(doubled).toBeLessThanOrEqual(200);
    };

    it('loses none of 1 000 tasks when a worker is killed in the middle', async ({ annotate }) => {
      await thousand(annotate, (workers) => {
        workers[0]?.kill();
        workers.push(worker(queue, { prefetch: 10 }));
      });
    });

    // What lives and dies with us has a test of its own for that.
    if ('here' in start) return;

    it('loses none of 1 000 tasks when every connection of ours is cut in the middle', async ({ annotate }) => {
      await thousand(annotate, () => remote?.cutClients());
    });

    it('loses none of 1 000 tasks when the broker goes in the middle, and comes back', async ({ annotate }) => {
      await thousand(annotate, () => remote?.restartBroker());
    });

    // RELAIS_KILLS: how many times, for who wants to be surer.
    it('loses none of 1 000 tasks when our server is killed in the middle', { timeout: 600_000 }, async ({
      annotate,
    }) => {
      if (!remote) throw new Error('no broker');
      const kills = Number(process.env.RELAIS_KILLS ?? 1);
      const name = `t-${randomUUID()}`;
      queue = await house.broker.open(name, crewOptions);
      const { redone, resent, untold, ...toll } = await killServer(
        remote.place,
        name,
        Array(kills).fill(Math.floor(500 / kills)),
      );
      expect(toll).toEqual({ kept: 1_000, done: 1_000 });
      await annotate(`${title}: ${kills} kill -9, ${redone + untold} done twice, ${resent} sent twice`);
      const { redelivered } = house.broker.capabilities;
      if (redelivered) expect(untold).toBe(0);
      // What three workers of prefetch 10 had in hand, and ten producers under way, at each kill.
      expect(redone + untold).toBeLessThanOrEqual(30 * kills);
      expect(resent).toBeLessThanOrEqual(10 * kills);
    });
  });
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index).padStart(4, '0'));

/** A producer as it must be: what was not promised is sent again. */
async function sendAll(queue: WorkQueue, ids: readonly string[]): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    for (let id = ids[next]; id !== undefined; id = ids[next]) {
      next += 1;
      while ((await queue.send({ id, body: id })) !== 'kept') await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await Promise.all(Array.from({ length: 20 }, one));
}

type Worker = {
  consumer: Consumer;
  deliveries: Delivery[];
  /** Done, by the broker's leave. */
  done: string[];
  held: Delivery[];
  isReady(): boolean;
  /** Most that it ever had in hand. */
  most(): number;
  kill(): void;
};

/** Does each task at once, or holds all it is given. */
function worker(queue: WorkQueue, { prefetch = 1, hold = false }: { prefetch?: number; hold?: boolean } = {}): Worker {
  const deliveries: Delivery[] = [];
  const done: string[] = [];
  const held: Delivery[] = [];
  let inHand = 0;
  let most = 0;
  let isReady = false;
  let isDead = false;
  const onTask: ConsumeOptions['onTask'] = (delivery) => {
    if (isDead) return;
    deliveries.push(delivery);
    inHand += 1;
    most = Math.max(most, inHand);
    const told: Delivery = {
      ...delivery,
      async ack() {
        inHand -= 1;
        return delivery.ack();
      },
    };
    if (hold) held.push(told);
    else void work(told);
  };
  async function work(delivery: Delivery): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (isDead) return;
    // The work is done now, whether or not its word is heard.
    done.push(delivery.id);
    await delivery.ack();
  }
  const consumer = queue.consume({
    prefetch,
    onTask,
    onState(state) {
      isReady = state === 'ready';
      // Its hands are empty again.
      if (state === 'waiting') inHand = 0;
    },
  });
  return {
    consumer,
    deliveries,
    done,
    held,
    isReady: () => isReady,
    most: () => most,
    kill() {
      isDead = true;
      consumer.kill();
    },
  };
}
