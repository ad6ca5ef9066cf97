// The publish/subscribe lab on the embedded brokers, read as a page reads it: by its journal alone.
import mqtt from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BrokerName, PubsubCommand } from '#contract/pubsub.ts';
import { sharesOf } from '#labs/file/shares.ts';
import type { PortesState } from '#labs/portes/lab.ts';
import { bothOf } from '#labs/pubsub/both.ts';
import { type Fates, fatesOf } from '#labs/pubsub/fates.ts';
import type { PubsubState } from '#labs/pubsub/lab.ts';
import { emptyScene, type Scene, sceneLab } from '#labs/pubsub/run.ts';
import { silentLog } from '#server/kafka/index.ts';
import { openPubSubs, type PubSubs } from '#server/pubsub/index.ts';
import { openQueues, type Queues } from '#server/queue/index.ts';
import { type Clock, systemClock } from '#server/realtime/index.ts';
import { withQueues } from './lab-source.ts';
import { createPortesLab } from './portes.ts';
import { createPubsubLab, type PubsubLab } from './pubsub.ts';
import { readerOf } from './test-kit.ts';

const silent = { warn() {} };
const ada = { id: 'ada' };
/** Short waits are none; long ones never end. */
const clock: Clock = {
  ...systemClock,
  after: (ms, run) => (ms < 1_000 ? systemClock.after(0, run) : () => {}),
};

let pubsubs: PubSubs;
let queues: Queues;
let lab: PubsubLab;
let portes: ReturnType<typeof createPortesLab>;
let made = 0;

beforeEach(async () => {
  portes = createPortesLab({ clock, epoch: 'e' });
  const kafkaOf = (): never => {
    throw new Error('no Kafka here');
  };
  pubsubs = await openPubSubs(
    {
      redisUrl: 'redis://127.0.0.1:1',
      amqpUrl: null,
      mqttUrl: null,
      mqttPort: 0,
      kafka: { real: false, address: '', kafkaOf },
    },
    { hear: portes.hear, log: silent },
  );
  queues = await openQueues({
    dataDir: null,
    amqpUrl: null,
    redisUrl: 'redis://127.0.0.1:1',
    kafkaBrokers: ['127.0.0.1:1'],
    clock: systemClock,
    log: silentLog,
  });
  lab = createPubsubLab({
    clock,
    epoch: 'e',
    sources: withQueues(pubsubs.sources, queues.brokers),
    newSeries: () => {
      made += 1;
      return `serie${made}`;
    },
    onError(error) {
      throw error;
    },
  });
});
afterEach(async () => {
  await lab.close();
  await pubsubs.close();
  await queues.close();
});

const runOf = (id = 'ada') => (readerOf(lab, id).snapshot().state as PubsubState).run;
const sceneOf = (id = 'ada'): Scene =>
  (runOf(id)?.events ?? []).reduce((state, { event }) => sceneLab.fold(state, event, 0), emptyScene);
const ask = (command: PubsubCommand, who = ada) => lab.run(who, command);
const begin = (broker: BrokerName, who = ada) => ask({ type: 'begin', broker }, who);
/** Looks at every new event, and now. */
function until(holds: () => boolean, id = 'ada'): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!holds()) return;
      stop();
      resolve();
    };
    const stop = readerOf(lab, id).subscribe(look);
    look();
  });
}
const fates = (id = 'ada'): Record<string, Fates> =>
  Object.fromEntries(fatesOf(sceneOf(id)).map((one) => [one.subscriber.name, one]));
const cells = (name: string): string => fates()[name]?.cells.join(' ') ?? '';
const idOf = (name: string): number => sceneOf().subscribers.find((one) => one.name === name)?.id ?? 0;
/** All of it published, and received by whoever is there. */
async function publish(count: number, id = 'ada'): Promise<void> {
  const before = sceneOf(id).published;
  expect(await ask({ type: 'publish', count, queue: false }, { id })).toMatchObject({ ok: true });
  await until(
    () =>
      sceneOf(id).published === before + count &&
      Object.values(fates(id)).every((one) => !one.cells.includes('coming')),
    id,
  );
}

