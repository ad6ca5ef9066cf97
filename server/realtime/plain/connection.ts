// One program on the plain door: its session in the broker, its outbox, its limits, its life signs.
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import { closeCodes, notJson, type PlainReply } from '#contract/chat-plain.ts';
import type { Batch, DoorChat } from '#server/chat/index.ts';
import { type Bucket, createBucket } from '../bucket.ts';
import type { Clock } from '../clock.ts';
import { jsonFrame } from './frame.ts';
import { createOutbox, type OutboxLimits } from './outbox.ts';
import { type Asker, answerPlain } from './requests.ts';

/** As on the page's door (handle.ts): larger messages are refused by a sentence. */
const maxMessageBytes = 64_000;
/** A program that goes on after this many refusals in a row will not stop by itself. */
const maxStrikes = 1_000;
/** Requests that asking for a history counts for: it is large. */
const historyCost = 10;
/** What `ws` says of a connection that ended without a closing frame (RFC 6455, 7.1.5). */
const endedWithoutAWord = 1_006;
/** After a farewell, how long the peer may take to hear it, ms. */
const farewellMs = 2_000;

export type Connection = {
  readonly name: string | null;
  flush(): void;
  /** Asks for a sign of life; without one before the next call, it is gone. */
  check(): void;
  /** Gone unless it gives a sign of life within `ms`. */
  probe(ms: number): void;
  /** Says why, then closes. */
  end(code: number, reason: string): void;
  /** Closes without a word. */
  kill(): void;
};

export type Surroundings = {
  chat: DoorChat;
  clock: Clock;
  log: Logger;
  limits: OutboxLimits & { requestRate: number; requestBurst: number };
  /** The frames of a batch, made once. */
  frameOf: (batch: Batch) => Buffer;
  taken: (key: string) => boolean;
  ofToken: Asker['ofToken'];
  contested: (key: string) => void;
  /** It has something to write at the end of this turn. */
  owes: (connection: Connection) => void;
  gone: (connection: Connection) => void;
  counts: { frames: number; writes: number; slowClosed: number; refused: number; accepted: number };
};

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The JSON value, or undefined when it is none: `undefined` is no JSON value. Binary frames are read as text too. */
function read(data: RawData): unknown {
  try {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : data;
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return undefined;
  }
}

function sizeOf(data: RawData): number {
  return Array.isArray(data) ? data.reduce((sum, part) => sum + part.length, 0) : data.byteLength;
}

const isList = (said: object | readonly PlainReply[]): said is readonly PlainReply[] => Array.isArray(said);
function* framesOf(said: readonly PlainReply[]): Generator<Buffer> {
  for (const each of said) yield jsonFrame(each);
}

/** `socket` is the connection under `ws`: ours by the upgrade, and written to directly. */
export function openConnection(ws: WebSocket, socket: Duplex, around: Surroundings): Connection {
  const { chat, clock, log, counts, limits } = around;
  const bucket: Bucket = createBucket(clock, { rate: limits.requestRate, burst: limits.requestBurst });
  let strikes = 0;
  let heard = true;
  let ended = false;
  let probed = false;
  const outbox = createOutbox({
    socket,
    clock,
    limits,
    onWrite: () => {
      counts.writes += 1;
    },
    onTooSlow() {
      counts.slowClosed += 1;
      end(closeCodes.slow, 'slow');
    },
  });
  const session = chat.connect({
    deliver(batches) {
      for (const batch of batches) {
        counts.frames += batch.items.length;
        outbox.push(around.frameOf(batch));
      }
      around.owes(connection);
    },
    evicted() {
      reply({
        error: 'Ce nom est celui de quelqu’un qui vient d’ouvrir la page. Prenez-en un autre.',
        code: 'forbidden',
      });
      outbox.flush();
      end(closeCodes.nameTaken, 'name taken');
    },
    graceMs: 0,
    more: false,
    restart: () => end(closeCodes.restart, 'restart'),
    cut: () => ws.terminate(),
  });

  function reply(said: PlainReply | typeof notJson | readonly PlainReply[]): void {
    if (isList(said)) outbox.pushLater(framesOf(said));
    else outbox.push(jsonFrame(said));
    around.owes(connection);
  }

  function end(code: number, reason: string): void {
    if (ended) return;
    ended = true;
    session.close(false);
    outbox.close();
    ws.close(code, reason);
    clock.after(farewellMs, () => ws.terminate());
  }

  function refused(): void {
    counts.refused += 1;
    strikes += 1;
    if (strikes <= maxStrikes) return;
    log.warn({ strikes }, 'plain connection closed after too many refusals');
    end(closeCodes.refused, 'refused');
  }

  /** Another server is being told whose this is: what is asked meanwhile waits, in order. */
  let telling: Promise<void> | null = null;
  async function whileTelling<T>(told: Promise<T>): Promise<T> {
    let over = (): void => {};
    telling = new Promise((resolve) => {
      over = resolve;
    });
    try {
      return await told;
    } finally {
      // What waited for the answer goes on first.
      clock.after(0, () => {
        telling = null;
        over();
      });
    }
  }

  const asker: Asker = {
    session,
    whileTelling,
    wantsMore: () => session.wantsMore(),
    now: clock.now,
    taken: around.taken,
    ofToken: around.ofToken,
    contested: around.contested,
  };

  async function hear(data: RawData): Promise<boolean> {
    if (sizeOf(data) > maxMessageBytes) {
      reply({ error: `Message trop volumineux\u00a0: ${maxMessageBytes / 1_000}\u00a0ko au plus.`, code: 'too-large' });
      return false;
    }
    const json = read(data);
    const cost = (json as { type?: unknown } | null)?.type === 'get_history' ? historyCost : 1;
    if (!bucket.take(cost)) {
      reply({ error: 'Trop de demandes à la fois. Attendez une seconde, puis recommencez.', code: 'rate-limited' });
      return false;
    }
    if (json === undefined) {
      reply(notJson);
      return false;
    }
    while (telling !== null) await telling;
    return answerPlain(json, asker, reply);
  }

  ws.on('message', (data) => {
    heard = true;
    if (ended) return;
    // It asks and does not read the answers.
    if (outbox.owed() > limits.hardBytes) return end(closeCodes.slow, 'slow');
    hear(data).then(
      (done) => {
        if (!done) return refused();
        counts.accepted += 1;
        strikes = 0;
      },
      (error: unknown) => {
        log.error({ err: error }, 'plain request failed');
        reply({ error: 'Le serveur a rencontré une erreur. Elle est notée dans son journal.', code: 'internal' });
      },
    );
  });
  ws.on('pong', () => {
    heard = true;
  });
  // A frame that breaks the protocol: `ws` answers with the code of the standard and closes.
  ws.on('error', (error) => log.debug({ err: error }, 'plain connection broken'));
  ws.on('close', (code) => {
    ended = true;
    outbox.close();
    session.close(code === endedWithoutAWord);
    around.gone(connection);
  });

  const connection: Connection = {
    get name() {
      return session.name;
    },
    flush: () => outbox.flush(),
    check() {
      if (!heard) return ws.terminate();
      heard = false;
      ws.ping();
    },
    probe(ms) {
      // Once at a time, however many ask for the name.
      if (ended || probed) return;
      probed = true;
      let answered = false;
      ws.once('pong', () => {
        answered = true;
      });
      ws.ping();
      clock.after(ms, () => {
        probed = false;
        if (!answered) ws.terminate();
      });
    },
    end,
    kill: () => ws.terminate(),
  };
  return connection;
}
