// The only door to socket.io-client: loaded when the first live thing is looked at, one socket for the whole page.
import type { ManagerOptions, Socket, SocketOptions } from 'socket.io-client';
import type { ClientToServer, ServerToClient } from '#contract/socket.ts';
import type { ChatWire, ChatWireEvents, Wire } from './wire.ts';

type Asking = { emit(name: string, request: unknown, reply: (error: Error | null, told: unknown) => void): void };

/** Milliseconds. */
const answerIn = 5_000;

/** `where`: another server than this page's, for what is no page; `how` changes what is usual here. */
export function createSocketWire(
  where?: string,
  how: Partial<ManagerOptions & SocketOptions> = {},
): Wire & ChatWire & { close(): void } {
  let socket: Socket<ServerToClient, ClientToServer> | null = null;
  let opening = false;
  let chat: ChatWireEvents | null = null;

  const needed = () => {
    if (!socket?.connected) throw new Error('The socket is not connected.');
    return socket.timeout(answerIn);
  };

  return {
    open(events) {
      if (opening) return;
      opening = true;
      void import('socket.io-client').then(({ io }) => {
        const options = {
          transports: ['websocket', 'polling'],
          tryAllTransports: true,
          // Full jitter: the whole class comes back after a restart spread over two seconds.
          reconnectionDelay: 1_000,
          reconnectionDelayMax: 2_000,
          randomizationFactor: 1,
          timeout: 5_000,
          ...how,
        };
        const opened: Socket<ServerToClient, ClientToServer> = where ? io(where, options) : io(options);
        socket = opened;
        opened.on('connect', () => {
          events.opened();
          chat?.opened();
        });
        opened.on('hello', events.hello);
        opened.on('f', events.frames);
        opened.on('chat', (said) => chat?.heard(said));
        // A refusal (too many tabs, a full server, sockets of a lost link not yet given up) is not tried again by itself.
        opened.on('connect_error', () => {
          if (!opened.active) setTimeout(() => opened.connect(), 2_000 + Math.random() * 2_000);
        });
        opened.on('disconnect', (reason) => {
          events.lost();
          chat?.lost();
          // socket.io comes back by itself except when the server closed the socket on purpose.
          if (reason === 'io server disconnect') setTimeout(() => opened.connect(), Math.random() * 2_000);
        });
      });
    },
    connected: () => socket?.connected ?? false,
    close: () => void socket?.close(),
    join: async (request) => needed().emitWithAck('lab:join', request),
    leave: async (request) => needed().emitWithAck('lab:leave', request),
    command: async (request) => needed().emitWithAck('lab:command', request),
    listen(events) {
      chat = events;
    },
    ask(name, request, answered) {
      if (!socket?.connected) return answered(null);
      const reply = (error: Error | null, told: unknown) => answered(error ? null : (told as never));
      // The types of the events are those of `ask` (contract/chat-socket.ts).
      (socket.timeout(answerIn) as unknown as Asking).emit(name, request, reply);
    },
  };
}
