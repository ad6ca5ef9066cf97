// The product as its user starts it: `node scripts/start.mjs` in a process of its own, on free ports and a fresh DATA_DIR.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

export type Product = {
  url: string;
  /** Bootstrap server for Kafka clients, `localhost:port`. */
  kafka: string;
  /** Whose sandbox the journey takes place in, as a pseudonym; null: the class. */
  sandbox: string | null;
  dataDir: string;
  output(): string;
  /** Ctrl+C; resolves to the exit code. */
  stop(): Promise<number | null>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Starts again on the same ports and the same data. */
  restart(): Promise<void>;
};

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Below the ports that systems give to outgoing connections: nothing takes it by chance before it is used. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return port;
  }
}

/** Resolves when `child` printed its ready line; rejects with everything it printed when it ended before. */
function ready(child: ChildProcess, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (output().includes('Relais est prêt')) resolve();
    };
    child.stdout?.on('data', look);
    child.once('exit', (code) => reject(new Error(`server ended (${code}):\n${output()}`)));
  });
}

const exited = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
    else child.once('exit', (code) => resolve(code));
  });

export async function startProduct(settings: Record<string, string> = {}): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'relais-e2e-'));
  const port = await freePort();
  const kafkaPort = await freePort();
  // A cluster named for the tests is for those that ask for it (support/either-kafka.ts).
  const { KAFKA_BROKERS: _, ...inherited } = process.env;
  const env = {
    ...inherited,
    SKIP_INSTALL: '1',
    SKIP_BUILD: '1',
    PORT: String(port),
    KAFKA_PORT: String(kafkaPort),
    MQTT_PORT: '0',
    DATA_DIR: dataDir,
    ...settings,
  };
  let text = '';
  let child: ChildProcess;
  const launch = async () => {
    child = spawn(process.execPath, ['scripts/start.mjs'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const from = text.length;
    const add = (chunk: Buffer) => {
      text += chunk.toString();
    };
    child.stdout?.on('data', add);
    child.stderr?.on('data', add);
    await ready(child, () => text.slice(from));
  };
  await launch();
  return {
    url: `http://localhost:${port}`,
    kafka: settings.KAFKA_BROKERS ?? `localhost:${kafkaPort}`,
    sandbox: null,
    dataDir,
    output: () => text,
    async stop() {
      child.kill('SIGINT');
      const code = await exited(child);
      rmSync(dataDir, { recursive: true, force: true });
      return code;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited(child);
    },
    restart: launch,
  };
}
