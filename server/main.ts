// The only executable: settings, start, signals, stop. What it prints is French and for people; the log goes to stderr.
import { dirname } from 'node:path';
import { pino } from 'pino';
import { createApp, type Opened } from './app.ts';
import { type Config, readProcessConfig } from './config.ts';
import { StartError } from './start-errors.ts';

/** A clean stop takes well under this; a stop that hangs must not hold the terminal. */
const stopWithinMs = 5_000;

/** Errors of a peer that went away while we wrote to it: nothing of ours is half done. */
const peerGone = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_WRITE_AFTER_END', 'ERR_STREAM_DESTROYED']);

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

function announce(config: Config): void {
  const kafka = config.kafkaBrokers ? `Kafka de ${config.kafkaBrokers.join(', ')}` : 'Kafka embarqué';
  const data = config.dataDir === null ? 'rien n’est gardé (DATA_DIR=:memory:)' : `données dans ${config.dataDir}`;
  console.log(`Relais démarre\u00a0: ${kafka}, ${data}.`);
  if (config.host === '0.0.0.0' || config.host === '::') {
    console.log('Ouvert à tout le réseau (HOST). La page et Kafka sont sans mot de passe.');
    if (!config.kafkaBrokers && config.kafkaAdvertisedHost === null) {
      console.log(
        'Pour les programmes d’autres machines, donnez aussi KAFKA_ADVERTISED_HOST=<adresse de cette machine>.',
      );
    }
  }
}

/** With whom: what a teacher who starts a second server needs to know. */
function shareOf({ shared }: Opened, config: Config): string {
  if (shared === null)
    return 'Ce serveur est seul\u00a0: pour partager salles, pseudonymes et laboratoires, donnez REDIS_URL à chaque serveur.';
  const others = Math.max(0, shared.members - 1);
  const company = others === 0 ? 'aucun autre pour l’instant' : `${others} autre${others > 1 ? 's' : ''}`;
  const kafka = config.kafkaBrokers
    ? ''
    : ' Le laboratoire Kafka montre le Kafka embarqué du serveur qui mène\u00a0: KAFKA_BROKERS en donne un qui reste à tous.';
  return `Ce serveur partage salles, pseudonymes et laboratoires par Redis, avec ${company}.${kafka}`;
}

async function main(): Promise<void> {
  const read = readProcessConfig();
  if (!read.ok) fail(read.message);
  const { config } = read;
  const log = pino({ level: config.logLevel, base: null }, pino.destination(2));
  const app = createApp(config, {
    directory: dirname(import.meta.dirname),
    log,
    onFatal(sentence) {
      console.error(sentence);
      if (!stopping) void stop(1);
    },
  });

  let stopping = false;
  async function stop(code: number): Promise<void> {
    if (stopping) process.exit(code === 0 ? 130 : code);
    stopping = true;
    const late = setTimeout(() => {
      console.error('L’arrêt prend trop de temps\u00a0: Relais s’arrête sans attendre.');
      process.exit(1);
    }, stopWithinMs);
    await app.close();
    clearTimeout(late);
    process.exit(code);
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (!stopping) console.log('Relais s’arrête…');
      void stop(0);
    });
  }
  // A failed promise fails its own work, which its owner gave up; the rest of a class goes on.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));
  // After any other exception the state of memory is unknown: what was acknowledged is on disk, pages come back by
  // themselves, so a clean stop and a restart lose less than going on.
  process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
    if (peerGone.has(error.code ?? '')) {
      log.warn({ err: error }, 'a peer went away');
      return;
    }
    log.fatal({ err: error }, 'uncaught exception: stopping');
    void stop(1);
  });

  announce(config);
  try {
    const opened = await app.listen();
    const { url, kafka, mqtt, teacherCode } = opened;
    if (stopping) return;
    if (config.teacherCode === null) console.log(`Code de l’enseignant pour cette fois\u00a0: ${teacherCode}`);
    if (mqtt && !mqtt.isUsual)
      console.log(
        `Le port 1883 est déjà pris\u00a0: le MQTT embarqué est sur localhost:${mqtt.port}. Pour en choisir un autre\u00a0: MQTT_PORT=1884 npm start`,
      );
    console.log(shareOf(opened, config));
    console.log(`Relais est prêt : page ${url} · Kafka ${kafka}`);
  } catch (error) {
    if (stopping) return;
    if (error instanceof StartError) fail(error.message);
    log.fatal({ err: error }, 'start failed');
    fail('Relais n’a pas pu démarrer, par une erreur qui vient de lui. Les détails sont au-dessus.');
  }
}

await main();
