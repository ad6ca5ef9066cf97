// Why the server cannot start, in one French sentence that names the setting and what to try. Anything else is a bug.
import { connect } from 'node:net';
import { ListenError } from '#server/broker/index.ts';
import { PagesNotBuilt } from '#server/http/index.ts';
import type { Config } from './config.ts';

/** `message` is for the user; never shown with a stack trace. */
export class StartError extends Error {
  override name = 'StartError';
}

const usual = { PORT: 3000, KAFKA_PORT: 9092, MQTT_PORT: 1883 } as const;

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? '';

function listening(
  setting: 'PORT' | 'KAFKA_PORT' | 'MQTT_PORT',
  code: string,
  port: number,
  host: string,
): StartError | null {
  const other = `${setting}=${port === 65_535 ? 8_080 : port + 1} npm start`;
  switch (code) {
    case 'EADDRINUSE':
      return new StartError(`Le port ${port} est déjà pris. Choisissez-en un autre\u00a0: ${other}`);
    case 'EACCES':
      return new StartError(
        `Le port ${port} est réservé au système. Choisissez-en un au-dessus de 1023\u00a0: ${setting}=${usual[setting]} npm start`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(
        `Réglage HOST=${host}\u00a0: cette adresse n’est pas celle de cette machine. Essayez HOST=127.0.0.1 npm start`,
      );
    default:
      return null;
  }
}

/** Null when the error is not about listening. */
export const portRefused = (error: unknown, { port, host }: Config): StartError | null =>
  listening('PORT', codeOf(error), port, host);

/** The port that was refused may be that of a further broker (KAFKA_VIRTUAL_BROKERS). */
export const kafkaPortRefused = (error: unknown, { host }: Config): StartError | null =>
  error instanceof ListenError ? listening('KAFKA_PORT', error.code, error.port, host) : null;

/** The port of the embedded MQTT broker, when it was asked for. */
export const mqttPortRefused = (error: unknown, port: number): StartError | null =>
  listening('MQTT_PORT', codeOf(error), port, '127.0.0.1');

/** Not an error of the start: the thread of the embedded Kafka ended under the running server. */
export const kafkaDied = ({ dataDir }: Config): string =>
  dataDir === null
    ? 'Le Kafka embarqué s’est arrêté de lui-même. Relais s’arrête aussi\u00a0; rien n’était gardé (DATA_DIR=:memory:). Relancez\u00a0: npm start'
    : `Le Kafka embarqué s’est arrêté de lui-même. Relais s’arrête aussi\u00a0; les messages confirmés sont dans ${dataDir}. Relancez\u00a0: npm start`;

export const brokersSilent = (brokers: readonly string[]): StartError =>
  new StartError(
    `Réglage KAFKA_BROKERS=${brokers.join(',')}\u00a0: aucune de ces adresses ne répond. Démarrez ce Kafka, ou retirez le réglage pour utiliser le Kafka embarqué\u00a0: npm start`,
  );

/** The address may hold a password: it is not repeated. */
export const redisSilent = (url: string): StartError =>
  new StartError(
    `Réglage REDIS_URL\u00a0: rien ne répond sur ${new URL(url).host}. Démarrez ce Redis, ou retirez le réglage\u00a0: ce serveur sera seul.`,
  );

export const pagesRefused = (error: unknown): StartError | null =>
  error instanceof PagesNotBuilt
    ? new StartError('Les pages ne sont pas construites. Lancez\u00a0: npm run build, puis recommencez.')
    : null;

const unwritable = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EEXIST',
  'ENOSPC',
  'EISDIR',
  'ENAMETOOLONG',
  'ENOENT',
]);

/** Null when the error is not about the data directory. */
export function dataDirRefused(error: unknown, { dataDir }: Config): StartError | null {
  const code = codeOf(error);
  if (!unwritable.has(code)) return null;
  return new StartError(
    `Réglage DATA_DIR=${dataDir}\u00a0: impossible d’écrire dans ce dossier (${code}). Choisissez-en un autre\u00a0: DATA_DIR=./data npm start, ou DATA_DIR=:memory: pour ne rien garder.`,
  );
}

/** Does one of these `host:port` accept a connection? Says nothing of what listens there; the cluster view will. */
export async function anyBrokerAnswers(brokers: readonly string[], timeoutMs = 5_000): Promise<boolean> {
  const attempts = brokers.map((broker) => {
    const at = broker.lastIndexOf(':');
    const host = broker.slice(0, at).replace(/^\[|\]$/g, '');
    const socket = connect({ host, port: Number(broker.slice(at + 1)), timeout: timeoutMs });
    return new Promise<void>((resolve, reject) => {
      const fail = (): void => reject(new Error('no answer'));
      socket.once('connect', resolve).once('timeout', fail).on('error', fail);
    }).finally(() => socket.destroy());
  });
  return Promise.any(attempts).then(
    () => true,
    () => false,
  );
}
