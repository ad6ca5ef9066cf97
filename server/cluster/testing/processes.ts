// Servers of ours in processes of their own, for tests that kill them.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export type ServerProcess = {
  url: string;
  /** `kill -9`, or a clean stop. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** What it tells an operator: `role`, `members`. */
  readyz(): Promise<string>;
};

export async function startServer(env: Record<string, string>): Promise<ServerProcess> {
  const settings = {
    PORT: '0',
    KAFKA_PORT: '0',
    MQTT_PORT: '0',
    DATA_DIR: ':memory:',
    CHAT_HISTORY_SIZE: '1000',
    ...env,
  };
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'server.ts')], {
    env: { ...process.env, NODE_ENV: 'production', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let [out, err] = ['', ''];
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      err = (err + chunk.toString()).slice(-10_000);
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes('\n')) resolve((JSON.parse(out) as { url: string }).url);
    });
    void exit.then(() => reject(new Error(`the server ended: ${err}`)));
  });
  return {
    url,
    async end(signal) {
      child.kill(signal);
      await exit;
    },
    readyz: async () => (await fetch(`${url}/readyz`)).text(),
  };
}
