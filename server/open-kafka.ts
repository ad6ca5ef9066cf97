// Kafka as this server has it: its own, in a worker thread, or a real cluster by the settings; and the labs that look at it.
import { join } from 'node:path';
import type { Kafka } from 'kafkajs';
import type { Logger } from 'pino';
import { type Broker, startBrokerWorker } from '#server/broker/index.ts';
import { type ClusterView, createKafka, newKafka } from '#server/kafka/index.ts';
import {
  type AtelierLab,
  type ConnexionLab,
  createAtelierLab,
  createConnexionLab,
  createKafkaLab,
  type KafkaLab,
} from '#server/labs/index.ts';
import { type DoorDirectory, systemClock } from '#server/realtime/index.ts';
import type { Config } from './config.ts';
import { inUrl, loopback, nameOf, wildcards } from './hosts.ts';
import { clusterPlace, embeddedPlace } from './place.ts';
import { anyBrokerAnswers, brokersSilent, kafkaDied, kafkaPortRefused } from './start-errors.ts';

export type OpenedKafka = {
  address: string;
  brokers: string[];
  view: ClusterView;
  lab: KafkaLab;
  connexion: ConnexionLab;
  atelier: AtelierLab;
  kafkaOf(clientId: string): Kafka;
};

type Deps = {
  log: Logger;
  startBroker?: typeof startBrokerWorker | undefined;
  /** The embedded Kafka stopped by itself; the sentence is for the user. */
  onDeath: (sentence: string) => void;
  /** Closed in reverse order. */
  closers: { name: string; close: () => Promise<void> }[];
  newEpoch: () => string;
  slugOf: DoorDirectory['slugOf'];
};

export async function openKafka(config: Config, deps: Deps): Promise<OpenedKafka> {
  const { log, closers, newEpoch, slugOf } = deps;
  const connexion = createConnexionLab({ clock: systemClock, epoch: newEpoch() });
  const source = config.kafkaBrokers
    ? await realCluster(config.kafkaBrokers)
    : await embedded(config, deps, connexion.tap);
  const { view, bridge, workshop } = createKafka(source, { log: log.child({ room: 'kafka' }) });
  closers.push({ name: 'cluster view', close: () => view.close() });
  const lab = createKafkaLab({
    view,
    bridge,
    epoch: newEpoch(),
    now: systemClock.now,
    onError: (err, message) => log.error({ err }, message),
  });
  // The bridge closes first, so that the departures of its clients are still told to the journal.
  closers.push(
    { name: 'doctor of connections', close: async () => connexion.close() },
    { name: 'kafka lab', close: async () => lab.close() },
    { name: 'bridge', close: () => bridge.close() },
    { name: 'workshop', close: () => workshop.close() },
  );
  await lab.open();
  connexion.open(source.place, (clientId) => bridge.ownerOfClientId(clientId) !== null);
  const atelier = createAtelierLab({ workshop, epoch: newEpoch(), now: systemClock.now, slugOf });
  const { brokers, address } = source;
  // Shown as a page's: they are not programs from outside.
  const kafkaOf = (name: string): Kafka =>
    newKafka({ brokers, clientId: bridge.clientIdFor('relais', name), log: log.child({ room: 'pubsub' }) });
  return { address, brokers, view, lab, connexion, atelier, kafkaOf };
}

async function realCluster(brokers: string[]) {
  if (!(await anyBrokerAnswers(brokers))) throw brokersSilent(brokers);
  return { mode: 'cluster' as const, brokers, address: brokers.join(','), place: clusterPlace(brokers) };
}

async function embedded(config: Config, { log, closers, ...deps }: Deps, tap: ConnexionLab['tap']) {
  const { dataDir, host, kafkaPort: port, kafkaAdvertisedHost, kafkaDurability: durability } = config;
  const { kafkaVirtualBrokers: nodes } = config;
  const start = deps.startBroker ?? startBrokerWorker;
  const advertisedHost = kafkaAdvertisedHost ?? (wildcards.has(host) || loopback.has(host) ? 'localhost' : host);
  const kept = dataDir === null ? {} : { dataDir: join(dataDir, 'kafka') };
  const broker: Broker = await start({ host, port, nodes, advertisedHost, durability, ...kept }).catch(
    (error: unknown) => {
      throw kafkaPortRefused(error, config) ?? error;
    },
  );
  closers.push({ name: 'embedded Kafka', close: () => broker.close() });
  broker.onDeath((reason) => {
    log.fatal({ reason }, 'the embedded Kafka stopped by itself');
    deps.onDeath(kafkaDied(config));
  });
  const address = `${inUrl(broker.advertised.host)}:${broker.advertised.port}`;
  const near = (await broker.nodes.list()).map((node) => `${nameOf(broker.address.host)}:${node.port}`);
  const place = embeddedPlace(broker.address, broker.advertised);
  return { mode: 'embedded' as const, broker: tap(broker), faults: broker.faults, brokers: near, address, place };
}
