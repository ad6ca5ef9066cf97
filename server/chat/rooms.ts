// The rooms there are, the private topics of people, and rooms of the server's own: made when first used, bounded in number and in
// size.

import type { ChatLimits } from './limits.ts';
import { createRoom, type Room } from './room.ts';
import type { ChatStore } from './store.ts';

/** A room of the server's own begins so: no name that somebody types does (contract/chat-names.ts). */
export const ownSign = '*';
type Kind = 'room' | 'topic' | 'own';
const kindOf = (key: string): Kind => (key.startsWith('@') ? 'topic' : key.startsWith(ownSign) ? 'own' : 'room');

export function createRooms(options: {
  limits: ChatLimits;
  now: () => number;
  newId: () => string;
  store: ChatStore;
  onForget: (key: string) => void;
}) {
  const { limits, now, newId, store } = options;
  const history = { size: limits.historySize, ttlMs: limits.historyTtlMs };
  const rooms = new Map<string, Room>();
  const counts: Record<Kind, number> = { room: 0, topic: 0, own: 0 };
  const most: Record<Kind, number> = { room: limits.rooms, topic: limits.privateTopics, own: limits.ownRooms };

  function put(room: Room): Room {
    rooms.set(room.key, room);
    counts[kindOf(room.key)] += 1;
    return room;
  }

  function forget(room: Room): void {
    if (!rooms.delete(room.key)) return;
    counts[kindOf(room.key)] -= 1;
    if (room.stored) store.append({ t: 'forget', key: room.key });
    options.onForget(room.key);
  }

  function tellStore(room: Room): void {
    if (room.stored) return;
    room.stored = true;
    const { key, name, epoch, log } = room;
    store.append({ t: 'room', key, name, epoch, head: log.head, at: now() });
  }

  const unused = (room: Room): boolean =>
    room.members.size === 0 && room.present.size === 0 && room.queue.length === 0 && room.log.head === room.log.written;

  /** The one that nobody used for longest, if it may go. */
  function makePlace(kind: Kind): boolean {
    // Who opened a room of the server's own ends it.
    if (kind === 'own') return false;
    let oldest: Room | null = null;
    for (const room of rooms.values()) {
      if (kindOf(room.key) !== kind || !unused(room)) continue;
      if (kind === 'room' && now() - room.lastUsed < limits.abandonedMs) continue;
      if (oldest === null || room.lastUsed < oldest.lastUsed) oldest = room;
    }
    if (oldest === null) return false;
    forget(oldest);
    return true;
  }

  return {
    get: (key: string): Room | null => rooms.get(key) ?? null,
    all: (): Iterable<Room> => rooms.values(),
    count: (): number => counts.room,
    /** Null when there are too many. */
    open(key: string, name: string): Room | null {
      const known = rooms.get(key);
      if (known) return known;
      const kind = kindOf(key);
      if (counts[kind] >= most[kind] && !makePlace(kind)) return null;
      return put(createRoom({ key, name, epoch: newId(), head: 0, at: now() }, history));
    },
    /** As an earlier run left it. */
    restore(given: Parameters<typeof createRoom>[0]): Room {
      const room = put(createRoom(given, history));
      room.stored = true;
      room.kept = given.head > 0;
      return room;
    },
    /** The store must know of it before its first message. */
    keep(room: Room): void {
      room.kept = true;
      tellStore(room);
    },
    tellStore,
    /** Nobody is in it, nobody waits for its messages, and nothing was ever said in it. */
    tidy(room: Room): void {
      if (room.members.size === 0 && room.present.size === 0 && room.log.head === 0 && !room.kept) forget(room);
    },
    forget,
    /** All rooms together stay within their size: the one that grew gives its oldest. */
    shrink(room: Room): void {
      let chars = 0;
      for (const other of rooms.values()) chars += other.log.chars;
      while (chars > limits.historyChars && room.log.oldest(now()) < room.log.written) {
        const before = room.log.chars;
        room.log.shrink();
        chars -= before - room.log.chars;
      }
    },
  };
}
export type Rooms = ReturnType<typeof createRooms>;
