// One server of the demonstration as the main process sees it: started, told what to be, killed without a word.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ServerRole } from '#contract/serveurs.ts';
import type { FromServer, ToServer } from './messages.ts';

export type Child = {
  readonly pid: number;
  readonly port: number;
  /** Resolves when it is no more. */
  kill(): Promise<void>;
};
export type Started = { ok: true; child: Child } | { ok: false; why: 'redis' | 'error'; text: string };

/** They hold four clients and forty messages. */
const heap = '--max-old-space-size=96';

/** Bundled, its file stands beside the server's; from source it is TypeScript and needs tsx. */
function spawn() {
  const isSource = import.meta.url.endsWith('.ts');
  const file = new URL(isSource ? './server-process.ts' : './serveurs-server.mjs', import.meta.url);
  return fork(fileURLToPath(file), {
    execArgv: isSource ? [heap, '--import', 'tsx'] : [heap],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** `turn`: it is told what to be after that. `end`: it died by itself, after it was up. */
export function startChild(
  asked: ToServer,
  turn: Promise<unknown>,
  withinMs: number,
  on: { role(role: ServerRole): void; end(): void },
): { started: Promise<Started>; kill(): Promise<void> } {
  const process = spawn();
  let isKilled = false;
  let isUp = false;
  const exited = new Promise<void>((resolve) => {
    process.once('exit', () => resolve());
    process.once('error', () => resolve());
  });

  async function kill(): Promise<void> {
    isKilled = true;
    process.kill('SIGKILL');
    await exited;
  }

  const started = new Promise<Started>((resolve) => {
    const fail = (why: 'redis' | 'error', text: string): void => {
      clearTimeout(late);
      resolve({ ok: false, why, text });
      if (!isUp) void kill();
    };
    const late = setTimeout(() => fail('error', 'the server did not start in time'), withinMs);
    process.on('message', (message: FromServer) => {
      if (isKilled) return;
      if ('role' in message) on.role(message.role);
      else if ('failed' in message) fail(message.failed, message.text);
      else {
        clearTimeout(late);
        isUp = true;
        resolve({ ok: true, child: { pid: process.pid ?? 0, port: message.up.port, kill } });
      }
    });
    void exited.then(() => {
      fail('error', 'the server ended before it was up');
      if (isUp && !isKilled) on.end();
    });
  });
  void turn.then(() => {
    if (!isKilled && process.connected) process.send(asked, () => {});
  });
  return { started, kill };
}
