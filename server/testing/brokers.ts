// Real brokers for tests: Debian's Redis, Mosquitto and RabbitMQ, and our Kafka; what is not installed is skipped, aloud. All of them
// can be killed with `kill -9` and find again what they had promised to keep.
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, type Group, inFolder, launch, type Program } from './process.ts';

export { freePort, type Program } from './process.ts';

const redisServer = '/usr/bin/redis-server';
const mosquitto = '/usr/sbin/mosquitto';
// Not Debian's wrapper in /usr/sbin, which works on the machine's own RabbitMQ.
const rabbitServer = '/usr/lib/rabbitmq/bin/rabbitmq-server';

export const hasRedis = existsSync(redisServer);
export const hasMosquitto = existsSync(mosquitto);
export const hasRabbit = existsSync(rabbitServer);

export type Redis = Program & {
  /** While it is killed: it comes back with nothing of what it had. */
  empty(): Promise<void>;
  /** And then: it comes back with what it had when it was emptied, and nothing since. */
  age(): Promise<void>;
};

/** Every command is on disk before it is answered. */
export async function startRedis(): Promise<Redis> {
  const port = await freePort();
  let data = '';
  let aside = '';
  const program = await inFolder('redis', { port, scheme: 'redis' }, async (folder) => {
    data = join(folder, 'data');
    aside = join(folder, 'aside');
    const settings = `--port ${port} --bind 127.0.0.1 --dir ${data} --appendonly yes --appendfsync always --save`;
    return async () => {
      await mkdir(data, { recursive: true });
      return launch(redisServer, [...settings.split(' '), ''], { ready: 'Ready to accept connections' });
    };
  });
  return {
    ...program,
    empty: () => rename(data, aside),
    async age() {
      await rm(data, { recursive: true });
      await rename(aside, data);
    },
  };
}

/** Keeps nothing over a restart. */
export async function startMosquitto(): Promise<Program> {
  const port = await freePort();
  return inFolder('mosquitto', { port, scheme: 'mqtt' }, async (folder) => {
    const file = join(folder, 'mosquitto.conf');
    await writeFile(file, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\n`);
    return () => launch(mosquitto, ['-c', file], { ready: ' running' });
  });
}

/** Ours, alone in its process. */
export async function startKafka(): Promise<Program> {
  const port = await freePort();
  const script = join(import.meta.dirname, '..', 'broker', 'standalone.ts');
  return inFolder('kafka', { port, scheme: 'kafka' }, async (folder) => {
    const env = {
      DATA_DIR: folder,
      KAFKA_PORT: String(port),
      KAFKA_ADVERTISED_HOST: '127.0.0.1',
      KAFKA_DURABILITY: 'durable',
    };
    return () => launch(process.execPath, ['--import', 'tsx', script], { env, ready: `:${port}` });
  });
}

/**
 * Ra, under quorum queues, keeps the list of its queues in files of dets, which Erlang saves every three minutes: a queue made since
 * then has no leader any more after a `kill -9` (RabbitMQ 3.10.8). Here they are saved as soon as they change, or nearly.
 */
const saveOften = 'spawn(fun()->F=fun(F)->timer:sleep(50),[dets:sync(T)||T<-dets:all()],F(F)end,F(F)end).';

/** Its port mapper, which Erlang's nodes find each other by, is a child of ours too, on a port of its own. */
export async function startRabbit(): Promise<Program> {
  const [port, mapper, inner] = await Promise.all([freePort(), freePort(), freePort()]);
  let mapping: Group | null = null;
  const program = await inFolder('rabbitmq', { port, scheme: 'amqp' }, async (folder) => {
    const enabled = join(folder, 'plugins');
    await writeFile(enabled, '[].');
    const env = {
      LANG: 'C.UTF-8',
      HOME: folder,
      ERL_EPMD_PORT: String(mapper),
      ERL_EPMD_ADDRESS: '127.0.0.1',
      RABBITMQ_NODENAME: `relais-${port}@localhost`,
      RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
      RABBITMQ_NODE_PORT: String(port),
      RABBITMQ_DIST_PORT: String(inner),
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `-kernel inet_dist_use_interface {127,0,0,1} -eval ${saveOften}`,
      RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
      RABBITMQ_LOG_BASE: join(folder, 'log'),
      RABBITMQ_LOGS: '-',
      RABBITMQ_ENABLED_PLUGINS_FILE: enabled,
      RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq'),
      RABBITMQ_CONF_ENV_FILE: join(folder, 'env'),
      RABBITMQ_PID_FILE: join(folder, 'pid'),
    };
    mapping = await launch('epmd', ['-port', String(mapper), '-address', '127.0.0.1'], { ready: mapper });
    return () => launch(rabbitServer, [], { env, ready: 'Server startup complete' });
  });
  return {
    ...program,
    async close() {
      await program.close();
      await mapping?.kill();
    },
  };
}
