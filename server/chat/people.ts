// Who is here, under which name and in which of the four states. A name is one person's: the first who comes with it, or the
// one who proves it, before whom a mere claim gives way.
import type { PresenceState } from '#contract/chat.ts';
import { nextPresence, type PresenceMove } from '#labs/chat/presence.ts';
import type { Room } from './room.ts';
import type { Session } from './session.ts';
import type { ChatClock, Limiter, Who } from './types.ts';

export type Person = {
  readonly id: string;
  name: string;
  slug: string;
  readonly signed: boolean;
  state: PresenceState;
  readonly sessions: Set<Session>;
  /** Rooms they are in, with any of their connections. */
  readonly rooms: Set<Room>;
  readonly limiter: Limiter;
  /** Rooms that did not exist before them. */
  readonly roomLimiter: Limiter;
  activeAt: number;
  cancelIdle: () => void;
};

/** Names of people who have left stay resolvable for private messages, up to this many. */
const maxHolders = 2_000;

export function createPeople(options: {
  clock: ChatClock;
  limiters: () => Pick<Person, 'limiter' | 'roomLimiter'>;
  idleMs: number;
  onState: (person: Person) => void;
}) {
  const { clock } = options;
  const known = new Map<string, Person>();
  const bySlug = new Map<string, Person>();
  /** Whose private topic a name leads to when nobody bears it: only those who proved it, oldest first. */
  const holders = new Map<string, string>();

  function move(person: Person, by: PresenceMove): void {
    const next = nextPresence(person.state, by);
    if (next === person.state) return;
    person.state = next;
    options.onState(person);
  }

  function watchIdle(person: Person, ms: number): void {
    person.cancelIdle();
    person.cancelIdle = clock.after(ms, () => {
      const rest = person.activeAt + options.idleMs - clock.now();
      if (rest <= 0) move(person, 'idle');
      else watchIdle(person, rest);
    });
  }

  function active(person: Person): void {
    person.activeAt = clock.now();
    if (person.state === 'online') return;
    move(person, person.state === 'connecting' ? 'accepted' : 'active');
    watchIdle(person, options.idleMs);
  }

  return {
    byId: (id: string): Person | null => known.get(id) ?? null,
    bySlug: (slug: string): Person | null => bySlug.get(slug) ?? null,
    /** Id of the person whose private topic this name leads to. */
    idOf: (slug: string): string | null => bySlug.get(slug)?.id ?? holders.get(slug) ?? null,
    /** Known, and not here: as an earlier run left them. The bearer of this name may be another person. */
    know(who: Who, slug: string): Person {
      let person = known.get(who.id);
      if (!person) {
        const { id, name, signed } = who;
        const fresh = { sessions: new Set<Session>(), rooms: new Set<Room>(), ...options.limiters() };
        person = { id, name, slug, signed, state: 'connecting', ...fresh, activeAt: 0, cancelIdle: () => {} };
        known.set(id, person);
      }
      this.name(person, who.name, slug);
      return person;
    },
    enter(who: Who, slug: string): Person {
      const person = this.know(who, slug);
      active(person);
      return person;
    },
    /** Bears `name` from now on; the name must be free. */
    name(person: Person, name: string, slug: string): void {
      if (bySlug.get(person.slug) === person) bySlug.delete(person.slug);
      person.name = name;
      person.slug = slug;
      bySlug.set(slug, person);
      if (!person.signed) return;
      holders.delete(slug);
      holders.set(slug, person.id);
      const [oldest] = holders.keys();
      if (holders.size > maxHolders && oldest !== undefined) holders.delete(oldest);
    },
    active,
    away(person: Person): void {
      // The next sign of them counts, however soon.
      move(person, 'idle');
    },
    lost: (person: Person): void => move(person, 'lost'),
    /** Nothing of them is left here. */
    gone(person: Person): void {
      person.cancelIdle();
      move(person, 'gone');
      known.delete(person.id);
      if (bySlug.get(person.slug) === person) bySlug.delete(person.slug);
    },
    /** A name known from an earlier run. */
    recall(slug: string, id: string): void {
      holders.set(slug, id);
    },
    holders: (): Iterable<[slug: string, id: string]> => holders,
    count: (): number => known.size,
    close(): void {
      for (const person of known.values()) person.cancelIdle();
    },
  };
}
export type People = ReturnType<typeof createPeople>;