describe.each<BrokerName>(['embarque', 'mqtt'])('the publish/subscribe lab on %s', (broker) => {
  it('shows the fates of the present, the absent, the durable and the late', async () => {
    expect(await begin(broker)).toMatchObject({ ok: true });
    expect(sceneOf().subscribers.map(({ name }) => name)).toEqual(['Alice', 'Bob', 'Chloé']);
    await publish(2);
    for (const name of ['Bob', 'Chloé']) await ask({ type: 'leave', subscriber: idOf(name) });
    await publish(3);
    expect(fates().Chloé?.waiting).toEqual([3, 4, 5]);
    await ask({ type: 'subscribe', name: 'Denis', durable: false, from: 'now' });
    for (const name of ['Bob', 'Chloé']) await ask({ type: 'return', subscriber: idOf(name) });
    await until(() => fates().Chloé?.received === 5);
    await publish(1);
    const six = (cell: string): string => Array(6).fill(cell).join(' ');
    expect([cells('Alice'), cells('Chloé')]).toEqual([six('received'), six('received')]);
    expect(cells('Bob')).toBe('received received missed missed missed received');
    expect(cells('Denis')).toBe('before before before before before received');
    expect(fates().Chloé).toMatchObject({ inOrder: true, doubled: [] });
  });
});

