// One chat server of the benches, in a process of its own: ours with everything on (either door), or a peer that only forwards.
// Started with its kind and its options as JSON (chat-process.ts); tells its port, and its CPU time and memory when asked.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Server } from 'socket.io';
import { type WebSocket, WebSocketServer } from 'ws';
import { createChat, openChatStore } from '#server/chat/index.ts';
import {
  createBucket,
  createDirectory,
  createEdge,
  createPlainDoor,
  openSandboxes,
  systemClock,
} from '#server/realtime/index.ts';

export type ChatKind = 'relais' | 'ws' | 'ws-history' | 'socket.io' | 'socket.io-recovery';

export type ChatServerOptions = {
  /** The same again, and clients find it after a restart. */
  port?: number;
  /** Kept; by default a folder that ends with the process. */
  dataDir?: string;
  chat?: NonNullable<Parameters<typeof createChat>[0]['limits']>;
  plain?: NonNullable<Parameters<typeof createPlainDoor>[0]['limits']>;
};

/** Bare `ws`: a message goes to every socket of its room as it came, one send each. */
function bareWs(http: HttpServer): void {
  const rooms = new Map<string, Set<WebSocket>>();
  new WebSocketServer({ server: http, perMessageDeflate: false }).on('connection', (socket) => {
    socket.on('message', (data) => {
      const text = data.toString();
      const message = JSON.parse(text) as { type: string; room: string };
      const members = rooms.get(message.room) ?? new Set();
      if (message.type === 'subscribe') {
        rooms.set(message.room, members.add(socket));
        socket.send('{"type":"subscribed"}');
      } else for (const member of members) member.send(text);
    });
  });
}

/** What one writes oneself: messages are numbered and kept, and whoever comes back says the number it wants; one send each. */
function wsWithHistory(http: HttpServer): void {
  const members = new Set<WebSocket>();
  const kept: string[] = [];
  new WebSocketServer({ server: http, perMessageDeflate: false }).on('connection', (socket) => {
    socket.on('close', () => members.delete(socket));
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString()) as { type: string; from?: number };
      if (message.type === 'subscribe') {
        members.add(socket);
        socket.send(JSON.stringify({ type: 'subscribed', sequence: kept.length }));
        for (const text of kept.slice((message.from ?? kept.length + 1) - 1)) socket.send(text);
      } else {
        const text = JSON.stringify({ ...message, type: 'message', sequence: kept.length + 1 });
        kept.push(text);
        for (const member of members) member.send(text);
      }
    });
  });
}

/** `recovery`: Socket.IO's own, which keeps what a lost connection missed. */
function bareSocketIo(http: HttpServer, recovery: boolean): void {
  const io = new Server(http, {
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    ...(recovery ? { connectionStateRecovery: { maxDisconnectionDuration: 120_000 } } : {}),
  });
  io.on('connection', (socket) => {
    socket.on('chat:subscribe', async ({ room }: { room: string }, ack: (reply: object) => void) => {
      await socket.join(room);
      ack({ ok: true });
    });
    socket.on('chat:publish', (message: { room: string }) => io.to(message.room).emit('chat', [message]));
  });
}

/** Identity, numbers, history, presence, the file on disk; only the rates are raised: one program publishes for a whole class. */
async function relais(http: HttpServer, dataDir: string, given: ChatServerOptions) {
  const log = pino({ level: 'silent' });
  const onError = (error: unknown): never => {
    throw error;
  };
  const chat = createChat({
    clock: systemClock,
    newId: () => Math.random().toString(36).slice(2, 14),
    limiter: () => createBucket(systemClock, { rate: 1e9, burst: 1e9 }),
    store: await openChatStore(dataDir, { clock: systemClock, onError }),
    teacherCode: 'not-asked',
    onError,
    ...(given.chat ? { limits: given.chat } : {}),
  });
  const sandboxes = await openSandboxes(null, { onError });
  const directory = createDirectory({ clock: systemClock, epoch: 'bench', sandboxes });
  const edge = createEdge({
    http,
    host: '127.0.0.1',
    version: 'bench',
    identify(request) {
      const [, id = '', name = ''] = /who=(\w+); name=(\w+)/.exec(request.headers.cookie ?? '') ?? [];
      return { person: { id }, name, setCookie: null };
    },
    labs: [],
    chat,
    tokenOf: () => '',
    directory,
    clock: systemClock,
    log,
  });
  const limits = { requestRate: 1e9, requestBurst: 1e9, ...given.plain };
  const options = { taken: directory.isTaken, ofToken: () => null, clock: systemClock, log, limits };
  const door = createPlainDoor({ http, host: '127.0.0.1', chat, ...options });
  return {
    connections: () => ({ plain: door.stats().connections, pages: edge.stats().sockets }),
    async close() {
      await Promise.all([edge.close(), door.close()]);
      await chat.close();
    },
  };
}

const kind = process.argv[2] as ChatKind;
const options = JSON.parse(process.argv[3] ?? '{}') as ChatServerOptions;
const http = createServer((_request, response) => response.end());
const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'relais-bench-'));
let ours: Awaited<ReturnType<typeof relais>> | null = null;
if (kind === 'ws') bareWs(http);
else if (kind === 'ws-history') wsWithHistory(http);
else if (kind !== 'relais') bareSocketIo(http, kind === 'socket.io-recovery');
else ours = await relais(http, dataDir, options);
http.listen(options.port ?? 0, '127.0.0.1', () => process.send?.({ port: (http.address() as AddressInfo).port }));

async function end(cleanly: boolean): Promise<void> {
  if (cleanly) await ours?.close();
  if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
  process.exit(0);
}
process.on('message', (word) => {
  if (word === 'stop' || word === 'close') void end(word === 'close');
  else if (word === 'measure' || word === 'look') {
    // A collection stops everybody: not while somebody is timed.
    if (word === 'measure') globalThis.gc?.();
    process.send?.({
      cpu: process.cpuUsage(),
      memory: process.memoryUsage(),
      connections: ours?.connections() ?? null,
    });
  }
});
process.on('disconnect', () => void end(false));
