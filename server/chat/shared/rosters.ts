// Who is in each room, as the connections of this server have been told: what changed while there was no broker is told to them
// when there is one again.
import type { ChatEvent, SubscribeReply } from '#contract/chat.ts';
import type { Batch } from '../types.ts';

export type Rosters = ReadonlyMap<string, ReadonlySet<string>>;

/** Rooms remembered; the one entered first goes. */
const maxRooms = 1_000;

export function createRosters() {
  const rooms = new Map<string, Set<string>>();
  const seen = new WeakSet<Batch>();
  return {
    entered({ subscribed: { room, members } }: SubscribeReply): void {
      rooms.set(room, new Set(members.map(({ userId }) => userId)));
      const [oldest] = rooms.keys();
      if (rooms.size > maxRooms && oldest !== undefined) rooms.delete(oldest);
    },
    /** The same batch is told to many connections. */
    told(batches: readonly Batch[]): void {
      for (const batch of batches) {
        if (seen.has(batch)) continue;
        seen.add(batch);
        for (const event of batch.items) {
          if (event.type !== 'presence') continue;
          if (event.action === 'join') rooms.get(event.room)?.add(event.userId);
          else rooms.get(event.room)?.delete(event.userId);
        }
      }
    },
    copy: (): Rosters => new Map([...rooms].map(([room, names]) => [room, new Set(names)])),
  };
}

/** What happened meanwhile, as it would have been told. */
export function meanwhile(before: Rosters, { subscribed }: SubscribeReply, timestamp: number): ChatEvent[] {
  const { room, members } = subscribed;
  const known = before.get(room);
  if (!known) return [];
  const now = new Set(members.map(({ userId }) => userId));
  const left = [...known].filter((name) => !now.has(name));
  const come = [...now].filter((name) => !known.has(name));
  const told = (action: 'join' | 'leave') => (userId: string) =>
    ({ type: 'presence', room, userId, action, timestamp }) satisfies ChatEvent;
  return [...left.map(told('leave')), ...come.map(told('join'))];
}
