// Everybody the edge knows at the moment: open sockets, speed limit, recent commands; and the moment they are really gone.
import { type Bucket, createBucket } from './bucket.ts';
import type { Clock } from './clock.ts';
import { createOnce, type Once } from './once.ts';
import type { Person } from './types.ts';

export const peopleDefaults = {
  /** Tabs of one person, with the projector's. */
  maxSocketsEach: 8,
  /** Far outer wall: a class is 30 to 300 pages. */
  maxSockets: 4_000,
  /** A reload, a tunnel or a lid closed for a moment is not leaving. */
  graceMs: 30_000,
} as const;

export type Known = { readonly person: Person; readonly bucket: Bucket; readonly once: Once; readonly sockets: number };

/** `onAway` is told when the last socket of a person has closed; `onGone` once per departure, `graceMs` later. */
export function createPeople(options: {
  clock: Clock;
  onAway?: (person: Person) => void;
  onGone: (person: Person) => void;
  limits?: Partial<{ [Key in keyof typeof peopleDefaults]: number }>;
}) {
  const { clock, onGone } = options;
  const limits: { [Key in keyof typeof peopleDefaults]: number } = { ...peopleDefaults, ...options.limits };
  type Entry = { person: Person; bucket: Bucket; once: Once; sockets: number; cancelGone: () => void };
  const known = new Map<string, Entry>();
  let total = 0;

  return {
    /** Takes one socket more, or says which limit refuses it. */
    enter(person: Person): Known | 'person-full' | 'server-full' {
      if (total >= limits.maxSockets) return 'server-full';
      let entry = known.get(person.id);
      if (!entry) {
        entry = { person, bucket: createBucket(clock), once: createOnce(), sockets: 0, cancelGone: () => {} };
        known.set(person.id, entry);
      }
      if (entry.sockets >= limits.maxSocketsEach) return 'person-full';
      entry.cancelGone();
      entry.sockets += 1;
      total += 1;
      return entry;
    },
    leave(person: Person): void {
      const entry = known.get(person.id);
      if (!entry || entry.sockets === 0) return;
      entry.sockets -= 1;
      total -= 1;
      if (entry.sockets > 0) return;
      options.onAway?.(person);
      entry.cancelGone = clock.after(limits.graceMs, () => {
        known.delete(person.id);
        onGone(person);
      });
    },
    counts: () => ({ sockets: total, people: [...known.values()].filter((entry) => entry.sockets > 0).length }),
    close(): void {
      for (const entry of known.values()) entry.cancelGone();
      known.clear();
    },
  };
}
