// The publish/subscribe lab on the embedded brokers, read as a page reads it: by its journal alone.
import mqtt from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BrokerName, PubsubCommand } from '#contract/pubsub.ts';
import type { PortesState } from '#labs/portes/lab.ts';
import { type Fates, fatesOf } from '#labs/pubsub/fates.ts';
import type { PubsubState } from '#labs/pubsub/lab.ts';
import { emptyScene, type Scene, sceneLab } from '#labs/pubsub/run.ts';
import { openPubSubs, type PubSubs } from '#server/pubsub/index.ts';
import { type Clock, systemClock } from '#server/realtime/index.ts';
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
  lab = createPubsubLab({
    clock,
    epoch: 'e',
    sources: pubsubs.sources,
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
  expect(await ask({ type: 'publish', count }, { id })).toMatchObject({ ok: true });
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
    expect(await ask({ type: 'publish', count: 1 })).toMatchObject({ error: { code: 'not-found' } });
    await begin('embarque');
    expect(await ask({ type: 'return', subscriber: 1 })).toMatchObject({ error: { code: 'invalid' } });
    expect(await ask({ type: 'leave', subscriber: 99 })).toMatchObject({ error: { code: 'not-found' } });
    const subscribe = (name: string) => ask({ type: 'subscribe', name, durable: false, from: 'now' });
    expect(await subscribe('Alice')).toMatchObject({ error: { code: 'invalid', field: 'name' } });
    for (const name of ['D', 'E', 'F']) expect(await subscribe(name)).toMatchObject({ ok: true });
    expect(await subscribe('G')).toMatchObject({ error: { code: 'limit-reached' } });
    for (let n = 0; n < 6; n += 1) await publish(10);
    expect(await ask({ type: 'publish', count: 1 })).toMatchObject({ error: { code: 'limit-reached' } });
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
