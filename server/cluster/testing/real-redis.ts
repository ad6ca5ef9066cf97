// A real Redis for tests, on loopback, on a port and in a folder of its own; killed and started again while servers use it.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type RealRedis = {
  url: string;
  /** Without a word, as a machine that loses its power. */
  kill(): Promise<void>;
  /** Again on the same port; `empty`: with nothing of what it had. */
  start(empty?: boolean): Promise<void>;
  stop(): Promise<void>;
};

/** Null on a machine without it: tests say that they are skipped. */
export const redisProgram = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].find(existsSync) ?? null;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** With a log on disk of every write. */
export async function startRealRedis(): Promise<RealRedis> {
  const [port, folder] = await Promise.all([freePort(), mkdtemp(join(tmpdir(), 'relais-redis-'))]);
  const settings = `--port ${port} --bind 127.0.0.1 --appendonly yes --appendfsync always --save`.split(' ');
  let child: ChildProcess | null = null;

  async function start(empty = false): Promise<void> {
    const data = empty ? await mkdtemp(join(folder, 'empty-')) : folder;
    const next = spawn(redisProgram ?? 'redis-server', [...settings, '', '--dir', data]);
    child = next;
    let output = '';
    await new Promise<void>((resolve, reject) => {
      next.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('Ready to accept connections')) resolve();
      });
      next.once('error', reject);
      next.once('exit', () => reject(new Error(`redis-server ended: ${output}`)));
    });
  }
  async function kill(): Promise<void> {
    const going = child;
    child = null;
    if (!going || going.exitCode !== null) return;
    await new Promise<void>((resolve) => {
      going.once('exit', () => resolve());
      going.kill('SIGKILL');
    });
  }
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    start,
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
