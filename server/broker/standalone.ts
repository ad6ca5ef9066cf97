// `npm run broker`: the embedded Kafka alone. Settings come from the environment, everything printed is French.

import { join } from 'node:path';
import { type BrokerOptions, type BrokerSnapshot, startBroker } from './index.ts';
import { ListenError } from './net/listener.ts';

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  return fail(`KAFKA_PORT doit être un nombre de 0 à 65535, pas «\u00a0${text}\u00a0».`);
}

function nodesOf(text: string, port: number): number {
  if (!/^[1-9]$/.test(text)) {
    return fail(`KAFKA_VIRTUAL_BROKERS doit être un nombre de 1 à 9, pas «\u00a0${text}\u00a0».`);
  }
  const last = port + 3 * (Number(text) - 1);
  if (last <= 65_535) return Number(text);
  return fail(`KAFKA_PORT=${port} ne laisse pas de place à ${text} brokers\u00a0: le dernier aurait le port ${last}.`);
}

function durabilityOf(text: string): NonNullable<BrokerOptions['durability']> {
  if (text === 'memory' || text === 'interval' || text === 'durable') return text;
  return fail(`KAFKA_DURABILITY doit être memory, interval ou durable, pas «\u00a0${text}\u00a0».`);
}

/** What a stop may cost, for the ready line. */
function promiseOf({ mode, lossWindowMs }: BrokerSnapshot['storage'], dataDir: string): string {
  if (mode === 'memory') return 'rien n’est gardé sur le disque';
  const kept = `messages gardés dans ${dataDir}`;
  if (mode === 'durable') return `${kept}, sur le disque avant chaque accusé de réception`;
  return `${kept}, une coupure de courant peut coûter ${Number(lossWindowMs) / 1000}\u00a0s`;
}

function reasonOf(error: unknown, host: string, port: number): string {
  if (!(error instanceof ListenError)) {
    return `Le broker n’a pas pu démarrer\u00a0: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (error.code === 'EADDRINUSE') {
    return `Le port ${port} est déjà pris\u00a0: arrêtez l’autre programme, ou choisissez un autre port avec KAFKA_PORT.`;
  }
  if (error.code === 'EACCES')
    return `Le port ${port} est réservé par le système\u00a0: choisissez-en un autre avec KAFKA_PORT.`;
  return `Impossible d’écouter sur ${host}:${port} (${error.code})\u00a0: vérifiez HOST et KAFKA_PORT.`;
}

const { env } = process;
const host = env.HOST || '127.0.0.1';
const port = portOf(env.KAFKA_PORT || '9092');
const folder = env.DATA_DIR || './data';
// The same place as the whole product's, so that one finds what the other wrote.
const dataDir = folder === ':memory:' ? folder : join(folder, 'kafka');
const nodes = nodesOf(env.KAFKA_VIRTUAL_BROKERS || '1', port);
const durability = durabilityOf(env.KAFKA_DURABILITY || 'interval');
const advertisedHost = env.KAFKA_ADVERTISED_HOST || 'localhost';

try {
  const broker = await startBroker({ host, port, nodes, advertisedHost, dataDir, durability });
  const close = broker.subscribe((events) => {
    for (const event of events) {
      if (event.type === 'notice' && event.level !== 'info') console.error(`[kafka] ${event.message}`);
    }
  });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    console.log('Arrêt du broker…');
    close();
    broker.close().then(
      () => process.exit(0),
      (error: unknown) => fail(`L’arrêt a échoué\u00a0: ${String(error)}`),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const kept = promiseOf((await broker.snapshot()).storage, dataDir);
  const addresses = (await broker.nodes.list()).map((node) => `${node.host}:${node.port}`).join(', ');
  console.log(`Kafka prêt\u00a0: ${addresses} (${kept}). Ctrl+C pour arrêter.`);
} catch (error) {
  fail(reasonOf(error, host, error instanceof ListenError ? error.port : port));
}
