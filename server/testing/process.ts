// A program for tests in a process and a folder of its own, on loopback, ended whole with all that it started.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** A process and all that it starts, as one group: ended by its own number, without a word (`kill -9`). */
export type Group = { kill(): Promise<void> };

/** Resolves when it has printed `ready`; null: when it has started. */
export async function launch(
  command: string,
  args: readonly string[],
  { env = {}, ready }: { env?: Record<string, string>; ready: string | null },
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
      output = (output + chunk.toString()).slice(-8_000);
      if (ready !== null && output.includes(ready)) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${command} ended (${code}):\n${output}`)));
    if (ready === null) child.once('spawn', resolve);
  });
  return {
    async kill() {
      if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), 'SIGKILL');
      await ended;
    },
  };
}

export type Program = {
  port: number;
  url: string;
  /** Killed, the same data and the same port again. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

/** `start`: prepares its folder once, and says how it is launched each time. */
export async function inFolder(
  name: string,
  { port, scheme }: { port: number; scheme: string },
  start: (folder: string) => Promise<() => Promise<Group>>,
): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), `relais-${name}-`));
  const again = await start(folder);
  let group = await again();
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}`,
    async restart() {
      await group.kill();
      group = await again();
    },
    async close() {
      await group.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
