// The process side of a driver: one JSON request a line on stdin, one JSON reply a line on stdout.

import { createInterface } from 'node:readline';
import type { Hello, Operations, Received } from '../types.ts';

type Request = { id: number; operation: keyof Operations; args: unknown };
type Anything = (args: unknown) => Promise<unknown>;

const say = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const textOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

/** Serves until stdin ends. Replies may come in another order than requests. */
export function serve(hello: Hello, operations: Partial<Operations>): void {
  // A client library that throws outside of any request is a fact for the report, not the end of the driver.
  process.on('uncaughtException', (error) => process.stderr.write(`${textOf(error)}\n`));
  process.on('unhandledRejection', (error) => process.stderr.write(`${textOf(error)}\n`));
  say(hello);
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const { id, operation, args } = JSON.parse(line) as Request;
    const run = operations[operation] as Anything | undefined;
    if (!run) return say({ id, error: `no operation ${operation}` });
    run(args).then(
      (result) => say({ id, result }),
      (error: unknown) => say({ id, error: textOf(error) }),
    );
  });
  lines.on('close', () => process.exit(0));
}

/** Gathers records until there are enough; the waiting itself is bounded by whoever asked. */
export class Gathered {
  readonly records: Received[] = [];
  #waiting: { count: number; done: () => void }[] = [];

  add(record: Received): void {
    this.records.push(record);
    this.#waiting = this.#waiting.filter(({ count, done }) => {
      if (this.records.length < count) return true;
      done();
      return false;
    });
  }

  reach(count: number): Promise<void> {
    if (this.records.length >= count) return Promise.resolve();
    return new Promise((done) => this.#waiting.push({ count, done }));
  }
}

export const text = (bytes: Uint8Array | null | undefined): string | null =>
  bytes === null || bytes === undefined ? null : Buffer.from(bytes).toString();

/** Members of a driver by number. */
export class Members<T> {
  #all = new Map<number, T>();
  #next = 1;

  add(member: T): number {
    const id = this.#next++;
    this.#all.set(id, member);
    return id;
  }

  get(id: number): T {
    const member = this.#all.get(id);
    if (!member) throw new Error(`no member ${id}`);
    return member;
  }

  take(id: number): T {
    const member = this.get(id);
    this.#all.delete(id);
    return member;
  }

  takeAll(): T[] {
    const all = [...this.#all.values()];
    this.#all.clear();
    return all;
  }
}
