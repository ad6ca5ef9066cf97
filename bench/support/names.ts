// R12: hostile names through both doors and the form that gives a pseudonym, of a whole server on a data directory of its own;
// then what it wrote, what it accepted, and what became of the prototypes of its process (it runs in this one).
import { mkdtempSync, readdirSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { pino } from 'pino';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { createApp } from '#server/app.ts';
import { readConfig } from '#server/config.ts';
import { type HostileName, hostileName } from './hostile-names.ts';
import { random } from './storm.ts';

export type NameFigures = {
  asked: number;
  answered: number;
  accepted: number;
  /** Names like the teacher's that somebody now bears, by whatever way. */
  teachers: string[];
  /** Files written, made or changed elsewhere than where the server keeps its own. */
  strangeFiles: string[];
  prototypes: string[];
};

/** Requests of one connection before it makes place for another: the limits are those of the product. */
const each = { plain: 180, pages: 14 } as const;
/** All that the server writes in its directory, besides the embedded Kafka's own. */
const own = new Set(
  ['chat/messages.log', 'queue/tasks.log'].flatMap((log) => [dirname(log), log, `${log}.tmp`]).concat('kafka'),
);
const ownRoot = /^(identity\.key|sandboxes)[\w.-]*$/;

const prototypesNow = (): string =>
  [Object, Array, Map, Set, String, Function, Promise, Buffer]
    .map(
      ({ name, prototype }) =>
        `${name}: ${Reflect.ownKeys(prototype as object)
          .map(String)
          .sort()
          .join(' ')}`,
    )
    .join('\n');

export async function namesThroughTheDoors(given: { seed: number; names: number; tell?: (line: string) => void }) {
  const below = random(given.seed);
  const outer = mkdtempSync(join(tmpdir(), 'relais-names-'));
  const dataDir = join(outer, 'data');
  const before = prototypesNow();
  const changed = new Set<string>();
  const watcher = watch(outer, { recursive: true }, (_kind, path) => void changed.add(path ?? ''));
  const read = readConfig({ PORT: '0', KAFKA_PORT: '0', DATA_DIR: dataDir });
  if (!read.ok) throw new Error(read.message);
  const app = createApp(read.config, {
    directory: dirname(dirname(import.meta.dirname)),
    log: pino({ level: 'silent' }),
    openPages: async () => ({
      policyOf: () => ({ header: "default-src 'self'" }),
      handler: async (_request, response) => void response.end(),
      close: async () => {},
    }),
  });
  const { url } = await app.listen();
  const figures = { asked: 0, answered: 0, accepted: 0 };
  const teachers: string[] = [];
  let left = given.names;
  const take = (): HostileName => {
    left -= 1;
    figures.asked += 1;
    return hostileName(below);
  };
  const told = (accepted: boolean, { name, teacher }: HostileName, bears: boolean): void => {
    figures.answered += 1;
    if (accepted) figures.accepted += 1;
    if (accepted && teacher && bears) teachers.push(name);
  };

  /** A program that tries names: its own, a room's, a reader's. Each name of its own needs a connection without one. */
  async function program(): Promise<void> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/chat`, { perMessageDeflate: false });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    let heard: (reply: Record<string, unknown>) => void = () => {};
    let over = false;
    socket.on('close', () => {
      over = true;
      heard({ error: 'closed' });
    });
    socket.on('message', (data) => heard(JSON.parse(data.toString()) as Record<string, unknown>));
    const ask = (request: object, ends: (reply: Record<string, unknown>) => boolean) =>
      new Promise<Record<string, unknown>>((resolve) => {
        if (over) return resolve({ error: 'closed' });
        heard = (reply) => {
          if (reply.error !== undefined || ends(reply)) resolve(reply);
        };
        socket.send(JSON.stringify(request));
      });
    for (let count = 0; count < each.plain && left > 0 && !over; count += 1) {
      const hostile = take();
      const way = below(4);
      const { name } = hostile;
      if (way < 2) {
        const reply = await ask({ type: 'subscribe', room: 'r', userId: name }, ({ type }) => type === 'subscribed');
        told(reply.error === undefined, hostile, true);
        // It has a name now: another connection tries the next one.
        if (reply.error === undefined) break;
      } else if (way === 2) {
        const reply = await ask({ type: 'get_history', room: name }, ({ type }) => type === 'history');
        told(reply.error === undefined, hostile, false);
      } else {
        const request = {
          type: 'publish',
          room: name,
          sender: name,
          content: name.slice(0, 1_000),
          clientMessageId: 'c',
        };
        const reply = await ask(request, ({ type }) => type === 'published');
        told(reply.error === undefined, hostile, true);
        if (reply.error === undefined) break;
      }
    }
    socket.terminate();
  }

  /** A page: the pseudonym by the form, then rooms and readers by the socket. */
  async function page(number: number): Promise<void> {
    const first = await fetch(`${url}/socket.io/?EIO=4&transport=polling`);
    let cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
    const named = async (name: string): Promise<boolean> => {
      const headers = { 'content-type': 'application/json', origin: url, cookie };
      const reply = await fetch(`${url}/moi`, { method: 'POST', headers, body: JSON.stringify({ name }) });
      const given = reply.headers.get('set-cookie')?.split(';')[0];
      if (given) cookie = given;
      return reply.ok && ((await reply.json()) as { ok: boolean }).ok;
    };
    for (let count = 0; count < 6 && left > 0; count += 1) {
      const hostile = take();
      told(await named(hostile.name), hostile, true);
    }
    await named(`eleve${number}`);
    const socket = io(url, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { cookie },
    });
    await new Promise<void>((resolve) => socket.once('connect', resolve).once('connect_error', () => resolve()));
    for (let count = 0; count < each.pages && left > 0 && socket.connected; count += 1) {
      const hostile = take();
      const { name } = hostile;
      const request =
        below(2) === 0 ? ['chat:subscribe', { room: name }] : ['chat:publish', { room: name, content: 'x' }];
      const reply = await socket
        .timeout(5_000)
        .emitWithAck(request[0] as string, request[1])
        .catch(() => ({ ok: false }));
      told(reply.ok, hostile, false);
    }
    socket.close();
  }

  try {
    let told = performance.now();
    for (let round = 0; left > 0; round += 1) {
      await Promise.all([...Array.from({ length: 6 }, program), page(round * 2), page(round * 2 + 1)]);
      if (performance.now() - told < 10_000) continue;
      told = performance.now();
      given.tell?.(`  ${figures.asked} names, ${figures.accepted} accepted`);
    }
  } finally {
    await app.close();
    watcher.close();
  }
  const kept = [...changed, ...(readdirSync(outer, { recursive: true }) as string[])];
  const strangeFiles = [...new Set(kept)].filter((path) => !isOwn(path));
  rmSync(outer, { recursive: true, force: true });
  const after = prototypesNow();
  const result: NameFigures = { ...figures, teachers, strangeFiles, prototypes: after === before ? [] : [after] };
  return result;
}

function isOwn(path: string): boolean {
  if (path === 'data') return true;
  if (!path.startsWith(`data${sep}`)) return false;
  const inside = path.slice(`data${sep}`.length);
  return own.has(inside) || inside.startsWith(`kafka${sep}`) || ownRoot.test(inside);
}
