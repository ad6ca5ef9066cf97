// Brokers to load, each in a process of its own: ours as it is shipped (one bundled file), librdkafka's mock cluster, and
// Apache Kafka. All on loopback, all stopped by their process id.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');

export type Running = {
  port: number;
  /** From launch until it says that it is ready, ms. */
  startMs: number;
  pid: number;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and all the time it needs. */
  stop(): Promise<void>;
};

/** The broker in one file, as `npm run broker` runs it. Removed by `remove`. */
export async function bundledBroker(): Promise<{ file: string; remove(): void }> {
  // Inside the project, so that the libraries it leaves out are found.
  const folder = join(root, 'node_modules', '.cache', `relais-bench-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'broker.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['./server/broker/standalone.ts'],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Starts a program; `portIn` finds the port in what it prints (not waited for when it is null), `told` hears each line. */
export async function launch(
  command: string,
  args: readonly string[],
  portIn: ((output: string) => number) | null,
  env: Record<string, string> = {},
  told: (line: string) => void = () => {},
): Promise<Running> {
  const from = performance.now();
  const child: ChildProcess = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let output = '';
  const port = await new Promise<number>((resolve, reject) => {
    if (portIn === null) resolve(0);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output = (output + chunk.toString()).slice(-4_000);
        const found = portIn?.(output);
        if (found) resolve(found);
      });
      if (stream) createInterface({ input: stream }).on('line', told);
    }
    child.once('error', reject);
    void ended.then(() => reject(new Error(`${command} ended before it was ready: ${output}`)));
  });
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  const startMs = performance.now() - from;
  return { port, startMs, pid: child.pid ?? 0, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

/** Our broker on a data folder, or in memory. */
export function launchOurs(
  file: string,
  dataDir: string,
  settings: Record<string, string> = {},
  ready = true,
  told: (line: string) => void = () => {},
): Promise<Running> {
  const env = {
    KAFKA_PORT: '0',
    HOST: '127.0.0.1',
    KAFKA_ADVERTISED_HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    ...settings,
  };
  const portIn = (output: string): number => Number(/127\.0\.0\.1:(\d+)/.exec(output)?.[1] ?? 0);
  return launch(process.execPath, [...(settings.NODE_FLAGS?.split(' ') ?? []), file], ready ? portIn : null, env, told);
}

export async function temporary(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'relais-bench-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Resident memory of a process now and at its highest, MiB. */
export function memoryOf(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string): number =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
  return { now: field('VmRSS'), peak: field('VmHWM') };
}

/** CPU seconds a process used so far (user and system), from the kernel's clock of 100 ticks a second. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
