// TCP connections that can be cut at once, all of them, for good: what `kill -9` does to a consumer.
import net from 'node:net';
import type { ISocketFactory } from 'kafkajs';

export type CutSockets = {
  factory: ISocketFactory;
  /** Destroys every connection and refuses new ones. Nothing more is written, LeaveGroup included. */
  cut(): void;
};

const keepAliveMs = 60_000;

export function createCutSockets(): CutSockets {
  const open = new Set<net.Socket>();
  let isCut = false;
  return {
    factory({ host, port, onConnect }) {
      // Thrown inside kafkajs's own try: it becomes a rejected connect.
      if (isCut) throw new Error('this client has been cut off');
      const socket = net.connect({ host, port, noDelay: true }, onConnect);
      socket.setKeepAlive(true, keepAliveMs);
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      return socket;
    },
    cut() {
      isCut = true;
      // With an error, or kafkajs would wait for its request timeouts: it listens to 'error' and 'end', not to 'close'.
      for (const socket of open) socket.destroy(new Error('this client has been cut off'));
      open.clear();
    },
  };
}
