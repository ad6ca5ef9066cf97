// Which client message ids were stored: the last ones of each person in each room, so that nobody's talking makes the server
// forget what somebody else is about to repeat. All together bounded: who has been silent for longest gives way.
import type { Stored } from './types.ts';

export type Seen = { id: string; sequence: number; at: number };
export const seenOf = ({ event }: Stored): Seen => ({ id: event.id, sequence: event.sequence, at: event.timestamp });

/** `key`: of the room. */
type Ids = { readonly key: string; readonly by: string; readonly seen: Map<string, Seen> };

export function createRepeats(limits: { each: number; all: number }) {
  const rooms = new Map<string, Map<string, Ids>>();
  /** Last to have spoken last. */
  const order = new Set<Ids>();
  let count = 0;

  function drop(ids: Ids): void {
    order.delete(ids);
    count -= ids.seen.size;
    const room = rooms.get(ids.key);
    room?.delete(ids.by);
    if (room?.size === 0) rooms.delete(ids.key);
  }
  function idsOf(key: string, by: string): Ids {
    const room = rooms.get(key) ?? new Map<string, Ids>();
    rooms.set(key, room);
    const ids = room.get(by) ?? { key, by, seen: new Map<string, Seen>() };
    room.set(by, ids);
    return ids;
  }

  return {
    get: (key: string, by: string, cid: string): Seen | undefined => rooms.get(key)?.get(by)?.seen.get(cid),
    add(key: string, by: string, cid: string, seen: Seen): void {
      const ids = idsOf(key, by);
      order.delete(ids);
      order.add(ids);
      if (!ids.seen.has(cid)) count += 1;
      ids.seen.set(cid, seen);
      const [oldest] = ids.seen.keys();
      if (ids.seen.size > limits.each && oldest !== undefined) {
        ids.seen.delete(oldest);
        count -= 1;
      }
      const [silent] = order;
      if (count > limits.all && silent && silent !== ids) drop(silent);
    },
    remove(key: string, by: string, cid: string): void {
      const ids = rooms.get(key)?.get(by);
      if (!ids?.seen.delete(cid)) return;
      count -= 1;
      if (ids.seen.size === 0) drop(ids);
    },
    /** The room is no more. */
    forget(key: string): void {
      for (const ids of [...(rooms.get(key)?.values() ?? [])]) drop(ids);
    },
    *inRoom(key: string): Generator<[by: string, cid: string, seen: Seen]> {
      for (const { by, seen } of rooms.get(key)?.values() ?? []) for (const [cid, one] of seen) yield [by, cid, one];
    },
  };
}
export type Repeats = ReturnType<typeof createRepeats>;
