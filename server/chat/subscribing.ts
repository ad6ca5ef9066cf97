// Into a room and back: the current number, who is there, and exactly what was missed, or plainly that it is gone. The answer
// and the membership are one step: no message falls between them.
import type { ChatEvent, History, Subscribed, SubscribeReply } from '#contract/chat.ts';
import type { Membership } from './membership.ts';
import type { Owed } from './pending.ts';
import type { Person } from './people.ts';
import { messageOf, type Room } from './room.ts';
import type { Session } from './session.ts';
import type { Stored } from './types.ts';

export type Resume = {
  epoch?: string | undefined;
  from?: number | undefined;
  /** The connection was in the room before, by another server: it has heard of its arrival. */
  goesOn?: boolean;
};

export const historyOf = (room: Room, from: number, now: number): History => ({
  type: 'history',
  room: room.name,
  messages: room.log.read(from, now).map(messageOf),
  epoch: room.epoch,
  oldest: room.log.oldest(now),
});

/** Can a reader that wants `from` next go on without a hole? */
function recoverable(room: Room, { epoch, from = 0 }: Resume, now: number): boolean {
  // Who has nothing yet and gets everything has missed nothing, whatever the numbering: a room in which nothing was ever said
  // is not kept, and takes another epoch when it is made again.
  if (from === 1 && room.log.oldest(now) === 1) return true;
  if (epoch !== undefined && epoch !== room.epoch) return false;
  return from >= room.log.oldest(now) && from <= room.log.written + 1;
}

export function subscribedOf(room: Room, person: Person, membership: Membership, now: number): Subscribed {
  return {
    type: 'subscribed',
    room: room.name,
    sequence: room.log.written,
    epoch: room.epoch,
    oldest: room.log.oldest(now),
    userId: person.name,
    members: membership.in(room),
  };
}

/** `owed`: what this subscriber has not acknowledged; null when it does not acknowledge. */
export function answer(
  room: Room,
  session: Session,
  person: Person,
  resume: Resume,
  owed: Owed | null,
  surroundings: { membership: Membership; now: number; quiet: boolean },
): SubscribeReply {
  const { membership, now, quiet } = surroundings;
  const subscribed = subscribedOf(room, person, membership, now);
  membership.join(session, person, room, quiet, resume.goesOn);
  subscribed.members = membership.in(room);
  const again = new Map<number, ChatEvent>();
  const late = (stored: Stored): void => {
    const { sequence } = stored.event;
    if (sequence <= room.log.written && owed?.messages.has(sequence))
      again.set(sequence, { ...stored.event, redelivered: true });
  };
  if (owed) {
    for (const stored of owed.messages.values()) late(stored);
    Object.assign(subscribed, { pending: again.size, givenUp: owed.givenUp });
  }
  const { from } = resume;
  if (from === undefined) return { subscribed, missed: sorted(again), history: null };
  subscribed.recovered = recoverable(room, resume, now);
  if (!subscribed.recovered) return { subscribed, missed: sorted(again), history: historyOf(room, 0, now) };
  for (const { event } of room.log.read(from, now)) if (!again.has(event.sequence)) again.set(event.sequence, event);
  return { subscribed, missed: sorted(again), history: null };
}

const sorted = (events: Map<number, ChatEvent>): ChatEvent[] =>
  [...events].sort(([a], [b]) => a - b).map(([, event]) => event);
