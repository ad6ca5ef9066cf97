// A client of the demonstration: a real Socket.IO connection to one of the servers, under a name of its own, in the one room. It
// keeps the last number it was given, comes back with it, and says again what was not answered; it throws nothing away.
import { io, type Socket } from 'socket.io-client';
import type { ChatEvent, ChatMessage } from '#contract/chat.ts';
import type { ClientName, ServerName, ServeursEvent } from '#contract/serveurs.ts';
import type { ClientToServer, ServerToClient } from '#contract/socket.ts';
import type { Clock } from '#server/realtime/index.ts';

const room = 'salle';
/** Longer than a server without a leader lets one wait (server/chat/shared/front.ts). */
const answerMs = 12_000;
const againMs = 300;

export type Client = {
  readonly name: ClientName;
  /** The server that it is at, or going to; null: it waits for one. */
  readonly at: ServerName | null;
  /** It is in the room, and nothing that it said waits for an answer. */
  readonly free: boolean;
  go(server: ServerName, port: number): void;
  /** Out, for another server. */
  leave(): void;
  say(message: number): void;
  /** Asks for all that the room has, and tells what of `stored` is not there. */
  compare(stored: readonly number[]): Promise<void>;
  close(): void;
};

type Options = {
  name: ClientName;
  cookie: string;
  clock: Clock;
  tell(event: ServeursEvent): void;
  /** It is in the room, or what it said is stored. */
  onChange(): void;
  /** Its connection is no more, and it did not want that. */
  onLost(): void;
};

type Link = { server: ServerName; socket: Socket<ServerToClient, ClientToServer>; joined: boolean; early: ChatEvent[] };

const contentOf = (message: number): string => `message ${message}`;
const messageIn = ({ content }: ChatMessage): number | null => {
  const number = /^message (\d+)$/.exec(content)?.[1];
  return number === undefined ? null : Number(number);
};

export function createClient({ name, cookie, clock, tell, onChange, onLost }: Options): Client {
  const got = new Set<number>();
  const lacks = new Set<number>();
  let link: Link | null = null;
  /** The numbering it knows, and the next number it wants; null before it was ever in the room. */
  let place: { epoch: string; next: number } | null = null;
  let pending: number | null = null;
  let cancelAgain = (): void => {};

  function take(event: ChatEvent, late: boolean): void {
    if (event.type !== 'message') return;
    const message = messageIn(event);
    if (message === null) return;
    got.add(message);
    lacks.delete(message);
    if (place !== null) place.next = Math.max(place.next, event.sequence + 1);
    tell({ type: 'received', client: name, message, sequence: event.sequence, late });
  }

  function lost(which: Link): void {
    if (link !== which) return;
    link = null;
    which.socket.disconnect();
    if (which.joined) tell({ type: 'left', client: name, server: which.server, why: 'lost' });
    onLost();
  }

  async function join(which: Link): Promise<void> {
    const { socket, server } = which;
    const wanted = place === null ? {} : { epoch: place.epoch, from: place.next };
    const reply = await socket
      .timeout(answerMs)
      .emitWithAck('chat:subscribe', { room, ...wanted })
      .catch(() => null);
    if (link !== which) return;
    if (!reply?.ok) {
      lost(which);
      return;
    }
    const { subscribed, missed, history } = reply.result;
    const { epoch, sequence } = subscribed;
    const recovered = place === null ? null : (subscribed.recovered ?? null);
    place = { epoch, next: sequence + 1 };
    which.joined = true;
    tell({ type: 'joined', client: name, server, recovered, sequence });
    for (const event of missed) take(event, true);
    for (const message of history?.messages ?? []) take({ type: 'message', ...message }, true);
    for (const event of which.early.splice(0)) take(event, false);
    if (pending !== null) void publish(pending);
    onChange();
  }

  async function publish(message: number): Promise<void> {
    const which = link;
    if (which === null || !which.joined) return;
    const reply = await which.socket
      .timeout(answerMs)
      .emitWithAck('chat:publish', { room, content: contentOf(message), clientMessageId: `demo-${message}` })
      .catch(() => null);
    // Said again by whoever is in the room next, under the same id: it is stored once.
    if (link !== which || pending !== message) return;
    if (reply === null || (!reply.ok && reply.error.code === 'unavailable')) {
      cancelAgain = clock.after(againMs, () => void publish(message));
      return;
    }
    pending = null;
    if (reply.ok) tell({ type: 'stored', message, server: which.server, sequence: reply.result.sequence });
    else tell({ type: 'refused', message, why: reply.error.message });
    onChange();
  }

  function out(): void {
    cancelAgain();
    const which = link;
    link = null;
    which?.socket.disconnect();
  }

  return {
    name,
    get at() {
      return link?.server ?? null;
    },
    get free() {
      return link?.joined === true && pending === null;
    },
    go(server, port) {
      out();
      const socket: Link['socket'] = io(`http://127.0.0.1:${port}`, {
        transports: ['websocket'],
        forceNew: true,
        // Where it comes back to is not for the library to say.
        reconnection: false,
        extraHeaders: { cookie },
      });
      const which: Link = { server, socket, joined: false, early: [] };
      link = which;
      socket.on('connect', () => void join(which));
      socket.on('connect_error', () => lost(which));
      socket.on('disconnect', () => lost(which));
      socket.on('chat', (events) => {
        if (link !== which) return;
        if (!which.joined) which.early.push(...events);
        else for (const event of events) take(event, false);
      });
    },
    leave() {
      const which = link;
      out();
      if (which?.joined) tell({ type: 'left', client: name, server: which.server, why: 'moved' });
    },
    say(message) {
      if (link === null) return;
      pending = message;
      tell({ type: 'said', message, client: name, server: link.server });
      void publish(message);
    },
    async compare(stored) {
      const which = link;
      const unknown = stored.filter((each) => !got.has(each) && !lacks.has(each));
      if (which === null || !which.joined || unknown.length === 0) return;
      const reply = await which.socket
        .timeout(answerMs)
        .emitWithAck('chat:history', { room })
        .catch(() => null);
      if (link !== which || !reply?.ok) return;
      const has = new Set(reply.result.messages.map(messageIn));
      for (const message of unknown) {
        if (has.has(message) || got.has(message) || lacks.has(message)) continue;
        lacks.add(message);
        tell({ type: 'lacking', client: name, message, server: which.server });
      }
    },
    close: out,
  };
}
