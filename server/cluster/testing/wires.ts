// The two doors as one thing for a test: what a client asks is answered, what it is told is told, and it may be cut.
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import type { ChatEvent, ChatMessage, PendingView, SubscribeReply } from '#contract/chat.ts';
import type { Ack } from '#contract/errors.ts';
import type { Frame, JoinReply, VolatileValue } from '#contract/journal.ts';
import { onlineKey } from '#contract/person.ts';
import type { Hello } from '#contract/socket.ts';

export type Wire = {
  subscribe(room: string, how: { epoch?: string; from?: number; acks?: boolean }): void;
  /** This number and every one below. */
  ack(room: string, sequence: number): void;
  publish(room: string, content: string, id: string): void;
  close(): void;
};
export type Hears = {
  opened(): void;
  lost(): void;
  subscribed(reply: Pick<SubscribeReply, 'subscribed'>): void;
  /** In order; a `history` is what is left when what was missed is gone. */
  heard(events: readonly ChatEvent[]): void;
  history(messages: readonly ChatMessage[]): void;
  published(id: string): void;
  /** It is asked again later. */
  /** `room`: that could not be entered. */
  refused(message: string, room?: string): void;
  /** How many people have a page open, as this page is shown it. */
  online(count: number): void;
};

export function plainWire(url: string, name: string, hears: Hears): Wire {
  const ws = new WebSocket(`${url.replace('http', 'ws')}/chat`);
  const say = (what: object): void => {
    if (ws.readyState === WebSocket.OPEN) ws.send(JSON.stringify(what));
  };
  ws.on('open', () => hears.opened());
  ws.on('error', () => {});
  ws.on('close', () => hears.lost());
  ws.on('message', (data) => {
    const told = JSON.parse(String(data));
    if (told.error) hears.refused(told.error, told.request === 'subscribe' ? told.room : undefined);
    else if (told.type === 'subscribed') hears.subscribed({ subscribed: told });
    else if (told.type === 'history') hears.history(told.messages);
    else if (told.type === 'published') hears.published(told.clientMessageId);
    else hears.heard([told]);
  });
  return {
    subscribe: (room, how) => say({ type: 'subscribe', room, userId: name, ...how }),
    publish: (room, content, clientMessageId) => say({ type: 'publish', room, sender: name, content, clientMessageId }),
    ack: (room, sequence) => say({ type: 'ack', room, sequence, upTo: true }),
    close: () => ws.terminate(),
  };
}

export function pageWire(url: string, cookie: string, hears: Hears): Wire {
  const socket: Socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie },
  });
  const people = (values: readonly VolatileValue[]): void => {
    for (const [key, value] of values) if (key === onlineKey) hears.online(Number(value));
  };
  socket.on('hello', () => {
    hears.opened();
    socket.emit('lab:join', { lab: 'people' }, (ack: Ack<JoinReply>) => ack.ok && people(ack.result.volatile));
  });
  socket.on('f', (frames: Frame[]) => {
    for (const frame of frames) if (frame.kind === 'volatile') people(frame.values);
  });
  socket.on('connect_error', () => hears.lost());
  socket.on('disconnect', () => hears.lost());
  socket.on('chat', (events: ChatEvent[]) => {
    for (const event of events) if (event.type === 'subscribed') hears.subscribed({ subscribed: event });
    hears.heard(events.filter(({ type }) => type !== 'subscribed'));
  });
  return {
    subscribe: (room, how) =>
      void socket.emit('chat:subscribe', { room, ...how }, (ack: Ack<SubscribeReply>) => {
        if (!ack.ok) return hears.refused(ack.error.message, room);
        hears.subscribed(ack.result);
        if (ack.result.history) hears.history(ack.result.history.messages);
        hears.heard(ack.result.missed);
      }),
    publish: (room, content, clientMessageId) =>
      void socket.emit('chat:publish', { room, content, clientMessageId }, (ack: Ack<unknown>) => {
        if (ack.ok) hears.published(clientMessageId);
        else hears.refused(ack.error.message);
      }),
    ack: (room, sequence) => void socket.emit('chat:ack', { room, sequence, upTo: true }, () => {}),
    close: () => void socket.disconnect(),
  };
}

/** What a page is told of itself when it comes. */
export function helloOf(url: string, cookie: string): Promise<Hello> {
  const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: { cookie } });
  return new Promise((resolve) => {
    socket.once('hello', (hello: Hello) => {
      socket.disconnect();
      resolve(hello);
    });
  });
}

/** What a page is told of those who acknowledge in a room: how many messages wait for each. */
export function pendingOf(url: string, cookie: string, room: string): Promise<Record<string, number>> {
  const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: { cookie } });
  return new Promise((resolve) => {
    socket.emit('chat:pending', { room }, (ack: Ack<PendingView[]>) => {
      socket.disconnect();
      resolve(ack.ok ? Object.fromEntries(ack.result.map((one) => [one.userId, one.pending.length])) : {});
    });
  });
}
