// The chat: messages, what happens in a room, and the answers, the same on both doors (chat-plain.ts, chat-socket.ts). What is
// not said to be added is the course's contract, to the letter; a program that ignores the rest loses nothing.

/** A room's message. `sequence` starts at 1 in each room and grows by 1; `timestamp` is in ms since 1970. */
export type ChatMessage = {
  id: string;
  /** `@name` in a private topic. */
  room: string;
  sender: string;
  content: string;
  sequence: number;
  timestamp: number;
};

/** What is said in the room in nobody's name (the history was cleared); no person can bear this name. */
export const houseName = 'Relais';

export const presenceStates = ['offline', 'connecting', 'online', 'away'] as const;
export type PresenceState = (typeof presenceStates)[number];
export type ChatMember = { userId: string; state: PresenceState };

/** `sequence`: the room's current number, 0 before its first message. */
export type Subscribed = {
  type: 'subscribed';
  room: string;
  sequence: number;
  /** Added: which numbering; another one means that the past was lost. */
  epoch: string;
  /** Added: the oldest number that can still be had; above `sequence` when there is none. */
  oldest: number;
  /** Added: the name this connection has from now on. */
  userId: string;
  /** Added: who is in the room. */
  members: ChatMember[];
  /** Added, when `from` was given. `false`: what was missed is gone; a `history` of what is left follows. */
  recovered?: boolean;
  /** Added, for those who acknowledge: how many messages come again, and how many were given up since there were too many. */
  pending?: number;
  givenUp?: number;
};
export type Published = {
  room: string;
  id: string;
  sequence: number;
  timestamp: number;
  /** It was stored before: this is the answer to a repeat. */
  duplicate: boolean;
};
export type History = { type: 'history'; room: string; messages: ChatMessage[]; epoch: string; oldest: number };

/** The answer to a subscription, whole. */
export type SubscribeReply = {
  subscribed: Subscribed;
  /** What was missed, or comes again, in order. */
  missed: ChatEvent[];
  /** What is left, when what was missed is gone. */
  history: History | null;
};

/** What one who acknowledges has not acknowledged. */
export type PendingView = { userId: string; online: boolean; pending: number[]; givenUp: number };

/** What happens in a room, in order. */
export type ChatEvent =
  /** `redelivered`: added, when it was sent before and not acknowledged. */
  | ({ type: 'message'; redelivered?: true } & ChatMessage)
  /** `room` was added. */
  | { type: 'presence'; room: string; userId: string; action: 'join' | 'leave'; timestamp: number }
  /** Added, for those who asked for more. */
  | { type: 'status'; room: string; userId: string; state: PresenceState; timestamp: number }
  | Subscribed;
