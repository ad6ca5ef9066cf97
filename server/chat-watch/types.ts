// The words of the watch on the chat.
import type { ChatEvent, History, Published, SubscribeReply } from '#contract/chat.ts';
import type { Ack } from '#contract/errors.ts';
import type { ChatSession, Who } from '#server/chat/index.ts';

/** One connection of either door. */
export type Client = {
  readonly id: number;
  /** A page's; otherwise a program's. */
  readonly page: boolean;
  /** Null until it said whose it is. */
  who: Who | null;
  /** Rooms it is in, by name; private topics are not among them. */
  readonly rooms: Set<string>;
};

/** What a listener is told. Private topics are nobody's business. */
export type Watched =
  | { type: 'came'; client: Client; room: string }
  | { type: 'went'; client: Client; room: string; how: 'left' | 'closed' | 'lost' }
  | { type: 'spoke'; client: Client; room: string; sequence: number; text: string }
  | { type: 'told'; client: Client; items: readonly ChatEvent[] }
  | { type: 'past'; client: Client; room: string; from: number; to: number };

export type Resuming = Parameters<ChatSession['subscribe']>[1];

/** A room that the house plays for one program, instead of the broker. */
export type Played = {
  /** Is this room or topic played here, for this connection? */
  owns(room: string): boolean;
  subscribe(room: string, how: Resuming): Ack<SubscribeReply>;
  unsubscribe(room: string): Ack<null>;
  publish(room: string, content: string, clientMessageId?: string): Ack<Published>;
  history(room: string, from?: number): Ack<History>;
  ack(room: string, sequence: number, upTo: boolean): Ack<null>;
  clearHistory(room: string): Ack<never>;
  /** It spoke in a name that is not its own. */
  posed(name: string): void;
  /** `server`: what ended is the server that carried it, or the one that played. */
  close(how: 'closed' | 'lost' | 'server'): void;
};

/** Half of a played connection that the house writes to. */
export type PlayedWire = {
  readonly id: number;
  readonly who: Who;
  tell(items: readonly ChatEvent[]): void;
  /** As a cable that is pulled: no farewell. */
  cut(): void;
};

export type House = {
  /** Rooms of this name are never the broker's. */
  plays(room: string): boolean;
  /** Another server played this room until it was lost; the program that was in it comes back. */
  lost(room: string): void;
  /** Null: this room is the broker's. */
  enter(room: string, wire: PlayedWire): Ack<Played> | null;
};
