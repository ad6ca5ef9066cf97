// Brokers of Debian's packages, for tests: each in a process and a folder of its own, on loopback, on a port the system gives.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type RealBroker = { url: string; port: number; stop(): Promise<void> };

const programs = {
  redis: ['/usr/bin/redis-server', '/usr/local/bin/redis-server'],
  mosquitto: ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto'],
  // Not the wrapper in /usr/sbin, which wants to be root, then another user.
  rabbitmq: ['/usr/lib/rabbitmq/bin/rabbitmq-server'],
  epmd: ['/usr/bin/epmd'],
} as const;

/** Where it is installed; null on a machine without it. */
export const find = (name: keyof typeof programs): string | null => programs[name].find(existsSync) ?? null;

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Resolves once it has printed `ready`. */
async function launched(path: string, args: readonly string[], ready: RegExp | null, env = process.env) {
  const child: ChildProcess = spawn(path, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let output = '';
  await new Promise<void>((resolve, reject) => {
    if (ready === null) return resolve();
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        output = (output + chunk.toString()).slice(-8_000);
        if (ready.test(output)) resolve();
      });
    child.once('error', reject);
    void ended.then(() => reject(new Error(`${path} ended before it was ready: ${output}`)));
  });
  return async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    await ended;
  };
}

const newFolder = (name: string): Promise<string> => mkdtemp(join(tmpdir(), `relais-${name}-`));
const removed = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

export async function startRedis(path: string): Promise<RealBroker> {
  const [port, folder] = await Promise.all([freePort(), newFolder('redis')]);
  const settings = `--port ${port} --bind 127.0.0.1 --dir ${folder} --appendonly no --save`.split(' ');
  const end = await launched(path, [...settings, ''], /Ready to accept connections/);
  return { url: `redis://127.0.0.1:${port}`, port, stop: () => end().then(() => removed(folder)) };
}

export async function startMosquitto(path: string): Promise<RealBroker> {
  const [port, folder] = await Promise.all([freePort(), newFolder('mosquitto')]);
  const file = join(folder, 'mosquitto.conf');
  await writeFile(file, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\n`);
  const end = await launched(path, ['-c', file], /mosquitto version .* running/);
  return { url: `mqtt://127.0.0.1:${port}`, port, stop: () => end().then(() => removed(folder)) };
}

/** With its own epmd, which Erlang's nodes find each other by: the machine's stays out of it. */
export async function startRabbit(path: string, epmd: string): Promise<RealBroker> {
  const [port, distPort, epmdPort, folder] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    newFolder('rabbitmq'),
  ]);
  const at = (name: string): string => join(folder, name);
  await writeFile(at('plugins'), '[].\n');
  const env = {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    HOME: folder,
    ERL_EPMD_PORT: String(epmdPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: `relais-${port}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(distPort),
    RABBITMQ_MNESIA_BASE: at('data'),
    RABBITMQ_LOG_BASE: at('log'),
    RABBITMQ_PID_FILE: at('pid'),
    RABBITMQ_ENABLED_PLUGINS_FILE: at('plugins'),
    RABBITMQ_CONFIG_FILE: at('rabbitmq'),
    RABBITMQ_CONF_ENV_FILE: at('rabbitmq-env.conf'),
  } as unknown as NodeJS.ProcessEnv;
  const endNames = await launched(epmd, [], null, env);
  const end = await launched(path, [], /Starting broker\.\.\..*completed/s, env);
  return {
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    port,
    async stop() {
      await end();
      await endNames();
      await removed(folder);
    },
  };
}
