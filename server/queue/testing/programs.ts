// Brokers for tests, Debian's RabbitMQ and Redis and our Kafka: each in a folder of its own, on free ports of loopback, killed whole at the end.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Program = {
  port: number;
  /** Killed, the same data and the same port again. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** A process and all that it starts, as one group: ended by its own number. */
type Group = { kill(signal?: 'SIGTERM'): Promise<void> };

/** Resolves when it has printed `ready`. */
async function launch(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
  ready: string | null,
): Promise<Group> {
  const child: ChildProcess = spawn(command, args, {
    detached: true,
    env: { NODE_ENV: 'test', PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      output += chunk.toString();
      if (ready !== null && output.includes(ready)) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${command} ended (${code}):\n${output}`)));
    if (ready === null) child.once('spawn', resolve);
  });
  return {
    async kill(signal) {
      if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), signal ?? 'SIGKILL');
      await ended;
    },
  };
}

async function inFolder(
  name: string,
  start: (folder: string) => Promise<() => Promise<Group>>,
  port: number,
  signal?: 'SIGTERM',
): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), `relais-${name}-`));
  const again = await start(folder);
  let group = await again();
  return {
    port,
    async restart() {
      await group.kill(signal);
      group = await again();
    },
    async close() {
      await group.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const hasRedis = existsSync('/usr/bin/redis-server');

export async function startRedis(): Promise<Program> {
  const port = await freePort();
  return inFolder(
    'redis',
    async (folder) => {
      const settings = `--port ${port} --bind 127.0.0.1 --dir ${folder} --appendonly yes --appendfsync always --save`;
      return () => launch('redis-server', [...settings.split(' '), ''], {}, 'Ready to accept connections');
    },
    port,
  );
}

/** Ours, alone in its process. */
export async function startKafka(): Promise<Program> {
  const port = await freePort();
  const script = join(import.meta.dirname, '..', '..', 'broker', 'standalone.ts');
  return inFolder(
    'kafka',
    async (folder) => {
      const env = {
        DATA_DIR: folder,
        KAFKA_PORT: String(port),
        KAFKA_ADVERTISED_HOST: '127.0.0.1',
        KAFKA_DURABILITY: 'durable',
      };
      return () => launch(process.execPath, ['--import', 'tsx', script], env, `:${port}`);
    },
    port,
  );
}

const rabbitScript = '/usr/lib/rabbitmq/bin/rabbitmq-server';
export const hasRabbit = existsSync(rabbitScript);

/** Not Debian's wrapper, which works on the machine's own RabbitMQ. Its port mapper is a child of ours, on a port of its own. */
export async function startRabbit(): Promise<Program> {
  const port = await freePort();
  const [mapper, inner] = [await freePort(), await freePort()];
  let mapping: Group | null = null;
  const program = await inFolder(
    'rabbitmq',
    async (folder) => {
      const enabled = join(folder, 'plugins');
      await writeFile(enabled, '[].');
      const env = {
        HOME: folder,
        ERL_EPMD_PORT: String(mapper),
        ERL_EPMD_ADDRESS: '127.0.0.1',
        RABBITMQ_NODENAME: `relais-${port}@localhost`,
        RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
        RABBITMQ_NODE_PORT: String(port),
        RABBITMQ_DIST_PORT: String(inner),
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
        RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
        RABBITMQ_LOG_BASE: join(folder, 'log'),
        RABBITMQ_LOGS: '-',
        RABBITMQ_ENABLED_PLUGINS_FILE: enabled,
        RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq'),
        RABBITMQ_CONF_ENV_FILE: join(folder, 'env'),
        RABBITMQ_PID_FILE: join(folder, 'pid'),
      };
      mapping = await launch('epmd', ['-port', String(mapper), '-address', '127.0.0.1'], {}, null);
      return () => launch(rabbitScript, [], env, 'Server startup complete');
    },
    port,
    // Debian's 3.10.8 does not elect the leader of a quorum queue again after a `kill -9`: it is told to stop, and cuts everybody.
    'SIGTERM',
  );
  return {
    ...program,
    async close() {
      await program.close();
      await mapping?.kill();
    },
  };
}
