// The terminal client without its terminal: connects, subscribes, puts in order, says what was lost; comes back by itself and
// asks for what it missed. The wire, the clock and the ids come in; everything it has to say goes to `show`.
import type { ChatMessage } from '#contract/chat.ts';
import { closeCodes } from '#contract/chat-plain.ts';
import { createRooms, type Outcome } from './rooms.ts';

/** The contract's back-off: doubles from 2 s to at most 30 s, five tries. */
export const backOff = { firstMs: 2_000, mostMs: 30_000, tries: 5 } as const;
/** What was typed while the link was lost, at most. */
const maxUnsent = 100;

export type Clock = { now(): number; after(ms: number, run: () => void): () => void };
export type Wire = { send(text: string): void; close(): void };
export type Dial = (on: { open(): void; text(text: string): void; closed(code: number): void }) => Wire;

export type Shown =
  | { kind: 'message'; message: ChatMessage }
  | { kind: 'joined'; room: string; sequence: number; members: string[] | null }
  | { kind: 'left'; room: string }
  | { kind: 'presence'; room: string; userId: string; action: 'join' | 'leave' }
  | { kind: 'history'; room: string; messages: readonly ChatMessage[] }
  | { kind: 'gone'; room: string; from: number; to: number }
  | { kind: 'reset'; room: string }
  | { kind: 'sent-privately'; to: string; content: string }
  | { kind: 'refused'; reason: string }
  | { kind: 'too-many-unsent' }
  | { kind: 'lost'; again: boolean; inMs: number; attempt: number }
  | { kind: 'back' }
  | { kind: 'gave-up' }
  | { kind: 'name-taken'; name: string };

export type Client = {
  join(room: string): void;
  leave(room: string): void;
  history(room: string): void;
  say(room: string, content: string): void;
  /** What is not acknowledged yet. */
  unsent(): number;
  quit(): void;
};

/** What servers say, as far as we read it; anything may be missing. */
type Heard = {
  type?: string;
  error?: string;
  code?: string;
  request?: string;
  room?: string;
  userId?: string;
  action?: string;
  sequence?: number;
  epoch?: string;
  oldest?: number;
  recovered?: boolean;
  members?: { userId: string }[];
  messages?: ChatMessage[];
  clientMessageId?: string;
};

function parse(text: string): Heard | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Heard) : null;
  } catch {
    return null;
  }
}

