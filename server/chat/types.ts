// The words of the chat broker: what it asks of its surroundings, and what a door is told.
import type { ChatEvent } from '#contract/chat.ts';

export type ChatClock = {
  /** ms since 1970 */
  now(): number;
  /** Runs once after at least `ms`; 0 is the end of this turn. Returns the cancellation. */
  after(ms: number, run: () => void): () => void;
};

/** How fast one person may go on. */
export type Limiter = { take(cost: number): boolean };

/**
 * Who a door says is there. `signed`: it is proven (a cookie, a token); otherwise the name belongs to the first who comes
 * with it, for as long as they stay. One id is one person, whatever the number of their connections.
 */
export type Who = { id: string; name: string; signed: boolean };

/** Events in order, one object for all who are told the same: a door serialises it once. */
export type Batch = { readonly items: readonly ChatEvent[] };

/** One connection, as the broker needs it. */
export type Peer = {
  /** At most once a turn. Must not throw. */
  deliver(batches: readonly Batch[]): void;
  /** Somebody proved that the name is theirs: this connection no longer is anybody. */
  evicted(): void;
  /** How long a lost connection may take to come back before its person leaves the rooms, ms. */
  readonly graceMs: number;
  /** Told of states too, not only of joins and leaves. */
  more: boolean;
  /** What it was told cannot be gone on with: ends the connection, which comes back and says where it was. */
  restart?(): void;
  /** A program's: ends its connection without a word. */
  cut?(): void;
  /** What is lost is the server that carries it, or the way to that server. */
  readonly stranded?: boolean;
};

/** One message with what only the broker needs of it: the id of its sender, and the id its sender's program gave it. */
export type Stored = {
  readonly event: Extract<ChatEvent, { type: 'message' }>;
  readonly by: string;
  readonly cid: string | undefined;
};
