// A TCP proxy that harms one client's connection and nobody else's: cut between two frames or within one, half open, cut while
// the past is sent or before anything was, acknowledgements taken out. A client says who it is in its address: `?c=17`.
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createFrameFilter } from './frame-filter.ts';

/** `torn`: within the next frame, from the server or (`torn-up`) to it. `half-open`: both sides are left without a word. */
export const faults = ['reset', 'torn', 'torn-up', 'half-open'] as const;
export type Fault = (typeof faults)[number];

export type FaultProxy = {
  readonly port: number;
  /** False when this client has no connection now. */
  strike(client: number, fault: Fault): boolean;
  /** This client reads so many bytes a second from now on; with 0, nothing. */
  slow(client: number, bytesPerSecond: number): void;
  /** Its next connection is cut after so many bytes from the server. */
  arm(client: number, bytes: number): void;
  close(): Promise<void>;
};

type Line = { client: Socket; server: Socket; down: number; up: number; silent: boolean };

/** `drops`: is this frame from the server taken out? `below`: seeded. */
export async function startFaultProxy(
  target: () => number,
  below: (n: number) => number,
  drops: ((text: string, client: number) => boolean) | null = null,
): Promise<FaultProxy> {
  const lines = new Map<number, Line>();
  const armed = new Map<number, number>();
  const sockets = new Set<Socket>();

  function end(line: Line): void {
    line.client.destroy();
    line.server.destroy();
  }

  /** What is left of a budget after this chunk; the part that still passes is written. */
  function pass(line: Line, chunk: Buffer, way: 'down' | 'up'): void {
    if (line.silent) return;
    const [from, to] = way === 'down' ? [line.server, line.client] : [line.client, line.server];
    const left = line[way];
    if (chunk.length >= left) {
      to.write(chunk.subarray(0, left));
      end(line);
      return;
    }
    line[way] = left - chunk.length;
    if (to.write(chunk)) return;
    from.pause();
    to.once('drain', () => from.resume());
  }

  function open(client: Socket, first: Buffer): void {
    const id = Number(/[?&]c=(\d+)/.exec(first.toString('latin1', 0, 300))?.[1] ?? -1);
    const server = connect({ port: target(), host: '127.0.0.1', noDelay: true });
    sockets.add(server);
    const line: Line = { client, server, down: armed.get(id) ?? Number.POSITIVE_INFINITY, up: 1e15, silent: false };
    armed.delete(id);
    lines.set(id, line);
    server.write(first);
    const filter = drops === null ? null : createFrameFilter((text) => drops(text, id));
    server.on('data', (chunk: Buffer) => {
      const kept = filter === null ? chunk : filter(chunk);
      if (kept.length > 0) pass(line, kept, 'down');
    });
    client.on('data', (chunk: Buffer) => pass(line, chunk, 'up'));
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        if (lines.get(id) === line && client.destroyed) lines.delete(id);
        if (!line.silent) other.destroy();
      });
    }
  }

  const proxy: Server = createServer({ noDelay: true }, (client) => {
    sockets.add(client);
    client.on('error', () => {});
    client.once('data', (first: Buffer) => open(client, first));
    client.on('close', () => sockets.delete(client));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  return {
    port: address.port,
    strike(client, fault) {
      const line = lines.get(client);
      if (!line || line.silent) return false;
      if (fault === 'reset') end(line);
      else if (fault === 'torn') line.down = Math.min(line.down, 1 + below(400));
      else if (fault === 'torn-up') line.up = Math.min(line.up, 1 + below(60));
      else {
        line.silent = true;
        // Its own system gives the connection up soon; the server learns of it later, or by asking.
        setTimeout(() => line.client.destroy(), 20 + below(150));
        setTimeout(() => line.server.destroy(), 100 + below(900));
      }
      return true;
    },
    slow(client, bytesPerSecond) {
      const line = lines.get(client);
      if (!line) return;
      line.server.pause();
      if (bytesPerSecond === 0) return;
      // What is read is told as data too, and passes.
      const timer = setInterval(() => line.server.read(bytesPerSecond), 1_000);
      line.client.once('close', () => clearInterval(timer));
    },
    arm: (client, bytes) => void armed.set(client, bytes),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => proxy.close(() => resolve()));
    },
  };
}
