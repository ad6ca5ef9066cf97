// The chat as one page lives it: rooms it is in, who is there, what was said, what is missing. A fold over what this page asked
// and heard, so that it can be walked back like any journal. Pure; time comes with each event.
import type { ChatEvent, ChatMember, ChatMessage, History, Published, SubscribeReply } from '#contract/chat.ts';
import type { Lab } from '../lab.ts';
import {
  type Reorder,
  receive,
  reorderFrom,
  type Step,
  skipTo,
  subscribed,
  type Told,
  tick,
} from '../order/reorder.ts';
import { departed, withMember, withMembers } from './members.ts';

/** What the page keeps: lines of a room, rooms at once, messages that wait for the link. */
export const salonBounds = { lines: 200, rooms: 8, unsent: 20 } as const;

/** A line of a room, in the order this page lived it. */
export type SalonLine = { readonly n: number } & (
  | { readonly kind: 'message'; readonly message: ChatMessage }
  /** A private message of this page, as numbered in the topic of its reader. */
  | {
      readonly kind: 'sent';
      readonly to: string;
      readonly content: string;
      readonly sequence: number;
      readonly at: number;
    }
  | {
      readonly kind: 'presence';
      readonly userId: string;
      readonly what: 'join' | 'leave' | 'vanished';
      readonly at: number;
    }
  /** The server no longer has these numbers. */
  | { readonly kind: 'gone'; readonly from: number; readonly to: number }
  /** The server lost its past: another numbering begins. */
  | { readonly kind: 'reset' }
  /** Back after an absence, with so many messages missed and now here. */
  | { readonly kind: 'back'; readonly missed: number; readonly at: number }
);
type NewLine = SalonLine extends infer Line ? (Line extends SalonLine ? Omit<Line, 'n'> : never) : never;

export type SalonRoom = {
  readonly name: string;
  /** False while the server has not (yet, or again) let this page in. */
  readonly inside: boolean;
  /** Null before the first answer. */
  readonly stream: Reorder<ChatMessage> | null;
  /** Numbers that came twice, and were ignored. */
  readonly duplicates: number;
  readonly members: readonly ChatMember[];
  readonly lines: readonly SalonLine[];
};

export type Unsent = { readonly id: string; readonly room: string; readonly content: string };

export type SalonState = {
  readonly me: string | null;
  readonly rooms: readonly SalonRoom[];
  /** What is said to this person alone, whatever their name was. */
  readonly own: SalonRoom;
  readonly unsent: readonly Unsent[];
  /** Why the last room asked for could not be entered. */
  readonly refusal: string | null;
  readonly nextLine: number;
};

export type SalonEvent =
  | { type: 'named'; name: string }
  | { type: 'entering'; room: string }
  | { type: 'entered'; room: string; reply: SubscribeReply }
  | { type: 'refused'; room: string; reason: string }
  | { type: 'left'; room: string }
  | { type: 'heard'; event: ChatEvent }
  /** What was missing is asked for: `past` answers. */
  | { type: 'asked'; room: string }
  | { type: 'past'; history: History }
  | { type: 'sending'; unsent: Unsent }
  /** `published`: null when it was refused. */
  | { type: 'settled'; id: string; published: Published | null }
  /** The link is lost, or this page looks elsewhere: nothing is heard until each room is entered again. */
  | { type: 'apart' };

export const ownTopic = '@';
const isOwn = (room: string): boolean => room.startsWith(ownTopic);
const emptyRoom = (name: string): SalonRoom => ({
  name,
  inside: false,
  stream: null,
  duplicates: 0,
  members: [],
  lines: [],
});

export const salonLab: Lab<SalonState, SalonEvent> = {
  name: 'salon',
  initial: () => ({ me: null, rooms: [], own: emptyRoom(ownTopic), unsent: [], refusal: null, nextLine: 1 }),
  fold(state, event, at) {
    switch (event.type) {
      case 'named':
        return { ...state, me: event.name };
      case 'entering':
        if (isOwn(event.room) || roomOf(state, event.room)) return state;
        return { ...state, rooms: [...state.rooms, emptyRoom(event.room)], refusal: null };
      case 'entered':
        return change(state, event.room, (room, say) => entered(room, event.reply, at, say));
      case 'refused':
        return { ...without(state, event.room), refusal: event.reason };
      case 'left':
        return without(state, event.room);
      case 'heard':
        return change(state, event.event.room, (room, say) => heard(room, event.event, at, say));
      case 'asked':
        return change(state, event.room, (room, say) => moved(room, room.stream && tick(room.stream, at), say));
      case 'past':
        return change(state, event.history.room, (room, say) => past(room, event.history, at, say));
      case 'sending':
        return { ...state, unsent: [...state.unsent, event.unsent] };
      case 'settled':
        return settled(state, event.id, event.published, at);
      case 'apart': {
        const apart = (room: SalonRoom): SalonRoom => ({
          ...room,
          inside: false,
          members: withMember(room.members, state.me, 'connecting'),
        });
        return { ...state, rooms: state.rooms.map(apart), own: { ...state.own, inside: false } };
      }
    }
  },
};

/** The private topic whatever it is called, or a room this page is in. */
export const roomOf = (state: SalonState, name: string): SalonRoom | undefined =>
  isOwn(name) ? state.own : state.rooms.find((room) => room.name === name);

