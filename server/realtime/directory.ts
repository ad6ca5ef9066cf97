// The directory: who is here and under which name, as the lab `people` tells every page. Names come from signed cookies or
// from a rename; two people here never have names that look alike (contract/person.ts). Knows no socket and no request.
import { onlineKey, personKey, sandboxKey, slugOf } from '#contract/person.ts';
import { peopleLab } from '#labs/people/lab.ts';
import { createJournal, type JournalReader } from '#server/journal/index.ts';
import { type Bucket, createBucket } from './bucket.ts';
import type { Clock } from './clock.ts';
import type { Sandboxes } from './sandboxes.ts';

export const directoryDefaults = {
  /** A reload is not leaving: the number of people waits this long before it shrinks, ms. */
  awayMs: 3_000,
  /** Names of people who have left stay readable in what they did, up to this many. */
  maxNames: 2_000,
  /** Changes of name at once; one more comes back every half minute. Each takes a prefix of topics for good. */
  renames: 10,
} as const;

/** `wanted`: the name in the cookie, when somebody else here bears it now. */
export type Entered = { name: string | null; wanted: string | null };

export type Renamed = 'ok' | 'taken' | 'too-often';

export type Directory = {
  readonly journal: JournalReader;
  /** A first page of this person opened, or one more. `wanted` comes from a cookie that we signed. */
  entered(id: string, wanted: string | null): Entered;
  /** Their last page closed; it may be a reload. */
  away(id: string): void;
  /** They did not come back: their name is free. */
  gone(id: string): void;
  /** For somebody without an open page the name is only checked: their cookie carries it. */
  rename(id: string, name: string): Renamed;
  nameOf(id: string): string | null;
  /** Prefix of this person's sandbox; null without a name. */
  slugOf(id: string): string | null;
  /** Does somebody here bear a name with this slug? */
  isTaken(slug: string): boolean;
  /** Do names that begin with `<slug>.` belong to a student? */
  isSandbox(slug: string): boolean;
  /** Somebody who was here in an earlier life of the directory, under this name. */
  recall(id: string, name: string): void;
  /** Resolves when what must outlive the process is on disk. */
  close(): Promise<void>;
};

/** The same for those who ask in the name of a page: it may be at another server, or out of reach. */
export type DoorDirectory = Omit<Directory, 'entered' | 'rename' | 'recall'> & {
  entered(id: string, wanted: string | null): Entered | Promise<Entered>;
  rename(id: string, name: string): Renamed | 'unavailable' | Promise<Renamed | 'unavailable'>;
};

export function createDirectory(options: {
  clock: Clock;
  epoch: string;
  sandboxes: Sandboxes;
  limits?: Partial<{ [Key in keyof typeof directoryDefaults]: number }>;
}): Directory {
  const { clock, sandboxes } = options;
  const limits = { ...directoryDefaults, ...options.limits };
  const journal = createJournal(peopleLab, { epoch: options.epoch, createdAt: clock.now() });
  /** People known at the moment; `here` false while a reload is waited for. */
  const known = new Map<string, { name: string | null; here: boolean; renames: Bucket; cancel: () => void }>();
  const takenBy = new Map<string, string>();
  /** Names of those who have left, oldest first. */
  const former = new Map<string, string>();

  journal.setVolatile([[onlineKey, 0], ...sandboxes.all().map((slug): [string, true] => [sandboxKey(slug), true])]);

  const count = (): void =>
    journal.setVolatile([[onlineKey, [...known.values()].filter((person) => person.here).length]]);
  const show = (id: string, name: string | null, here: boolean): void =>
    journal.setVolatile([[personKey(id), name === null ? null : { name, here }]]);

  function claim(id: string, name: string): boolean {
    const slug = slugOf(name);
    const holder = takenBy.get(slug);
    if (holder !== undefined && holder !== id) return false;
    release(id);
    takenBy.set(slug, id);
    former.delete(id);
    const forgotten = sandboxes.add(slug);
    if (forgotten !== null) journal.setVolatile([[sandboxKey(forgotten), null]]);
    journal.setVolatile([[sandboxKey(slug), true]]);
    return true;
  }

  function release(id: string): void {
    const name = known.get(id)?.name;
    if (name) takenBy.delete(slugOf(name));
  }

  function remember(id: string, name: string): void {
    former.set(id, name);
    const [oldest] = former.keys();
    if (former.size <= limits.maxNames || oldest === undefined) return;
    former.delete(oldest);
    show(oldest, null, false);
  }

  return {
    journal,
    entered(id, wanted) {
      const person = known.get(id) ?? {
        name: null,
        here: false,
        renames: createBucket(clock, { rate: 1 / 30, burst: limits.renames }),
        cancel: () => {},
      };
      known.set(id, person);
      person.cancel();
      if (person.name === null && wanted !== null && claim(id, wanted)) person.name = wanted;
      const arrived = !person.here;
      person.here = true;
      if (arrived) {
        show(id, person.name, true);
        count();
      }
      return { name: person.name, wanted: person.name === null ? wanted : null };
    },
    away(id) {
      const person = known.get(id);
      if (!person) return;
      person.cancel();
      person.cancel = clock.after(limits.awayMs, () => {
        person.here = false;
        show(id, person.name, false);
        count();
      });
    },
    gone(id) {
      const person = known.get(id);
      if (!person) return;
      person.cancel();
      release(id);
      known.delete(id);
      if (person.name !== null) {
        remember(id, person.name);
        show(id, person.name, false);
      }
      count();
    },
    rename(id, name) {
      const person = known.get(id);
      if (!person) return takenBy.has(slugOf(name)) ? 'taken' : 'ok';
      if (name === person.name) return 'ok';
      if (!person.renames.take(1)) return 'too-often';
      if (!claim(id, name)) return 'taken';
      person.name = name;
      show(id, name, person.here);
      return 'ok';
    },
    recall(id, name) {
      if (known.has(id)) return;
      remember(id, name);
      show(id, name, false);
    },
    nameOf: (id) => known.get(id)?.name ?? former.get(id) ?? null,
    slugOf(id) {
      const name = known.get(id)?.name ?? null;
      return name === null ? null : slugOf(name);
    },
    isTaken: (slug) => takenBy.has(slug),
    isSandbox: (slug) => sandboxes.has(slug),
    async close() {
      for (const person of known.values()) person.cancel();
      await sandboxes.saved();
    },
  };
}
