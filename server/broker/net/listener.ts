// Listening sockets of one broker: accepts within limits, sweeps idle connections, closes everything on demand.
// A loopback host listens on 127.0.0.1 and ::1 with one port: clients may resolve `localhost` to either first.

import { createServer, type Server, type Socket } from 'node:net';
import type { Clock, Timer } from '../clock.ts';
import type { CloseReason } from '../events.ts';
import type { Admission, Stuck } from './admission.ts';
import { Connection, type ConnectionLimits, hostOf, type Outcome } from './connection.ts';

export type ListenerLimits = ConnectionLimits & {
  /** connections.max.idle.ms */
  idleMs: number;
};

export type ListenerOptions = {
  host: string;
  port: number;
  nodeId: number;
  clock: Clock;
  limits: ListenerLimits;
  /** Shared with the other listeners of the broker. */
  admission: Admission;
  serve(frame: Buffer, connection: Connection): Outcome | Promise<Outcome>;
  servesAfterEnd(frame: Buffer): boolean;
  opened(connection: Connection): void;
  closed(connection: Connection, reason: CloseReason, detail: string | undefined): void;
  notice(level: 'info' | 'warn' | 'error', message: string): void;
};

export type Listener = {
  readonly address: { host: string; port: number };
  connections(): Connection[];
  close(): Promise<void>;
};

/** The port is taken, may not be opened, or the host is not ours. `code` is Node's: EADDRINUSE, EACCES, EADDRNOTAVAIL… */
export class ListenError extends Error {
  readonly code: string;
  readonly host: string;
  readonly port: number;
  constructor(code: string, host: string, port: number) {
    super(`cannot listen on ${host}:${port} (${code})`);
    this.name = 'ListenError';
    this.code = code;
    this.host = host;
    this.port = port;
  }
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);
const receiveBytes = 256 * 1024;
let lastConnection = 0;

/** Starts listening. Rejects with ListenError. */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const live = new Map<number, Connection>();
  let refusing = false;
  let closing = false;

  const owner = {
    clock: options.clock,
    limits: options.limits,
    serve: options.serve,
    servesAfterEnd: options.servesAfterEnd,
    account: (change: number) => options.admission.account(change),
    stuck: (connection: Stuck, bytes: number) => options.admission.stuck(connection, bytes),
    freed: (connection: Stuck) => options.admission.freed(connection),
    closed(connection: Connection, reason: CloseReason, detail: string | undefined): void {
      live.delete(connection.id);
      refusing = false;
      options.closed(connection, reason, detail);
    },
  };

  function accept(socket: Socket): void {
    const seat = closing ? 'closing' : options.admission.admit(hostOf(socket));
    if (typeof seat === 'string') {
      socket.on('error', () => {});
      socket.destroy();
      if (!refusing && !closing) options.notice('warn', `${seat}: new ones refused`);
      refusing = true;
      return;
    }
    lastConnection += 1;
    const connection = new Connection(socket, { id: lastConnection, nodeId: options.nodeId, seat }, owner);
    live.set(connection.id, connection);
    options.opened(connection);
  }

  const servers = await openServers(options, accept);
  const port = portOf(servers[0] as Server);

  let sweep: Timer | null = null;
  const scheduleSweep = (): void => {
    sweep = options.clock.after(Math.max(1000, options.limits.idleMs / 4), () => {
      const now = options.clock.now();
      for (const connection of [...live.values()]) {
        if (connection.idleFor(now) > options.limits.idleMs) connection.close('idle');
      }
      scheduleSweep();
    });
  };
  scheduleSweep();

  return {
    address: { host: options.host, port },
    connections: () => [...live.values()],
    async close() {
      closing = true;
      sweep?.cancel();
      const stopped = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
      for (const connection of [...live.values()]) connection.close('shutdown');
      await Promise.all(stopped);
    },
  };
}

const portOf = (server: Server): number => (server.address() as { port: number }).port;

async function openServers(options: ListenerOptions, accept: (socket: Socket) => void): Promise<Server[]> {
  if (!loopback.has(options.host)) return [await open(options.host, options.port, options, accept)];
  // With port 0 the second address may find the drawn port taken: draw again.
  for (let attempt = 0; ; attempt += 1) {
    const first = await open('127.0.0.1', options.port, options, accept);
    const port = portOf(first);
    try {
      return [first, await open('::1', port, options, accept)];
    } catch (error) {
      const code = error instanceof ListenError ? error.code : '';
      if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'EINVAL') return [first];
      await new Promise<void>((resolve) => first.close(() => resolve()));
      if (options.port !== 0 || attempt >= 20) throw error;
    }
  }
}

function open(host: string, port: number, options: ListenerOptions, accept: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(
      { noDelay: true, keepAlive: true, allowHalfOpen: true, highWaterMark: receiveBytes },
      accept,
    );
    server.once('error', (error: NodeJS.ErrnoException) => {
      server.close();
      reject(new ListenError(error.code ?? 'UNKNOWN', host, port));
    });
    server.listen({ host, port, ipv6Only: host === '::1' }, () => {
      server.removeAllListeners('error');
      // Later errors are about single accepts (no file handle left): the server goes on.
      server.on('error', (error) => options.notice('error', `listener ${host}: ${error.message}`));
      resolve(server);
    });
  });
}