export function createClient(options: {
  dial: Dial;
  name: string;
  clock: Clock;
  newId: () => string;
  show: (shown: Shown) => void;
  /** It will not try again: the program may end. */
  onEnd: (clean: boolean) => void;
}): Client {
  const { clock, name, show } = options;
  const rooms = createRooms();
  /** Histories that the person asked for, by room; the others are ours. */
  const asked = new Map<string, number>();
  const unsent = new Map<string, { room: string; content: string }>();
  const ticks = new Map<string, () => void>();
  let wire: Wire | null = null;
  let open = false;
  let attempt = 0;
  /** This server says what it has stored; one that knows only the course's contract does not. */
  let acknowledges = true;
  /** Somebody was reached before: a refusal of our name may be our own dead link. */
  let known = false;
  let ended = false;

  const send = (message: object): void => {
    if (open) wire?.send(JSON.stringify(message));
  };
  const subscribe = (room: string): void => send({ type: 'subscribe', room, userId: name, ...rooms.resume(room) });
  const publish = (clientMessageId: string, { room, content }: { room: string; content: string }): void =>
    send({ type: 'publish', room, sender: name, content, clientMessageId });

  function end(clean: boolean): void {
    if (ended) return;
    ended = true;
    for (const cancel of ticks.values()) cancel();
    options.onEnd(clean);
  }

  function dial(): void {
    let over = false;
    const mine = options.dial({
      open() {
        open = true;
        for (const room of rooms.names()) subscribe(room);
        for (const [id, message] of unsent) publish(id, message);
      },
      text: (text) => hear(text),
      closed(code) {
        if (over) return;
        over = true;
        open = false;
        closed(code);
      },
    });
    wire = mine;
  }

  function closed(code: number): void {
    if (ended) return;
    if (code === closeCodes.nameTaken || attempt >= backOff.tries) {
      show(code === closeCodes.nameTaken ? { kind: 'name-taken', name } : { kind: 'gave-up' });
      end(false);
      return;
    }
    const inMs = Math.min(backOff.firstMs * 2 ** attempt, backOff.mostMs);
    attempt += 1;
    show({ kind: 'lost', again: known, inMs, attempt });
    clock.after(inMs, () => {
      if (!ended) dial();
    });
  }

  function carry(room: string, outcome: Outcome): void {
    for (const told of outcome.told) {
      if (told.kind === 'delivered') show({ kind: 'message', message: told.message });
      else if (told.kind === 'gone') show({ kind: 'gone', room, from: told.from, to: told.to });
      else show({ kind: 'reset', room });
    }
    if (outcome.askFrom !== null) send({ type: 'get_history', room, from: outcome.askFrom });
    const at = rooms.askAt(room);
    ticks.get(room)?.();
    ticks.delete(room);
    if (at === null) return;
    ticks.set(
      room,
      clock.after(Math.max(1, at - clock.now()), () => carry(room, rooms.tick(room, clock.now()))),
    );
  }

  function subscribed(heard: Heard, room: string): void {
    const again = rooms.resume(room).from !== undefined;
    const mine = rooms.has(room);
    if (!mine && !room.startsWith('@')) return;
    if (attempt > 0 && known) show({ kind: 'back' });
    attempt = 0;
    known = true;
    // A private topic opens by itself when somebody writes to us.
    rooms.wanted(room);
    const { sequence = 0, epoch, oldest } = heard;
    acknowledges = epoch !== undefined;
    // Sent when the line opened; nothing more will be said of them.
    if (!acknowledges) unsent.clear();
    const outcome = rooms.head(room, { sequence, epoch, oldest }, clock.now());
    // What was missed follows by itself; should it not, it is asked for a moment later.
    if (heard.recovered === true) outcome.askFrom = null;
    carry(room, outcome);
    if (mine && !again)
      show({ kind: 'joined', room, sequence, members: heard.members?.map(({ userId }) => userId) ?? null });
  }

  function refused({ error = '', code, request }: Heard): void {
    if (request === 'subscribe' && code === 'limit-reached' && known) {
      // Our own link of before may not be known to be dead: the next try finds the name free.
      wire?.close();
      return;
    }
    show({ kind: 'refused', reason: error });
    if (request === 'subscribe' && !known) end(false);
  }

  function hear(text: string): void {
    const heard = parse(text);
    if (heard === null || ended) return;
    const { type, room = '' } = heard;
    if (heard.error !== undefined) refused(heard);
    else if (type === 'subscribed') subscribed(heard, room);
    else if (type === 'message') carry(room, rooms.message(heard as unknown as ChatMessage, clock.now()));
    else if (type === 'history') history(room, heard);
    else if (type === 'published') unsent.delete(heard.clientMessageId ?? '');
    else if (type === 'presence' && (heard.action === 'join' || heard.action === 'leave'))
      show({ kind: 'presence', room, userId: heard.userId ?? '', action: heard.action });
  }

  function history(room: string, { messages = [], oldest }: Heard): void {
    const wished = asked.get(room) ?? 0;
    if (wished > 0) {
      asked.set(room, wished - 1);
      show({ kind: 'history', room, messages });
    }
    carry(room, rooms.history(room, messages, oldest, clock.now()));
  }

  dial();
  return {
    join(room) {
      if (rooms.has(room)) return;
      rooms.wanted(room);
      subscribe(room);
    },
    leave(room) {
      if (!rooms.has(room)) return;
      rooms.forget(room);
      send({ type: 'unsubscribe', room });
      show({ kind: 'left', room });
    },
    history(room) {
      asked.set(room, (asked.get(room) ?? 0) + 1);
      send({ type: 'get_history', room });
    },
    say(room, content) {
      if (unsent.size >= maxUnsent) {
        show({ kind: 'too-many-unsent' });
        return;
      }
      const id = options.newId();
      if (acknowledges || !open) unsent.set(id, { room, content });
      publish(id, { room, content });
      if (room.startsWith('@')) show({ kind: 'sent-privately', to: room.slice(1), content });
    },
    unsent: () => unsent.size,
    quit() {
      for (const room of rooms.names()) send({ type: 'unsubscribe', room });
      end(true);
      wire?.close();
    },
  };
}
