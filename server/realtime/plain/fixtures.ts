// Shared by the tests of this folder: a plain door on a free port, and programs as bare as a student's.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { type ClientOptions, WebSocket } from 'ws';
import { createChat } from '#server/chat/index.ts';
import { memoryStore } from '#server/store/index.ts';
import { createBucket } from '../bucket.ts';
import { systemClock } from '../clock.ts';
import { until } from '../fixtures.ts';
import { createPlainDoor, type PlainLimits } from './door.ts';

export const teacherCode = 'tournesol-42';

export async function startDoor(
  given: {
    limits?: Partial<PlainLimits>;
    chat?: NonNullable<Parameters<typeof createChat>[0]['limits']>;
    store?: Parameters<typeof createChat>[0]['store'];
    port?: number;
    taken?: (key: string) => boolean;
  } = {},
) {
  const chat = createChat({
    clock: systemClock,
    newId: () => crypto.randomUUID(),
    limiter: () => createBucket(systemClock, { rate: 100_000, burst: 100_000 }),
    store: given.store ?? memoryStore(),
    teacherCode,
    onError: () => {},
    ...(given.chat ? { limits: given.chat } : {}),
  });
  const http = createServer((_request, response) => response.end('page'));
  const door = createPlainDoor({
    http,
    host: '127.0.0.1',
    chat,
    taken: given.taken ?? (() => false),
    // The tokens of these tests are the name and the id themselves.
    ofToken(token) {
      const [, name, id] = /^token-of-(\w+)-(\w+)$/.exec(token) ?? [];
      return name && id ? { name, id } : null;
    },
    clock: systemClock,
    log: pino({ level: 'silent' }),
    ...(given.limits ? { limits: given.limits } : {}),
  });
  await new Promise<void>((resolve) => http.listen(given.port ?? 0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  async function close(): Promise<void> {
    await door.close(50);
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
    await chat.close();
  }
  return { chat, door, http, port, url: `ws://127.0.0.1:${port}/chat`, close };
}

/** What the server said, as a student's program sees it. */
export type Said = { type?: string; error?: string } & Record<string, unknown>;

/** Connects; keeps everything it is told, in order. */
export async function openProgram(url: string, options: ClientOptions = {}) {
  const socket = new WebSocket(url, options);
  const said: Said[] = [];
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  );
  socket.on('message', (data) => void said.push(JSON.parse(data.toString())));
  socket.on('error', () => {});
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  let read = 0;
  const program = {
    socket,
    said,
    closed,
    raw: (text: string | Uint8Array) => socket.send(text),
    send: (message: unknown) => socket.send(JSON.stringify(message)),
    /** The next thing said that was not taken yet. */
    async next(): Promise<Said> {
      await until(() => said.length > read);
      read += 1;
      return said[read - 1] as Said;
    },
    all: (type: string) => said.filter((each) => each.type === type),
    /** Subscribes, and takes the answer and its own arrival. */
    async subscribe(room: string, userId: string, more: Record<string, unknown> = {}): Promise<Said> {
      const from = said.length;
      const answer = (): Said | undefined =>
        said
          .slice(from)
          .find(({ type, error, room: of }) => error !== undefined || (type === 'subscribed' && of === room));
      program.send({ type: 'subscribe', room, userId, ...more });
      await until(answer);
      const subscribed = answer() ?? {};
      if (subscribed.type !== 'subscribed') throw new Error(JSON.stringify(subscribed));
      await until(() =>
        said.slice(from).some((each) => each.type === 'presence' && each.room === room && each.userId === userId),
      );
      read = said.length;
      return subscribed;
    },
    publish: (room: string, sender: string, content: string, more: Record<string, unknown> = {}) =>
      program.send({ type: 'publish', room, sender, content, ...more }),
    /** Everything sent so far has been answered. */
    async answered(): Promise<void> {
      const before = program.all('heartbeat').length;
      program.send({ type: 'heartbeat' });
      await until(() => program.all('heartbeat').length > before);
    },
    close: () => socket.close(),
    /** As a cable that is pulled: no farewell. */
    cut: () => socket.terminate(),
  };
  return program;
}
export type Program = Awaited<ReturnType<typeof openProgram>>;
