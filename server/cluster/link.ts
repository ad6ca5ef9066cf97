// The link to Redis: one connection (RESP 3, so that what is published comes over the one that asks), opened again by itself.
// Nothing is asked twice and nothing waits in it: a lost link refuses at once, and is told.
import { createClient } from 'redis';

export type LinkState = 'linked' | 'cut';

export type RedisLink = {
  readonly state: LinkState;
  /** Which life of Redis this is; another one may have come back with less. */
  readonly run: string;
  /** Which database of it: servers share within one. */
  readonly database: number;
  /** Rejects when the link is cut, or is cut meanwhile: nobody knows then whether it was carried out. */
  evaluate(script: string, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown>;
  get(key: string): Promise<string | null>;
  /** What is kept there from now on: `value`, unless there was one. */
  keep(key: string, value: string): Promise<string>;
  set(key: string, value: string): Promise<void>;
  range(key: string, from: number, to: number): Promise<string[]>;
  /** False: it cannot leave. True says nothing of its arrival. */
  publish(channel: string, text: string): boolean;
  /** Heard in order, from the moment the link is told to be there on. */
  hear(channel: string, listener: (text: string) => void): void;
  onState(listener: (state: LinkState) => void): void;
  close(): void;
};

export const linkDefaults = {
  /** A Redis that does not answer for so long is lost, ms. */
  answerMs: 2_000,
  connectMs: 2_000,
  /** How soon it is tried again, ms. */
  againMs: 200,
  /** Bytes published and not yet taken by Redis, above which the link is given up. */
  owedBytes: 64_000_000,
} as const;

type Clock = { after(ms: number, run: () => void): () => void };
type Options = {
  url: string;
  name: string;
  clock: Clock;
  limits?: Partial<{ [Key in keyof typeof linkDefaults]: number }>;
};

const newClient = (url: string, name: string, connectTimeout: number) =>
  createClient({ url, name, RESP: 3, disableOfflineQueue: true, socket: { reconnectStrategy: false, connectTimeout } });
type Client = ReturnType<typeof newClient>;

const databaseOf = (url: string): number => Number(/^\/(\d+)$/.exec(new URL(url).pathname)?.[1] ?? 0);
const cut = (): Error => new Error('the link to Redis is cut');

/** Not open yet: `hear` first, then `open`, which resolves to whether Redis answers. It is tried again in either case. */
export function createLink(options: Options): RedisLink & { open(): Promise<boolean> } {
  const { url, name, clock } = options;
  const limits = { ...linkDefaults, ...options.limits };
  const heard = new Map<string, (text: string) => void>();
  const listeners = new Set<(state: LinkState) => void>();
  let client: Client | null = null;
  let run = '';
  let owed = 0;
  let closed = false;
  let cancelAgain = (): void => {};

  function lost(which: Client): void {
    if (which.isOpen) which.destroy();
    if (client !== which) return;
    client = null;
    for (const listener of listeners) listener('cut');
    again();
  }

  function again(): void {
    cancelAgain();
    if (!closed) cancelAgain = clock.after(limits.againMs, () => void connect());
  }

  async function connect(): Promise<boolean> {
    const next = newClient(url, name, limits.connectMs);
    // Without a listener an error would end the process; `terminated` says the same.
    next.on('error', () => {});
    next.on('terminated', () => lost(next));
    next.on('end', () => lost(next));
    try {
      await next.connect();
      const told = await inTime(next, next.info('server'));
      for (const [channel, listener] of heard) await inTime(next, next.subscribe(channel, listener));
      if (closed || !next.isReady) throw cut();
      run = /run_id:(\w+)/.exec(told)?.[1] ?? '';
      client = next;
      owed = 0;
    } catch {
      if (next.isOpen) next.destroy();
      again();
      return false;
    }
    for (const listener of listeners) listener('linked');
    return true;
  }

  async function inTime<T>(by: Client, asked: Promise<T>): Promise<T> {
    const cancel = clock.after(limits.answerMs, () => lost(by));
    try {
      return await asked;
    } finally {
      cancel();
    }
  }

  function ask<T>(what: (client: Client) => Promise<T>): Promise<T> {
    return client === null ? Promise.reject(cut()) : inTime(client, what(client));
  }

  return {
    get state() {
      return client === null ? 'cut' : 'linked';
    },
    get run() {
      return run;
    },
    database: databaseOf(url),
    open: connect,
    evaluate: (script, keys, values) =>
      ask((by) => by.eval(script, { keys: [...keys], arguments: values.map(String) })),
    get: (key) => ask((by) => by.get(key)),
    async keep(key, value) {
      return (await ask((by) => by.set(key, value, { condition: 'NX', GET: true }))) ?? value;
    },
    async set(key, value) {
      await ask((by) => by.set(key, value));
    },
    range: (key, from, to) => ask((by) => by.lRange(key, from, to)),
    publish(channel, text) {
      if (client === null) return false;
      const by = client;
      owed += text.length;
      if (owed > limits.owedBytes) {
        lost(by);
        return false;
      }
      by.publish(channel, text).then(
        () => {
          if (client === by) owed -= text.length;
        },
        () => lost(by),
      );
      return true;
    },
    hear(channel, listener) {
      heard.set(channel, listener);
      const by = client;
      if (by !== null) inTime(by, by.subscribe(channel, listener)).catch(() => lost(by));
    },
    onState: (listener) => void listeners.add(listener),
    close() {
      closed = true;
      cancelAgain();
      const by = client;
      client = null;
      if (by?.isOpen) by.destroy();
    },
  };
}