describe('the same ten messages, to the topic and to the queue', () => {
  const shares = () => {
    const { file } = sceneOf();
    return file && sharesOf(file);
  };
  const both = (count: number) => ask({ type: 'publish', count, queue: true });
  const ten = Array.from({ length: 10 }, (_, index) => index + 1);

  it('go to every subscriber, and to one worker each', async () => {
    await begin('embarque');
    expect(sceneOf().file).toBeNull();
    expect(await both(10)).toMatchObject({ ok: true });
    await until(() => shares()?.done.length === 10 && bothOf(sceneOf())?.topic.copies === 30);
    expect(shares()?.workers.map(({ done }) => done.length > 0)).toEqual([true, true, true]);
    expect(
      shares()
        ?.workers.flatMap(({ done }) => done)
        .toSorted((a, b) => a - b),
    ).toEqual(ten);
    expect(shares()).toMatchObject({ sent: ten, doubled: [], waiting: [], again: [], inOrder: true });
    expect(bothOf(sceneOf())).toEqual({
      messages: ten,
      topic: { copies: 30, subscribers: 3, missed: 0, kept: 0 },
      queue: { done: 10, workers: 3, hand: 0, waiting: 0, twice: 0 },
    });
  });

  it('wait in the queue when no worker is there, and are lost for the subscriber who is away', async () => {
    await begin('embarque');
    await publish(1);
    await both(1);
    await until(() => shares()?.done.length === 1);
    for (const worker of [1, 2, 3]) await ask({ type: 'dismiss', worker });
    expect(await ask({ type: 'dismiss', worker: 1 })).toMatchObject({ error: { code: 'not-found' } });
    for (const name of ['Bob', 'Chloé']) await ask({ type: 'leave', subscriber: idOf(name) });
    await both(3);
    await until(() => shares()?.waiting.length === 3);
    const { messages, topic, queue } = bothOf(sceneOf()) ?? {};
    expect(messages).toEqual([2, 3, 4, 5]);
    expect(topic).toEqual({ copies: 6, subscribers: 3, missed: 3, kept: 3 });
    expect(queue).toMatchObject({ done: 1, waiting: 3 });
    expect(await ask({ type: 'hire' })).toMatchObject({ ok: true });
    await until(() => shares()?.done.length === 4);
    expect(shares()?.workers.at(-1)).toMatchObject({ worker: 4, done: [3, 4, 5] });
    for (const _ of [1, 2]) await ask({ type: 'hire' });
    expect(await ask({ type: 'hire' })).toMatchObject({ error: { code: 'limit-reached' } });
  });

  it('cannot go to a queue where the broker has none, or does not answer; the topic goes on', async () => {
    await begin('mqtt');
    expect(await ask({ type: 'hire' })).toMatchObject({ error: { code: 'not-found' } });
    expect(await both(10)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
    expect(sceneOf()).toMatchObject({ published: 0, file: null });
    await publish(1);
    // What an adapter declares is what this server has.
    for (const { capabilities, queue } of withQueues(pubsubs.sources, queues.brokers))
      expect(capabilities.sharesWork).toBe(queue !== null);
  });

  it('leave nothing behind once one has begun again', async () => {
    await begin('embarque');
    await both(1);
    await until(() => shares()?.done.length === 1);
    const [run] = [runOf()?.run];
    await begin('embarque');
    expect(sceneOf().file).toBeNull();
    await lab.close();
    const queue = await queues.brokers[0]?.open(`relais-pubsub.${run}.file`, {
      maxDeliveries: 1,
      maxLength: 10,
      forgetAfterMs: 1,
    });
    expect(await queue?.ready()).toBe(0);
  });
});

describe('the publish/subscribe lab', () => {
  it('reads the past where the broker keeps it, and refuses what the broker cannot do', async () => {
    await begin('embarque');
    await publish(3);
    await ask({ type: 'subscribe', name: 'Denis', durable: false, from: 'beginning' });
    await until(() => cells('Denis') === 'received received received');
    await begin('mqtt');
    const late = { type: 'subscribe', name: 'Denis', durable: false, from: 'beginning' } as const;
    expect(await ask(late)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
    expect(sceneOf().subscribers).toHaveLength(3);
  });

  it('says when a broker does not answer, and when it is not one of this server', async () => {
    expect(await begin('redis')).toMatchObject({
      ok: false,
      error: { code: 'unavailable', message: expect.stringMatching(/^Redis ne répond pas/) },
    });
    expect(await begin('rabbitmq')).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('refuses what it cannot carry out in one sentence', async () => {
    expect(await ask({ type: 'publish', count: 1, queue: false })).toMatchObject({ error: { code: 'not-found' } });
    await begin('embarque');
    expect(await ask({ type: 'return', subscriber: 1 })).toMatchObject({ error: { code: 'invalid' } });
    expect(await ask({ type: 'leave', subscriber: 99 })).toMatchObject({ error: { code: 'not-found' } });
    const subscribe = (name: string) => ask({ type: 'subscribe', name, durable: false, from: 'now' });
    expect(await subscribe('Alice')).toMatchObject({ error: { code: 'invalid', field: 'name' } });
    for (const name of ['D', 'E', 'F']) expect(await subscribe(name)).toMatchObject({ ok: true });
    expect(await subscribe('G')).toMatchObject({ error: { code: 'limit-reached' } });
    for (let n = 0; n < 6; n += 1) await publish(10);
    expect(await ask({ type: 'publish', count: 1, queue: false })).toMatchObject({ error: { code: 'limit-reached' } });
  });

  it('keeps people apart, and leaves nothing of who has gone', async () => {
    const bob = { id: 'bob' };
    await begin('mqtt');
    await begin('mqtt', bob);
    await publish(1, 'bob');
    expect(sceneOf('ada').published).toBe(0);
    expect(sceneOf('bob').subscribers.map(({ received }) => received.length)).toEqual([1, 1, 1]);
    lab.personGone(bob);
    expect(runOf('bob')).toBeNull();
    expect(runOf('ada')).not.toBeNull();
  });

  it('sees the MQTT programs of the machine by their names, and hears what they publish', async () => {
    const shown = () => (portes.journal.snapshot().state as PortesState).programs;
    const seen = (holds: () => boolean) =>
      new Promise<void>((resolve) => {
        const look = (): void => {
          if (holds()) resolve();
        };
        portes.journal.subscribe(look);
        look();
      });
    await begin('mqtt');
    const topic = runOf()?.topic ?? '';
    const program = await mqtt.connectAsync(`mqtt://127.0.0.1:${pubsubs.mqtt?.port}`, {
      clientId: 'capteur',
      protocolVersion: 4,
      reconnectPeriod: 0,
    });
    const heard: string[] = [];
    program.on('message', (_topic, payload) => heard.push(payload.toString()));
    await program.subscribeAsync(topic, { qos: 1 });
    await program.publishAsync(topic, 'il fait\u000020 degrés', { qos: 1 });
    await until(() => sceneOf().subscribers.every(({ strangers }) => strangers.length === 1));
    expect(sceneOf().subscribers[0]?.strangers).toEqual(['il fait 20 degrés']);
    await publish(1);
    await seen(() => shown().some(({ name, filters }) => name === 'capteur' && filters[0]?.filter === topic));
    await program.endAsync();
    await seen(() => shown()[0]?.left?.how === 'clean');
    // Ours are not among them.
    expect(shown().map(({ name }) => name)).toEqual(['capteur']);
    expect(JSON.parse(heard.at(-1) ?? '')).toMatchObject({ n: 1, texte: 'Message 1' });
  });
});
