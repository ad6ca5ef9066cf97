// A program for tests in a process and a folder of its own, on loopback, ended whole with all that it started.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
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

/** Beside the program, in its group: when our end of the pipe closes, however we ended, the whole group is killed. */
const guard = 'exec 3<&0; { cat <&3; kill -9 0; } >/dev/null 2>&1 & exec "$0" "$@" 3<&- </dev/null';

/** Resolves when it has printed `ready`, or answers on that port. */
export async function launch(
  command: string,
  args: readonly string[],
  { env = {}, ready }: { env?: Record<string, string>; ready: string | number },
): Promise<Group> {
  const child: ChildProcess = spawn('sh', ['-c', guard, command, ...args], {
    detached: true,
    env: { NODE_ENV: 'test', PATH: process.env.PATH ?? '', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-8_000);
      if (typeof ready === 'string' && output.includes(ready)) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${command} ended (${code}):\n${output}`)));
    if (typeof ready === 'number') void answers(ready, ended).then(resolve);
  });
  return {
    async kill() {
      if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), 'SIGKILL');
      await ended;
    },
  };
}

/** Resolves when somebody listens on this port, or when `ended`. */
async function answers(port: number, ended: Promise<void>): Promise<void> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  const tried = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', () => resolve(false));
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
    });
  while (!isOver && !(await tried())) await new Promise((resolve) => setTimeout(resolve, 10));
}

export type Program = {
  port: number;
  url: string;
  kill(): Promise<void>;
  /** The same data and the same port again. */
  start(): Promise<void>;
  /** Both. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

/** `prepare`: makes its folder ready once, and says how it is launched each time. */
export async function inFolder(
  name: string,
  { port, scheme }: { port: number; scheme: string },
  prepare: (folder: string) => Promise<() => Promise<Group>>,
): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), `relais-${name}-`));
  const again = await prepare(folder);
  let group = await again();
  const start = async (): Promise<void> => {
    group = await again();
  };
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}`,
    kill: () => group.kill(),
    start,
    async restart() {
      await group.kill();
      await start();
    },
    async close() {
      await group.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
