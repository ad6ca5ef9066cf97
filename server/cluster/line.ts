// One end of a line between two servers: what is told arrives in order or the line ends. Redis passes packets on and promises
// nothing, so each has a number; a missing one, or silence, ends the line, and who opened it opens another and starts over.
import type { z } from 'zod';
import type { Ack } from '#contract/errors.ts';
import type { Item, Packet } from './packet.ts';

/** The answer to what was asked on a line that ended: nobody knows whether it was carried out. Compared by identity. */
export const broken: Ack<never> = {
  ok: false,
  error: { code: 'unavailable', message: 'Le lien entre les serveurs a été coupé. Réessayez dans un instant.' },
};

export const lineDefaults = { silenceMs: 2_000 } as const;

export type LineClock = { elapsed(): number; after(ms: number, run: () => void): () => void };

/** The other end, as the rest of the server sees it. */
export type Line = {
  /** Returns what `isLast` knows it by, until it has left. */
  tell(kind: string, payload: unknown): Item;
  /** Nothing came after it, and it has not left: it may still be added to. */
  isLast(item: Item): boolean;
  call(kind: string, payload: unknown): Promise<Ack<unknown>>;
  readonly ended: boolean;
  onEnd(listener: () => void): void;
};

export type Handler = (payload: unknown, line: Line) => Ack<unknown> | Promise<Ack<unknown>> | undefined;
export type Handlers = ReadonlyMap<string, Handler>;

/** A handler of what has this shape. Another version of us may say something else: refused, and nothing breaks. */
export const parsed =
  <T>(
    schema: z.ZodType<T>,
    run: (payload: T, line: Line) => Ack<unknown> | Promise<Ack<unknown>> | undefined,
  ): Handler =>
  (payload, line) => {
    const read = schema.safeParse(payload);
    if (read.success) return run(read.data, line);
    return { ok: false, error: { code: 'unsupported', message: 'Les serveurs n’ont pas la même version de Relais.' } };
  };

export type LineEnd = Line & {
  receive(packet: Packet): void;
  /** Called again and again: says that we are here, and ends the line when the other end is not. */
  tick(): void;
  /** The other end may have been unable to speak: its silence counts from now. */
  excuse(): void;
  end(): void;
};

export function openLine(options: {
  id: string;
  clock: LineClock;
  handlers: Handlers;
  /** A packet of this number, with these items. */
  post: (n: number, items: readonly Item[]) => void;
  onError: (error: unknown) => void;
  silenceMs?: number;
}): LineEnd {
  const { clock, handlers, post } = options;
  const silenceMs = options.silenceMs ?? lineDefaults.silenceMs;
  const enders = new Set<() => void>();
  const asked = new Map<number, (ack: Ack<unknown>) => void>();
  let out: Item[] = [];
  let sent = 0;
  let expected = 0;
  let calls = 0;
  let heardAt = clock.elapsed();
  let quiet = false;
  let ended = false;
  const inbox: Item[] = [];
  let pumping = false;
  /** Somebody was answered, and had no turn yet to do something with it. */
  let answered = false;

  function flush(): void {
    if (ended) return;
    const items = out;
    out = [];
    quiet = false;
    post(sent, items);
    sent += 1;
  }

  function push(item: Item): Item {
    if (ended) return item;
    if (out.length === 0) clock.after(0, flush);
    out.push(item);
    return item;
  }

  function end(): void {
    if (ended) return;
    ended = true;
    inbox.length = 0;
    for (const settle of asked.values()) settle(broken);
    asked.clear();
    for (const listener of enders) listener();
  }

  const turn = (): Promise<void> => new Promise((resolve) => void clock.after(0, resolve));

  /** In order, also for those who waited for an answer: what they do with it comes before what was told after it. */
  async function pump(): Promise<void> {
    if (pumping) return;
    pumping = true;
    for (let item = inbox.shift(); item !== undefined && !ended; item = inbox.shift()) {
      if (item[0] === 'a') {
        asked.get(item[1])?.(item[2]);
        asked.delete(item[1]);
        answered = true;
        continue;
      }
      if (answered) await turn();
      answered = false;
      if (!ended) take(item);
    }
    pumping = false;
  }

  function take(item: Item): void {
    if (item[0] === 'a') return;
    const [, kind, payload] = item[0] === 't' ? item : [item[0], item[2], item[3]];
    const answer = (ack: Ack<unknown>): void => {
      if (item[0] === 'c') push(['a', item[1], ack]);
    };
    try {
      const told = handlers.get(kind)?.(payload, self);
      if (told instanceof Promise) told.then(answer, failed);
      else answer(told ?? unknown());
    } catch (error) {
      failed(error);
    }
    function failed(error: unknown): void {
      options.onError(error);
      answer({ ok: false, error: { code: 'internal', message: 'Le serveur a rencontré une erreur. Réessayez.' } });
    }
  }

  const self: LineEnd = {
    tell: (kind, payload) => push(['t', kind, payload]),
    isLast: (item) => out.at(-1) === item,
    call(kind, payload) {
      if (ended) return Promise.resolve(broken);
      calls += 1;
      const r = calls;
      push(['c', r, kind, payload]);
      return new Promise((resolve) => asked.set(r, resolve));
    },
    get ended() {
      return ended;
    },
    onEnd: (listener) => void enders.add(listener),
    receive({ n, items }) {
      if (ended) return;
      if (n !== expected) return end();
      expected += 1;
      heardAt = clock.elapsed();
      inbox.push(...items);
      void pump();
    },
    tick() {
      if (ended) return;
      if (clock.elapsed() - heardAt > silenceMs) return end();
      // Nothing left since the last time: a sign of life, with the number that tells of a loss.
      if (quiet && out.length === 0) flush();
      quiet = true;
    },
    excuse() {
      heardAt = clock.elapsed();
    },
    end,
  };
  return self;
}

const unknown = (): Ack<never> => ({ ok: false, error: { code: 'unsupported', message: 'Demande inconnue.' } });
