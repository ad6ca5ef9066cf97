// The embedded queues: the suite of all, and what only a broker that keeps its own file must prove.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '#server/realtime/clock.ts';
import { memoryStore, openStore, type Store } from '#server/store/index.ts';
import { queueSuite } from '../suite.ts';
import { killServer } from '../testing/kill-server.ts';
import type { Delivery } from '../types.ts';
import { createEmbeddedQueues, type Entry } from './index.ts';

const fail = (error: unknown): never => {
  throw error;
};
const options = { maxDeliveries: 2, maxLength: 5_000, forgetAfterMs: 1 };

queueSuite('embedded', {
  async here() {
    const broker = createEmbeddedQueues(memoryStore<Entry>(), fail);
    return { broker, close: () => broker.close() };
  },
});

describe('embedded queues on disk', () => {
  const cleanUps: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });
  async function folder(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), 'relais-queue-'));
    cleanUps.push(() => rm(path, { recursive: true, force: true }));
    return path;
  }
  const openAt = async (path: string) => {
    const store = await openStore<Entry>(join(path, 'tasks.log'), { clock: systemClock, onError: fail });
    return createEmbeddedQueues(store, fail);
  };

  it('finds again what waited, what was in a hand, how often it was given, and what was put aside', async () => {
    const path = await folder();
    const before = await openAt(path);
    const queue = await before.open('q', options);
    const held: Delivery[] = [];
    for (const id of ['in hand', 'refused', 'waits']) await queue.send({ id, body: id });
    queue.consume({ prefetch: 2, onTask: (delivery) => void held.push(delivery) });
    await vi.waitFor(() => expect(held).toHaveLength(2));
    queue.consume({ prefetch: 1, onTask: () => {} });
    await held[1]?.nack?.(false);
    // Not closed: a stop gives back what is in a hand, a kill does not.
    await before.close();
    const after = await openAt(path);
    cleanUps.push(() => after.close());
    const again = await after.open('q', options);
    const dead: string[] = [];
    again.watchDead?.(({ id, why }) => dead.push(`${id} ${why}`));
    expect(dead).toEqual(['refused refused']);
    const given: Delivery[] = [];
    again.consume({ prefetch: 5, onTask: (delivery) => void given.push(delivery) });
    await vi.waitFor(() => expect(given).toHaveLength(2));
    expect(given.map(({ id, redelivered, attempt }) => [id, redelivered, attempt])).toEqual([
      ['in hand', true, 2],
      ['waits', true, 2],
    ]);
  });

  it('puts aside what was in a hand at each of too many kills', async () => {
    const path = await folder();
    for (let life = 0; life < 2; life += 1) {
      const broker = await openAt(path);
      const queue = await broker.open('q', options);
      if (life === 0) await queue.send({ id: 'killer', body: '' });
      const held: Delivery[] = [];
      queue.consume({ prefetch: 1, onTask: (delivery) => void held.push(delivery) });
      await vi.waitFor(() => expect(held).toHaveLength(1));
      await broker.close();
    }
    const broker = await openAt(path);
    cleanUps.push(() => broker.close());
    const queue = await broker.open('q', options);
    const dead: string[] = [];
    queue.watchDead?.(({ id, why }) => dead.push(`${id} ${why}`));
    expect(dead).toEqual(['killer tries']);
    expect(await queue.ready()).toBe(0);
  });

  it('promises nothing before the disk has it, and says so when the disk refuses', async () => {
    let isSynced = (_ok: boolean): void => {};
    const store: Store<Entry> = {
      ...memoryStore<Entry>(),
      synced: () =>
        new Promise((resolve) => {
          isSynced = resolve;
        }),
    };
    const queue = await createEmbeddedQueues(store, fail).open('q', options);
    const given: string[] = [];
    queue.consume({ prefetch: 9, onTask: ({ id }) => void given.push(id) });
    const answers: string[] = [];
    void queue.send({ id: 'a', body: '' }).then((sent) => answers.push(sent));
    await new Promise((resolve) => setImmediate(resolve));
    expect([answers, given]).toEqual([[], []]);
    isSynced(true);
    await vi.waitFor(() => expect([answers, given]).toEqual([['kept'], ['a']]));
    void queue.send({ id: 'b', body: '' }).then((sent) => answers.push(sent));
    await new Promise((resolve) => setImmediate(resolve));
    isSynced(false);
    await vi.waitFor(() => expect([answers, given]).toEqual([['kept', 'failed'], ['a']]));
  });

  it('loses none of 1 000 tasks when our server is killed three times in the middle', async ({ annotate }) => {
    const place = { broker: 'embarque', at: await folder() } as const;
    const { redone, resent, ...toll } = await killServer(place, 'q', [150, 300, 300]);
    expect(toll).toEqual({ kept: 1_000, done: 1_000, untold: 0 });
    await annotate(`embedded: three kill -9, ${redone} done twice and told to be, ${resent} sent twice`);
    // What three workers of prefetch 10 had in hand, and ten producers under way, at each of three kills.
    expect(redone).toBeLessThanOrEqual(90);
    expect(resent).toBeLessThanOrEqual(30);
  });
});
