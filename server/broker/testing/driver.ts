// The test's side of a driver: starts its process, asks it things, and can kill it as a crash would.

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Hello, OperationName, Operations } from './types.ts';

type Args<O extends OperationName> = Parameters<Operations[O]>[0];
type Result<O extends OperationName> = Awaited<ReturnType<Operations[O]>>;
type Waiting = { resolve: (result: unknown) => void; reject: (error: Error) => void };
type Reply = { id: number; result?: unknown; error?: string };

export type Command = { program: string; args: string[]; cwd: string };

export type Driver = {
  hello: Hello;
  /** Rejects with the client's own words, or after `ms`. */
  ask<O extends OperationName>(operation: O, args: Args<O>, ms?: number): Promise<Result<O>>;
  /** Closes the client cleanly, then its process. Never rejects. */
  close(): Promise<void>;
  /** SIGKILL to the process and its children: nobody says goodbye. */
  kill(): Promise<void>;
};

const patience = 25_000;

/** Starts a driver and waits for its first line. */
export async function startDriver({ program, args, cwd }: Command): Promise<Driver> {
  const child = spawn(program, args, { cwd, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const waiting = new Map<number, Waiting>();
  let complaints = '';
  child.stderr.on('data', (chunk) => (complaints = (complaints + chunk).slice(-2_000)));
  child.stdin.on('error', () => {});
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()).once('error', () => resolve()));
  const hello = await new Promise<Hello>((resolve, reject) => {
    child.once('error', reject);
    void ended.then(() => reject(new Error(`the driver ended: ${complaints.trim().slice(-500)}`)));
    let first = true;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (first) resolve(JSON.parse(line) as Hello);
      else settle(waiting, JSON.parse(line) as Reply);
      first = false;
    });
  });
  void ended.then(() => {
    for (const { reject } of waiting.values()) reject(new Error('the driver ended'));
    waiting.clear();
  });
  let last = 0;
  const ask: Driver['ask'] = (operation, asked, ms = patience) => {
    last += 1;
    const id = last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(id);
        reject(new Error(`${operation}: no answer in ${ms} ms; ${complaints.trim().slice(-300)}`));
      }, ms);
      waiting.set(id, {
        resolve: (result) => {
          clearTimeout(timer);
          resolve(result as never);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      child.stdin.write(`${JSON.stringify({ id, operation, args: asked })}\n`);
    });
  };
  return {
    hello,
    ask,
    async close() {
      await ask('close', {}, 10_000).catch(() => null);
      child.stdin.end();
      const timer = setTimeout(() => killGroup(child), 2_000);
      await ended;
      clearTimeout(timer);
    },
    async kill() {
      killGroup(child);
      await ended;
    },
  };
}

function settle(waiting: Map<number, Waiting>, { id, result, error }: Reply): void {
  const asked = waiting.get(id);
  waiting.delete(id);
  if (error === undefined) asked?.resolve(result ?? null);
  else asked?.reject(new Error(error));
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It had ended already.
  }
}
