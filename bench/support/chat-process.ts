// The chat server of a bench in a process of its own (chat-server.ts), bundled once so that it is back quickly after a kill.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { ChatKind, ChatServerOptions } from './chat-server.ts';

const root = join(import.meta.dirname, '..', '..');

export type Usage = {
  cpu: NodeJS.CpuUsage;
  memory: NodeJS.MemoryUsage;
  /** By door; null for a peer. */
  connections: { plain: number; pages: number } | null;
};

export type ChatProcess = {
  readonly port: number;
  /** Its CPU time so far, and its memory, after a collection where `--expose-gc` allows one. */
  measure(): Promise<Usage>;
  /** The same without a collection. */
  look(): Promise<Usage>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** As Ctrl+C does: everybody is told. */
  close(): Promise<void>;
  /** Ends it and what it kept, unless that is in a folder of ours. */
  stop(): Promise<void>;
};

export async function bundledChat(): Promise<{ file: string; remove(): void }> {
  // Inside the project, so that the libraries it leaves out are found.
  const folder = join(root, 'node_modules', '.cache', `relais-chat-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'chat-server.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['./bench/support/chat-server.ts'],
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

/** `alone`: the server on core 0 where the system lets us say so, for measurements on two. */
export async function startChat(
  file: string,
  kind: ChatKind,
  options: ChatServerOptions = {},
  { alone = false, flags = [] as string[] } = {},
): Promise<ChatProcess> {
  const command = [process.execPath, ...flags, file, kind, JSON.stringify(options)];
  const [program = '', ...args] = alone && process.platform === 'linux' ? ['taskset', '-c', '0', ...command] : command;
  const child: ChildProcess = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ask = <Reply>(word?: string): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const early = (code: number | null): void => reject(new Error(`the chat server ended (${code})`));
      child.once('exit', early);
      child.once('message', (reply) => {
        child.off('exit', early);
        resolve(reply as Reply);
      });
      if (word) child.send(word);
    });
  const { port } = await ask<{ port: number }>();
  const tell = async (word: string): Promise<void> => {
    if (child.connected) child.send(word);
    await ended;
  };
  return {
    port,
    measure: () => ask<Usage>('measure'),
    look: () => ask<Usage>('look'),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    close: () => tell('close'),
    stop: () => tell('stop'),
  };
}
