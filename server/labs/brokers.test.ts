// The scenarios on every broker of a server, read as a page reads them: the tables come out of the journal alone.
import { afterEach, expect, it } from 'vitest';
import { type BrokersState, isOver } from '#labs/brokers/lab.ts';
import { queueResultsOf, resultsOf } from '#labs/brokers/results.ts';
import { silentLog } from '#server/kafka/index.ts';
import { openPubSubs, type PubSubs } from '#server/pubsub/index.ts';
import { openQueues, type Queues } from '#server/queue/index.ts';
import { systemClock } from '#server/realtime/index.ts';
import { hasMosquitto, hasRabbit, startMosquitto, startRabbit } from '#server/testing/brokers.ts';
import { type BrokersLab, createBrokersLab } from './brokers.ts';
import { withQueues } from './lab-source.ts';
import { readerOf } from './test-kit.ts';

const ada = { id: 'ada' };
let pubsubs: PubSubs;
let queues: Queues;
let lab: BrokersLab;
let made = 0;

type Urls = { redisUrl: string | null; amqpUrl: string | null; mqttUrl: string | null };
async function open(urls: Urls = { redisUrl: null, amqpUrl: null, mqttUrl: null }): Promise<void> {
  const kafkaOf = (): never => {
    throw new Error('no Kafka here');
  };
  pubsubs = await openPubSubs(
    { ...urls, mqttPort: 0, kafka: { real: false, address: 'localhost:9092', kafkaOf } },
    { hear() {}, log: { warn() {} } },
  );
  queues = await openQueues({
    dataDir: null,
    amqpUrl: urls.amqpUrl,
    redisUrl: urls.redisUrl,
    kafkaBrokers: ['127.0.0.1:1'],
    clock: systemClock,
    log: silentLog,
  });
  lab = createBrokersLab({
    clock: systemClock,
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
}
afterEach(async () => {
  await lab.close();
  await pubsubs.close();
  await queues.close();
});

const stateOf = (id = 'ada') => readerOf(lab, id).snapshot().state as BrokersState;
function played(id = 'ada'): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      const all = stateOf(id).played;
      if (all.length === 0 || !all.every(isOver)) return;
      stop();
      resolve();
    };
    const stop = readerOf(lab, id).subscribe(look);
    look();
  });
}
/** By subscriber, then by broker: the fates in a letter each, or why there are none. */
const table = () =>
  Object.fromEntries(
    resultsOf(stateOf()).map(({ name, results }) => [
      name,
      Object.fromEntries(
        results.map(({ broker, result }) => [
          broker,
          result.kind === 'fates' ? result.fates.cells.map(([letter]) => letter).join('') : result.kind,
        ]),
      ),
    ]),
  );

it('plays the same scenarios on all, and each result is what that broker did', async () => {
  await open();
  expect(await lab.run(ada, { type: 'play' })).toMatchObject({ ok: true, result: { brokers: 3 } });
  expect(await lab.run(ada, { type: 'play' })).toMatchObject({ ok: false, error: { code: 'limit-reached' } });
  await played();
  const all = 'rrrrrrrrrr';
  const answered = Object.fromEntries(
    Object.entries(table()).map(([name, { embarque, mqtt }]) => [name, { embarque, mqtt }]),
  );
  expect(answered).toEqual({
    Alice: { embarque: all, mqtt: all },
    Bob: { embarque: 'rrrmmmrrrr', mqtt: 'rrrmmmrrrr' },
    Chloé: { embarque: all, mqtt: all },
    Denis: { embarque: 'bbbbbbrrrr', mqtt: 'bbbbbbrrrr' },
    Emma: { embarque: all, mqtt: 'refused' },
  });
  // One that does not answer says so, and holds up nobody.
  expect(table().Alice).toMatchObject({ kafka: 'refused' });
  const refusals = (name: string) => stateOf().played.find(({ at }) => at.broker === name)?.refusals ?? [];
  expect(refusals('kafka').find(({ scenario }) => scenario === 'topic')?.message).toMatch(/^Kafka ne répond pas/);
  const { crews, whole } = queueResultsOf(stateOf());
  const embedded = [...crews, whole].map(({ results }) => results.find(({ broker }) => broker === 'embarque')?.result);
  expect(embedded).toEqual([
    { kind: 'did', done: [1, 2, 3], died: [] },
    { kind: 'did', done: [], died: [4] },
    { kind: 'did', done: [4, 5, 6, 7, 8, 9, 10], died: [] },
    { kind: 'whole', sent: 10, done: 10, lost: [], doubled: [], again: [4], inOrder: true },
  ]);
  expect(refusals('mqtt').filter(({ scenario }) => scenario === 'queue')).toEqual([
    { scenario: 'queue', name: null, message: expect.stringContaining('MQTT\u00a03.1.1 n’a pas de file d’attente') },
  ]);
  expect(refusals('kafka').find(({ scenario }) => scenario === 'queue')?.message).toMatch(/ne répond pas/);
});

it('keeps people apart, and stops for who has gone', async () => {
  await open();
  await lab.run(ada, { type: 'play' });
  expect(stateOf('bob').played).toEqual([]);
  lab.personGone(ada);
  await lab.close();
  expect(stateOf().played).toEqual([]);
});

/** In their own processes: what the table says of them, they did. Redis and Kafka take seconds to notice the dead. */
it.skipIf(!(hasRabbit && hasMosquitto))(
  'plays them on a real RabbitMQ and a real Mosquitto, and no task is lost',
  async () => {
    const programs = await Promise.all([startRabbit(), startMosquitto()]);
    const [rabbit, mosquitto] = programs;
    try {
      await open({ redisUrl: null, amqpUrl: rabbit.url, mqttUrl: mosquitto.url });
      await lab.run(ada, { type: 'play' });
      await played();
      expect(stateOf().played.flatMap(({ at }) => (at.real ? [at.broker] : []))).toEqual(['mqtt', 'rabbitmq']);
      const all = 'rrrrrrrrrr';
      expect(table()).toMatchObject({
        Alice: { mqtt: all, rabbitmq: all },
        Bob: { mqtt: 'rrrmmmrrrr', rabbitmq: 'rrrmmmrrrr' },
        Chloé: { mqtt: all, rabbitmq: all },
        Denis: { mqtt: 'bbbbbbrrrr', rabbitmq: 'bbbbbbrrrr' },
        Emma: { mqtt: 'refused', rabbitmq: 'refused' },
      });
      const { crews, whole } = queueResultsOf(stateOf());
      const of = (name: string) =>
        [...crews, whole].map(({ results }) => results.find(({ broker }) => broker === name)?.result);
      expect(of('rabbitmq')).toMatchObject([
        { kind: 'did', done: [1, 2, 3], died: [] },
        { kind: 'did', done: [], died: [4] },
        { kind: 'did', done: [4, 5, 6, 7, 8, 9, 10], died: [] },
        { kind: 'whole', sent: 10, done: 10, lost: [], doubled: [], again: [4] },
      ]);
      expect(of('mqtt').map((result) => result?.kind)).toEqual(Array(4).fill('refused'));
    } finally {
      await lab.close();
      await Promise.all(programs.map(({ close }) => close()));
    }
  },
);
