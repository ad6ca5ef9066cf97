// A TCP proxy in front of a server: cutting it cuts every connection of ours, and of nobody else.
import { connect, createServer, type Socket } from 'node:net';

export type Proxy = {
  port: number;
  /** Lets the next ones in. */
  cut(): void;
  /** A network that is down, until it is mended. */
  down(): void;
  mend(): void;
  /** Lets nobody in while this lasts; who is there stays. */
  shut(during: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
};

export async function startProxy(target: number): Promise<Proxy> {
  const open = new Set<Socket>();
  let isShut = false;
  const server = createServer((client) => {
    if (isShut) return void client.destroy();
    const upstream = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as { port: number }).port,
    cut,
    down() {
      isShut = true;
      cut();
    },
    mend() {
      isShut = false;
    },
    async shut(during) {
      isShut = true;
      await during().finally(() => {
        isShut = false;
      });
    },
    close: () =>
      new Promise((resolve) => {
        cut();
        server.close(() => resolve());
      }),
  };
}
