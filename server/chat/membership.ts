// Who is in which room. A person is in it once, whatever the number of their connections: the first that comes is a join, the
// last that goes a leave. A lost link may be given a moment to come back.
import type { ChatEvent, ChatMember, PresenceState } from '#contract/chat.ts';
import type { People, Person } from './people.ts';
import type { Room } from './room.ts';
import type { Rooms } from './rooms.ts';
import type { Session } from './session.ts';
import type { Turn } from './turn.ts';
import type { ChatClock } from './types.ts';

export type Membership = ReturnType<typeof createMembership>;

export function createMembership(options: {
  clock: ChatClock;
  people: People;
  rooms: Rooms;
  turn: Turn;
  /** Somebody is in a room, perhaps under another name; or no more. */
  onPresence?: (room: Room, person: Person, here: boolean) => void;
}) {
  const { clock, people, rooms, turn } = options;

  const presence = (room: Room, person: Person, action: 'join' | 'leave'): ChatEvent => ({
    type: 'presence',
    room: room.name,
    userId: person.name,
    action,
    timestamp: clock.now(),
  });

  function say(room: Room, event: ChatEvent): void {
    room.queue.push(event);
    turn.touch(room);
  }

  /** To those who asked to be told of states. */
  function tell(room: Room, person: Person, state: PresenceState): void {
    if (![...room.members.keys()].some(({ peer }) => peer.more)) return;
    say(room, { type: 'status', room: room.name, userId: person.name, state, timestamp: clock.now() });
  }

  function enter(session: Session, person: Person, room: Room, goesOn: boolean): void {
    const here = room.present.get(person);
    if (here) {
      here.cancel?.();
      here.cancel = null;
      if (!room.members.has(session)) here.sessions += 1;
      // Nobody else learns anything; this connection waits for its own arrival, unless it has heard of it.
      if (!goesOn) turn.tell(session, [presence(room, person, 'join')]);
      return;
    }
    room.present.set(person, { sessions: 1, cancel: null });
    person.rooms.add(room);
    options.onPresence?.(room, person, true);
    say(room, presence(room, person, 'join'));
  }

  function left(person: Person, room: Room): void {
    room.present.get(person)?.cancel?.();
    if (!room.present.delete(person)) return;
    person.rooms.delete(room);
    room.lastUsed = clock.now();
    options.onPresence?.(room, person, false);
    // Who left the room may be elsewhere; who has no connection any more is not.
    if (person.sessions.size === 0) tell(room, person, 'offline');
    if (room.members.size > 0) say(room, presence(room, person, 'leave'));
    rooms.tidy(room);
    endIfNowhere(person);
  }

  function endIfNowhere(person: Person): void {
    if (person.sessions.size > 0 || person.rooms.size > 0) return;
    people.gone(person);
    // A name without proof is anybody's next: what was said to its bearer goes with them.
    const topic = person.signed ? null : rooms.get(`@${person.id}`);
    if (topic) rooms.forget(topic);
  }

  return {
    say,
    /** `quiet`: a private topic, where nobody is told of anybody. `goesOn`: it was here before, by another way. */
    join(session: Session, person: Person, room: Room, quiet: boolean, goesOn = false): void {
      room.lastUsed = clock.now();
      const { length } = room.queue;
      if (!quiet) enter(session, person, room, goesOn);
      room.members.set(session, { since: length });
      session.rooms.add(room);
    },
    /** `graceMs`: how long the person may take to come back by another connection. */
    leave(session: Session, room: Room, graceMs: number): void {
      if (!room.members.delete(session)) return;
      session.rooms.delete(room);
      const { person } = session;
      const here = person && room.present.get(person);
      if (!person || !here) {
        rooms.tidy(room);
        return;
      }
      here.sessions -= 1;
      if (here.sessions > 0) return;
      if (graceMs > 0) here.cancel = clock.after(graceMs, () => left(person, room));
      else left(person, room);
    },
    /** The connection is nobody's any more. */
    forget(session: Session, graceMs: number): void {
      const { person } = session;
      if (person) {
        person.sessions.delete(session);
        if (person.sessions.size === 0 && graceMs > 0 && session.rooms.size > 0) people.lost(person);
      }
      for (const room of [...session.rooms]) this.leave(session, room, graceMs);
      session.person = null;
      if (person) endIfNowhere(person);
    },
    /** The person goes on under another name: for the others, one leaves and one joins. */
    rename(person: Person, rename: () => void): void {
      const inRooms = [...person.rooms];
      for (const room of inRooms) say(room, presence(room, person, 'leave'));
      rename();
      for (const room of inRooms) {
        options.onPresence?.(room, person, true);
        say(room, presence(room, person, 'join'));
      }
    },
    /** Who was in rooms in an earlier run has so long to come back. */
    expect(graceMs: number): void {
      for (const room of rooms.all())
        for (const [person, here] of room.present)
          if (here.sessions === 0) here.cancel = clock.after(graceMs, () => left(person, room));
    },
    status(person: Person): void {
      for (const room of person.rooms) tell(room, person, person.state);
    },
    /** Nobody is waited for any more. */
    close(): void {
      for (const room of rooms.all()) for (const { cancel } of room.present.values()) cancel?.();
    },
    in: (room: Room): ChatMember[] => [...room.present.keys()].map(({ name, state }) => ({ userId: name, state })),
  };
}
