// One message, from its sender to the log: numbered, stored once, written before anybody sees it; and before its sender is told
// that it is kept, on disk.
import type { Published } from '#contract/chat.ts';
import type { Ack } from '#contract/errors.ts';
import type { Pending } from './pending.ts';
import type { Person } from './people.ts';
import { refusals } from './refusals.ts';
import { type Repeats, seenOf } from './repeats.ts';
import { messageOf, type Room } from './room.ts';
import type { Rooms } from './rooms.ts';
import type { ChatStore } from './store.ts';
import type { Turn } from './turn.ts';
import type { ChatClock, Stored } from './types.ts';

export type Said = { by: string; sender: string; content: string; cid: string | undefined };

export function createPublishing(options: {
  clock: ChatClock;
  newId: () => string;
  store: ChatStore;
  rooms: Rooms;
  pending: Pending;
  repeats: Repeats;
  turn: Turn;
}) {
  const { clock, newId, store, rooms, pending, repeats, turn } = options;

  function append(room: Room, { by, sender, content, cid }: Said): Stored {
    rooms.keep(room);
    const timestamp = clock.now();
    const sequence = room.log.head + 1;
    const stored: Stored = {
      event: { type: 'message', id: newId(), room: room.name, sender, content, sequence, timestamp },
      by,
      cid,
    };
    store.append({ t: 'm', key: room.key, by, ...(cid === undefined ? {} : { cid }), m: messageOf(stored) });
    room.log.append(stored);
    room.lastUsed = timestamp;
    if (cid !== undefined) repeats.add(room.key, by, cid, seenOf(stored));
    pending.add(room.key, stored);
    room.queue.push(stored.event);
    turn.touch(room);
    rooms.shrink(room);
    return stored;
  }

  /** `safe`: also on disk, which is what an acknowledgement says. */
  async function kept(room: Room, sequence: number, safe: boolean): Promise<boolean> {
    if (sequence > room.log.written && !(await turn.written())) return false;
    return safe ? store.synced() : true;
  }

  return {
    append,
    /** A repeat of a client message id is answered like the first one, and nothing is stored. */
    async publish(room: Room, person: Person, said: Omit<Said, 'by' | 'sender'>): Promise<Ack<Published>> {
      const { cid } = said;
      const seen = cid === undefined ? undefined : repeats.get(room.key, person.id, cid);
      const { id, sequence, at } = seen ?? seenOf(append(room, { ...said, by: person.id, sender: person.name }));
      if (!(await kept(room, sequence, cid !== undefined))) return refusals.diskRefused();
      return { ok: true, result: { room: room.name, id, sequence, timestamp: at, duplicate: seen !== undefined } };
    },
    /** The disk refused: these messages were never sent, their numbers are free again. */
    takeBack(rooms: Iterable<Room>): void {
      for (const room of rooms) {
        const taken = room.log.rollback();
        const gone = new Set(taken.map(({ event }) => event.sequence));
        for (const { by, cid } of taken) if (cid !== undefined) repeats.remove(room.key, by, cid);
        pending.takeBack(room.key, [...gone]);
        const left = room.queue.filter((event) => event.type !== 'message');
        room.queue.splice(0, room.queue.length, ...left);
        for (const member of room.members.values()) member.since = Math.min(member.since, left.length);
        if (left.length > 0) turn.touch(room);
      }
    },
  };
}