const without = (state: SalonState, name: string): SalonState => ({
  ...state,
  rooms: state.rooms.filter((room) => room.name !== name),
});

type Say = (line: NewLine) => void;

function change(state: SalonState, name: string, by: (room: SalonRoom, say: Say) => SalonRoom): SalonState {
  const room = roomOf(state, name);
  if (!room) return state;
  let { nextLine } = state;
  const fresh: SalonLine[] = [];
  const next = by(room, (line) => {
    fresh.push({ ...line, n: nextLine } as SalonLine);
    nextLine += 1;
  });
  const lines = fresh.length === 0 ? next.lines : [...next.lines, ...fresh].slice(-salonBounds.lines);
  const kept = { ...next, lines };
  if (isOwn(name)) return { ...state, own: kept, nextLine };
  return { ...state, rooms: state.rooms.map((each) => (each === room ? kept : each)), nextLine };
}

function note(room: SalonRoom, told: readonly Told<ChatMessage>[], say: Say): SalonRoom {
  let { duplicates } = room;
  for (const each of told) {
    if (each.kind === 'delivered') say({ kind: 'message', message: each.message });
    else if (each.kind === 'gone') say({ kind: 'gone', from: each.from, to: each.to });
    else if (each.kind === 'reset') say({ kind: 'reset' });
    else if (each.kind === 'duplicate') duplicates += 1;
  }
  return duplicates === room.duplicates ? room : { ...room, duplicates };
}

const moved = (room: SalonRoom, step: Step<ChatMessage> | null, say: Say): SalonRoom =>
  step ? { ...note(room, step.told, say), stream: step.state } : room;

/** Each of these messages in turn; with all that was decided, in order. */
function taken(
  start: Step<ChatMessage>,
  messages: readonly { sequence: number; message: ChatMessage }[],
  at: number,
): Step<ChatMessage> {
  const told = [...start.told];
  let { state } = start;
  for (const { sequence, message } of messages) {
    const step = receive(state, sequence, message, at);
    state = step.state;
    told.push(...step.told);
  }
  return { state, told };
}

function entered(room: SalonRoom, reply: SubscribeReply, at: number, say: Say): SalonRoom {
  const { epoch, sequence, oldest, members } = reply.subscribed;
  const first = room.stream === null;
  const stream = room.stream ?? reorderFrom<ChatMessage>(epoch);
  const missed = (reply.history?.messages ?? reply.missed.flatMap(messageOf)).map((message) => ({
    sequence: message.sequence,
    message,
  }));
  // What is missing is in this very answer: it is not asked for.
  const step = taken(subscribed(stream, { epoch, sequence, oldest }, at), missed, at);
  if (!first) say({ kind: 'back', missed: step.told.filter(({ kind }) => kind === 'delivered').length, at });
  return { ...moved(room, step, say), inside: true, members: withMembers(room.members, members) };
}

function heard(room: SalonRoom, event: ChatEvent, at: number, say: Say): SalonRoom {
  switch (event.type) {
    case 'message':
      return moved(room, room.stream && receive(room.stream, event.sequence, plain(event), at), say);
    case 'status':
      return { ...room, members: withMember(room.members, event.userId, event.state) };
    case 'presence': {
      const { userId, action } = event;
      const known = room.members.find((member) => member.userId === userId);
      if (action === 'join') {
        if (known && known.state !== 'offline') return room;
        say({ kind: 'presence', userId, what: 'join', at: event.timestamp });
        return { ...room, members: withMember(room.members, userId, 'online', true) };
      }
      const vanished = known?.state === 'offline';
      say({ kind: 'presence', userId, what: vanished ? 'vanished' : 'leave', at: event.timestamp });
      return { ...room, members: vanished ? room.members : departed(room.members, userId) };
    }
    case 'subscribed': {
      // A private topic that opened by itself: from its next message on.
      if (room.stream) return { ...room, inside: true };
      return { ...room, inside: true, stream: reorderFrom(event.epoch, event.sequence + 1) };
    }
  }
}

function past(room: SalonRoom, history: History, at: number, say: Say): SalonRoom {
  if (!room.stream || room.stream.epoch !== history.epoch) return room;
  const messages = history.messages.map((message) => ({ sequence: message.sequence, message }));
  return moved(room, taken(skipTo(room.stream, history.oldest, at), messages, at), say);
}

function settled(state: SalonState, id: string, published: Published | null, at: number): SalonState {
  const sent = state.unsent.find((each) => each.id === id);
  if (!sent) return state;
  const next = { ...state, unsent: state.unsent.filter((each) => each !== sent) };
  if (!published || !isOwn(sent.room)) return next;
  const { room, content } = sent;
  return change(next, ownTopic, (own, say) => {
    say({ kind: 'sent', to: room.slice(1), content, sequence: published.sequence, at: published.timestamp || at });
    return own;
  });
}

const plain = ({ id, room, sender, content, sequence, timestamp }: ChatMessage): ChatMessage => ({
  id,
  room,
  sender,
  content,
  sequence,
  timestamp,
});
const messageOf = (event: ChatEvent): ChatMessage[] => (event.type === 'message' ? [plain(event)] : []);
