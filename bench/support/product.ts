// The product as its user starts it, for measurements: production build, free ports, nothing kept unless asked.
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { cpus } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

export type Measured = { url: string; kafka: string; pid: number; readyMs: number; stop(): Promise<void> };

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Needs a build (`npm run build`). `readyMs`: from launch to the ready line. */
export async function startMeasured(settings: Record<string, string> = {}): Promise<Measured> {
  const [port, kafkaPort] = [await freePort(), await freePort()];
  const env = {
    ...process.env,
    SKIP_INSTALL: '1',
    SKIP_BUILD: '1',
    PORT: String(port),
    KAFKA_PORT: String(kafkaPort),
    MQTT_PORT: '0',
    DATA_DIR: ':memory:',
    ...settings,
  };
  const from = performance.now();
  const child: ChildProcess = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('Relais est prêt')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the product ended (${code}): ${text}`)));
  });
  return {
    url: `http://localhost:${port}`,
    kafka: `localhost:${kafkaPort}`,
    pid: child.pid ?? 0,
    readyMs: performance.now() - from,
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
}

/** One number of `/metrics`. Event-loop readings start again at each scrape. */
export async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return line ? Number(line.slice(name.length + 1)) : Number.NaN;
}

export const ms = (seconds: number): string => `${(seconds * 1000).toFixed(1)} ms`;

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Share of the cores that nobody uses right now: a figure taken beside other work is not one. */
export async function machineIdle(): Promise<number> {
  const read = () =>
    cpus().reduce(
      (sum, { times }) => ({
        idle: sum.idle + times.idle,
        all: sum.all + times.idle + times.user + times.nice + times.sys + times.irq,
      }),
      { idle: 0, all: 0 },
    );
  const before = read();
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const after = read();
  return (after.idle - before.idle) / (after.all - before.all);
}
