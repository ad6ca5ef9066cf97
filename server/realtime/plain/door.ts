// The plain WebSocket `/chat`: any program, in any language, by the course's contract. Checked before the upgrade, one write per
// socket and turn, what a room hears serialised once.
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { checkUserId } from '#contract/chat-names.ts';
import { chatPath, closeCodes } from '#contract/chat-plain.ts';
import type { Batch, DoorChat } from '#server/chat/index.ts';
import type { Clock } from '../clock.ts';
import { factsOf, hostAllowed, requestAllowed } from '../origin.ts';
import { type Connection, openConnection } from './connection.ts';
import { jsonFrame } from './frame.ts';
import { type OutboxLimits, outboxDefaults } from './outbox.ts';

export const plainDefaults = {
  ...outboxDefaults,
  /** Far outer wall: programs of a class, several each. */
  maxConnections: 1_000,
  /** Requests of one connection, of any kind, a second and at once; what is published is counted by person in the broker. */
  requestRate: 200,
  requestBurst: 600,
  /** How often each program is asked for a sign of life; one that gave none since the last time has left, ms. */
  checkMs: 15_000,
  /** A name is asked for that seems taken: its bearer has this long to show that it is there, ms. */
  probeMs: 1_500,
} as const;
export type PlainLimits = OutboxLimits & { [Key in keyof typeof plainDefaults]: number };

export type PlainStats = {
  connections: number;
  frames: number;
  writes: number;
  slowClosed: number;
  accepted: number;
  refused: number;
};

export type PlainDoor = {
  stats(): PlainStats;
  /** Tells every program to come back later, lets them hear it, closes. */
  close(graceMs?: number): Promise<void>;
};

export type PlainDoorOptions = {
  http: HttpServer;
  /** Address the server is bound to, for the check of `Host`. */
  host: string;
  chat: DoorChat;
  /** Does a person of a page bear a name with this key (contract/chat-names.ts)? Then no program may. */
  taken: (key: string) => boolean;
  /** Whose token this is; null when it is nobody's. */
  ofToken: (token: string) => { id: string; name: string } | null;
  clock: Clock;
  log: Logger;
  limits?: Partial<PlainLimits>;
};

const isOurs = (request: IncomingMessage): boolean => request.url?.split('?', 1)[0] === chatPath;

/**
 * A program sends no `Origin` and may be on another machine of the class: it acts for nobody's cookie. A page may come in only
 * from here.
 */
const allowed = (request: IncomingMessage, host: string): boolean =>
  request.headers.origin === undefined ? hostAllowed(request.headers.host, host) : requestAllowed(request, host);

function refuseUpgrade(socket: Duplex, status: string, sentence: string): void {
  const body = `${sentence}\n`;
  const head = `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n`;
  socket.end(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

export function createPlainDoor(options: PlainDoorOptions): PlainDoor {
  const { http, host, chat, clock, log } = options;
  const limits: PlainLimits = { ...plainDefaults, ...options.limits };
  // Compression costs CPU, and is a way to make us inflate bombs. Above `maxPayload` only a close can answer (code 1009).
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: 256_000,
    clientTracking: false,
  });
  const connections = new Set<Connection>();
  const owing = new Set<Connection>();
  const counts = { frames: 0, writes: 0, slowClosed: 0, accepted: 0, refused: 0 };
  const frames = new WeakMap<Batch, Buffer>();
  let closing = false;
  let cancelCheck = clock.after(limits.checkMs, checkAll);

  function checkAll(): void {
    for (const connection of connections) connection.check();
    cancelCheck = clock.after(limits.checkMs, checkAll);
  }

  function frameOf(batch: Batch): Buffer {
    let frame = frames.get(batch);
    if (!frame) {
      frame = Buffer.concat(batch.items.map(jsonFrame));
      frames.set(batch, frame);
    }
    return frame;
  }

  function owes(connection: Connection): void {
    if (owing.size === 0) clock.after(0, flushAll);
    owing.add(connection);
  }
  function flushAll(): void {
    const due = [...owing];
    owing.clear();
    for (const connection of due) connection.flush();
  }

  /** The link of its bearer may be dead without anybody knowing: a program that comes back is not to wait for that. */
  function contested(key: string): void {
    for (const connection of connections) {
      const check = connection.name === null ? null : checkUserId(connection.name);
      if (check?.ok && check.key === key) connection.probe(limits.probeMs);
    }
  }

  function welcome(ws: WebSocket, socket: Duplex): void {
    const connection = openConnection(ws, socket, {
      chat,
      clock,
      log,
      limits,
      frameOf,
      taken: options.taken,
      ofToken: options.ofToken,
      contested,
      owes,
      gone: (gone) => {
        connections.delete(gone);
        owing.delete(gone);
      },
      counts,
    });
    connections.add(connection);
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!isOurs(request)) return;
    // A peer that goes away during the handshake.
    socket.on('error', () => {});
    if (!allowed(request, host)) {
      log.warn(factsOf(request), 'plain handshake refused: origin');
      refuseUpgrade(socket, '403 Forbidden', 'Cette page ne vient pas de Relais.');
    } else if (closing || connections.size >= limits.maxConnections) {
      refuseUpgrade(socket, '503 Service Unavailable', 'Le serveur est plein. Réessayez plus tard.');
    } else server.handleUpgrade(request, socket, head, (ws) => welcome(ws, socket));
  }
  http.on('upgrade', upgrade);

  return {
    stats: () => ({ connections: connections.size, ...counts }),
    async close(graceMs = 300) {
      closing = true;
      cancelCheck();
      for (const connection of connections) {
        connection.flush();
        connection.end(closeCodes.restart, 'restart');
      }
      const end = clock.elapsed() + graceMs;
      await new Promise<void>((resolve) => {
        const look = (): void => {
          if (connections.size === 0 || clock.elapsed() >= end) resolve();
          else clock.after(20, look);
        };
        look();
      });
      http.off('upgrade', upgrade);
      for (const connection of connections) connection.kill();
    },
  };
}
