// One room: its log, who is in it, and what happened this turn and is still to be told, in order.
import type { ChatEvent, ChatMessage } from '#contract/chat.ts';
import { createHistory, type History, type HistoryLimits } from './history.ts';
import type { Person } from './people.ts';
import type { Session } from './session.ts';
import type { Batch, Stored } from './types.ts';

/** `since`: where in the queue this member came in: what was before is not told to it, but for messages. */
type Member = { since: number };
/** `cancel`: the person lost their last connection here, and may come back. */
type Presence = { sessions: number; cancel: (() => void) | null };

export type Room = {
  readonly key: string;
  /** As people see it. */
  readonly name: string;
  epoch: string;
  readonly log: History;
  readonly members: Map<Session, Member>;
  readonly present: Map<Person, Presence>;
  readonly queue: ChatEvent[];
  lastUsed: number;
  /** The store knows it. */
  stored: boolean;
  /** Something was said in it, or somebody waits for that; otherwise it goes with the last who leaves. */
  kept: boolean;
};

export function createRoom(
  given: { key: string; name: string; epoch: string; head: number; at: number },
  limits: HistoryLimits,
): Room {
  const { key, name, epoch, head, at } = given;
  const log = createHistory(limits, { head });
  const inside = { members: new Map(), present: new Map(), queue: [] };
  return { key, name, epoch, log, ...inside, lastUsed: at, stored: false, kept: false };
}

/** What the first `count` events of the queue are for each member; equal members share one batch. Empties that part. */
export function batchesOf(room: Room, count: number): Map<Session, Batch> {
  const events = room.queue.splice(0, count);
  const shared = new Map<string, Batch>();
  const told = new Map<Session, Batch>();
  for (const [session, member] of room.members) {
    const { since } = member;
    member.since = Math.max(0, since - events.length);
    const kind = `${Math.min(since, events.length)} ${session.peer.more}`;
    let batch = shared.get(kind);
    if (!batch) {
      batch = { items: events.filter((event, index) => concerns(event, index >= since, session.peer.more)) };
      shared.set(kind, batch);
    }
    if (batch.items.length > 0) told.set(session, batch);
  }
  return told;
}

function concerns(event: ChatEvent, wasThere: boolean, more: boolean): boolean {
  if (event.type === 'message') return true;
  return wasThere && (more || event.type !== 'status');
}

export const messageOf = ({ event }: Stored): ChatMessage => {
  const { id, room, sender, content, sequence, timestamp } = event;
  return { id, room, sender, content, sequence, timestamp };
};
