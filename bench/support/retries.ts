// R4, the sender's half: every acknowledgement is lost at least once, most more often; each publish is tried again with its id, also
// over cut links and killed servers; then a reader counts what is stored.
import { type ChatProcess, startChat } from './chat-process.ts';
import { faults, startFaultProxy } from './fault-proxy.ts';
import { temporary } from './peers.ts';
import { type Door, type Heard, type RawChat, rawChat } from './raw-chat.ts';
import { random } from './storm.ts';

export type Retries = {
  seed: number;
  publishes: number;
  senders: number;
  cuts: number;
  restarts: number;
  tell?: (line: string) => void;
};
export type RetryFigures = {
  published: number;
  attempts: number;
  /** Acknowledgements that the proxy took. */
  dropped: number;
  cuts: number;
  restarts: number;
  stored: number;
  storedTwice: number;
  missing: number;
  /** Read under another number than its sender was told. */
  wrongNumber: number;
  /** Numbers that the reader did not get, or twice. */
  holes: number;
};

/** A first try and five more; the sixth acknowledgement is let through. */
const tries = 6;
const room = 'general';
/** Under way for each sender. */
const window = 20;
/** A page may ask 20 times a second, and is told to wait. */
const retryMs = { plain: 120, pages: 2_000 } as const;

type Waiting = { id: number; content: string; attempts: number };

export async function retried(file: string, given: Retries): Promise<RetryFigures> {
  const below = random(given.seed);
  const folder = await temporary();
  const options = { dataDir: folder.path, chat: { historySize: given.publishes + 1, historyChars: 1e9 } };
  let server: ChatProcess = await startChat(file, 'relais', { ...options, plain: { probeMs: 200 } });
  const { port } = server;
  const attempts = new Uint8Array(given.publishes);
  const acked = new Int32Array(given.publishes);
  /** Of a page's request: which publish it is. */
  const requests = Array.from({ length: given.senders }, () => new Map<number, number>());
  const figures = { attempts: 0, dropped: 0, cuts: 0, restarts: 0 };

  /** Which publish a frame acknowledges; -1 when it does not. */
  function publishOf(text: string, client: number): number {
    const plain = /"clientMessageId":"m(\d+)"/.exec(text);
    if (plain) return Number(plain[1]);
    const [, number] = /^43(\d+)\[\{"ok":true,"result":\{"room":/.exec(text) ?? [];
    return number === undefined ? -1 : (requests[client]?.get(Number(number)) ?? -1);
  }
  const proxy = await startFaultProxy(
    () => port,
    below,
    (text, client) => {
      const id = publishOf(text, client);
      const made = attempts[id] ?? tries;
      // The first one always, then half of them.
      const drop = made === 1 || (made < tries && below(2) === 0);
      if (drop) figures.dropped += 1;
      return drop;
    },
  );

  let next = 0;
  let done = 0;
  const closers: (() => void)[] = [];

  function sender(client: number): void {
    const door: Door = client % 2 === 0 ? 'plain' : 'pages';
    const name = `s${client}n`;
    const waiting = new Map<number, Waiting>();
    let chat: RawChat;
    let over = false;

    function send(one: Waiting): void {
      if (!chat.open) return;
      one.attempts += 1;
      attempts[one.id] = Math.min(one.attempts, 255);
      figures.attempts += 1;
      const fields = { room, content: one.content, clientMessageId: `m${one.id}` };
      const request = chat.ask('publish', door === 'plain' ? { ...fields, sender: name } : fields);
      if (door === 'pages') requests[client]?.set(request, one.id);
    }
    function fill(): void {
      const most = door === 'plain' ? window : 6;
      while (chat.open && waiting.size < most && next < given.publishes) {
        const id = next++;
        const one = { id, content: `m${id}|${'x'.repeat(80)}`, attempts: 0 };
        waiting.set(id, one);
        send(one);
      }
    }
    function settle(id: number, sequence: number): void {
      if (!waiting.delete(id)) return;
      acked[id] = sequence;
      done += 1;
      fill();
    }
    function dial(): void {
      requests[client]?.clear();
      chat = rawChat({
        port: proxy.port,
        door,
        name,
        client,
        onOpen() {
          for (const one of waiting.values()) send(one);
          fill();
        },
        onHeard(heard: Heard, request) {
          if (heard.type === 'published')
            settle(Number(String(heard.clientMessageId).slice(1)), Number(heard.sequence));
          const id = request === null ? undefined : requests[client]?.get(request);
          if (id !== undefined && heard.ok === true) settle(id, (heard.result as { sequence: number }).sequence);
        },
        onClosed() {
          if (!over) setTimeout(dial, 20 + below(60));
        },
      });
    }
    dial();
    // What was not answered in time is asked again.
    const again = setInterval(() => {
      for (const one of waiting.values()) send(one);
    }, retryMs[door]);
    closers.push(() => {
      over = true;
      clearInterval(again);
      chat.cut();
    });
  }

  try {
    for (let client = 0; client < given.senders; client += 1) sender(client);
    let told = performance.now();
    let quiet = 0;
    for (let last = 0; done < given.publishes; ) {
      if (figures.cuts < (given.cuts * done) / given.publishes)
        if (proxy.strike(below(given.senders), faults[below(faults.length)] ?? 'reset')) figures.cuts += 1;
      if (figures.restarts < given.restarts && done / given.publishes > (figures.restarts + 0.5) / given.restarts) {
        await server.kill();
        figures.restarts += 1;
        server = await startChat(file, 'relais', { ...options, port, plain: { probeMs: 200 } });
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (performance.now() - told < 10_000) continue;
      told = performance.now();
      quiet = done === last ? quiet + 1 : 0;
      last = done;
      if (quiet > 6) throw new Error(`nothing was acknowledged for a minute: ${done} of ${given.publishes}`);
      given.tell?.(
        `  ${done} acknowledged, ${figures.attempts} attempts, ${figures.cuts} cuts, ${figures.restarts} kills`,
      );
    }
    for (const close of closers.splice(0)) close();
    return { published: done, ...figures, ...(await count(port, given.publishes, acked)) };
  } finally {
    for (const close of closers) close();
    await proxy.close();
    await server.stop();
    await folder.remove();
  }
}

/** A reader who was never there before asks for everything. */
async function count(port: number, publishes: number, acked: Int32Array) {
  const places = new Map<number, number>();
  let [expected, storedTwice, holes, wrongNumber] = [1, 0, 0, 0];
  await new Promise<void>((resolve, reject) => {
    let last = Number.POSITIVE_INFINITY;
    const chat = rawChat({
      port,
      door: 'plain',
      name: 'reader',
      client: 0,
      onOpen: () => void chat.ask('subscribe', { room, userId: 'reader', from: 1 }),
      onHeard(heard) {
        if (heard.type === 'subscribed') {
          last = Number(heard.sequence);
          if (heard.recovered !== true) reject(new Error('the whole history is not there'));
        }
        if (heard.type !== 'message') return;
        const sequence = Number(heard.sequence);
        if (sequence !== expected) holes += 1;
        expected = sequence + 1;
        const id = Number(/^m(\d+)\|/.exec(String(heard.content))?.[1]);
        if (places.has(id)) storedTwice += 1;
        else if (acked[id] !== sequence) wrongNumber += 1;
        places.set(id, sequence);
        if (sequence < last) return;
        chat.cut();
        resolve();
      },
      onClosed: (code) => reject(new Error(`the reader was closed (${code})`)),
    });
  });
  return { stored: places.size, storedTwice, holes, wrongNumber, missing: publishes - places.size };
}
