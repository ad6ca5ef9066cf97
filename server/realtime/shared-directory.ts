// One directory for several servers: the one that leads has it; every server shows a copy of it to its pages, and answers from
// that copy who is called what. What a page does (it came, it went, it wants another name) is told to the one that leads.
import { z } from 'zod';
import { linkKey, type PersonView, personKey, sandboxKey, slugOf } from '#contract/person.ts';
import { peopleLab } from '#labs/people/lab.ts';
import { broken, type Cluster, type Line, parsed } from '#server/cluster/index.ts';
import { createJournal } from '#server/journal/index.ts';
import type { Clock } from './clock.ts';
import { createDirectory, type Directory, type DoorDirectory, type Entered, type Renamed } from './directory.ts';
import { createHolders } from './holders.ts';
import type { Sandboxes } from './sandboxes.ts';

const entering = z.object({ id: z.string(), wanted: z.string().nullable() });
const leaving = z.object({ id: z.string(), is: z.enum(['away', 'gone']) });
const renaming = z.object({ id: z.string(), name: z.string() });
/** `whole`: what is not among these is no more. */
const told = z.object({ whole: z.boolean(), values: z.array(z.tuple([z.string(), z.unknown()])) });
type Values = [string, unknown][];

const isPerson = (key: string): boolean => key.startsWith(personKey(''));
const isSlug = (key: string): boolean => key.startsWith(sandboxKey(''));

/**
 * `onRenamed`: somebody here bears another name from now on, wherever they asked for it. `onGone`: at the server that leads,
 * somebody has left all of them.
 */
export function createSharedDirectory(options: {
  cluster: Cluster;
  clock: Clock;
  epoch: string;
  sandboxes: Sandboxes;
  onRenamed: (id: string) => void;
  onGone: (id: string) => void;
}): DoorDirectory {
  const { cluster, clock, epoch, sandboxes } = options;
  const shown = createJournal(peopleLab, { epoch, createdAt: clock.now() });
  /** Names that are taken, by slug. */
  const bearers = new Map<string, string>();
  /** People with a page open at this very server. */
  const own = new Map<string, { wanted: string | null; here: boolean }>();
  let lead: { directory: Directory; holders: ReturnType<typeof createHolders<Line | 'own'>> } | null = null;
  let line: Line | null = null;

  const viewOf = (id: string): PersonView | null => shown.volatileOf(personKey(id)) as PersonView | null;

  function show({ whole, values }: { whole: boolean; values: Values }): void {
    const given = new Set(values.map(([key]) => key));
    // Who is here keeps their name until the one that leads says otherwise: it is being told of them.
    const keeps = (key: string): boolean => key === linkKey || own.has(key.slice(personKey('').length));
    const stale = whole ? shown.volatile().filter(([key]) => !keeps(key) && !given.has(key)) : [];
    const changes: Values = [...stale.map(([key]): [string, null] => [key, null]), ...values];
    const renamed: string[] = [];
    for (const [key, value] of changes) {
      if (!isPerson(key)) continue;
      const id = key.slice(personKey('').length);
      const [before, after] = [viewOf(id), value as PersonView | null];
      if (before !== null && bearers.get(slugOf(before.name)) === id) bearers.delete(slugOf(before.name));
      if (after?.here) bearers.set(slugOf(after.name), id);
      if (before?.name !== after?.name && own.has(id)) renamed.push(id);
    }
    shown.setVolatile(changes);
    for (const id of renamed) options.onRenamed(id);
  }

  /** What the last leader showed is where this one begins: names stay theirs who bear them, and are waited for. */
  function take(): void {
    for (const [key] of shown.volatile()) if (isSlug(key)) sandboxes.add(key.slice(sandboxKey('').length));
    const directory = createDirectory({ clock, epoch, sandboxes });
    const gone = (id: string): void => {
      directory.gone(id);
      options.onGone(id);
    };
    const holders = createHolders<Line | 'own'>({ clock, away: directory.away, gone });
    for (const [key, value] of shown.volatile()) {
      if (!isPerson(key)) continue;
      const [id, { name, here }] = [key.slice(personKey('').length), value as PersonView];
      if (here) {
        directory.entered(id, name);
        holders.expect(id);
      } else directory.recall(id, name);
    }
    lead = { directory, holders };
    for (const [id, { wanted, here }] of own) {
      holders.entered('own', id);
      directory.entered(id, viewOf(id)?.name ?? wanted);
      if (!here) holders.away('own', id);
    }
    show({ whole: true, values: directory.journal.volatile() });
    directory.journal.subscribe((change) => {
      if (change.kind !== 'volatile') return;
      const values = change.keys.map((key): [string, unknown] => [key, directory.journal.volatileOf(key)]);
      show({ whole: false, values });
      for (const guest of cluster.guests()) guest.tell('people:told', { whole: false, values });
    });
  }

  function drop(): void {
    lead?.holders.close();
    void lead?.directory.close();
    lead = null;
  }

  const tell = (id: string, is: 'away' | 'gone'): void => {
    if (lead) lead.holders[is]('own', id);
    else line?.tell('people:left', { id, is });
  };

  /** Nobody can be asked: as far as is known here. Said again to the next who leads. */
  function alone(id: string, wanted: string | null): Entered {
    const name = viewOf(id)?.name ?? null;
    if (name !== null) return { name, wanted: null };
    const bearer = wanted === null ? undefined : bearers.get(slugOf(wanted));
    const free = bearer === undefined || bearer === id;
    if (wanted !== null && free) {
      show({ whole: false, values: [[personKey(id), { name: wanted, here: true }]] });
      return { name: wanted, wanted: null };
    }
    return { name: null, wanted };
  }

  function ask(id: string, wanted: string | null): Entered | Promise<Entered> {
    if (lead) {
      lead.holders.entered('own', id);
      return lead.directory.entered(id, wanted);
    }
    if (line === null) return alone(id, wanted);
    const asked = line.call('people:entered', { id, wanted });
    return asked.then((ack) => (ack.ok ? (ack.result as Entered) : alone(id, wanted)));
  }

  cluster.serve(
    'people:told',
    parsed(told, (given) => {
      // Also just before the line is ours to speak on.
      if (lead === null) show(given);
      return undefined;
    }),
  );
  cluster.serve(
    'people:entered',
    parsed(entering, ({ id, wanted }, guest) => {
      if (lead === null) return broken;
      lead.holders.entered(guest, id);
      return { ok: true, result: lead.directory.entered(id, wanted) };
    }),
  );
  cluster.serve(
    'people:left',
    parsed(leaving, ({ id, is }, guest) => {
      lead?.holders[is](guest, id);
      return undefined;
    }),
  );
  cluster.serve(
    'people:rename',
    parsed(renaming, ({ id, name }) =>
      lead === null ? broken : { ok: true, result: lead.directory.rename(id, name) satisfies Renamed },
    ),
  );
  cluster.onGuest((guest) => {
    const values = lead?.directory.journal.volatile();
    if (values) guest.tell('people:told', { whole: true, values });
    guest.onEnd(() => lead?.holders.lost(guest));
  });
  cluster.onRole((role) => {
    line = role.kind === 'follower' ? role.line : null;
    shown.setVolatile([[linkKey, role.kind === 'cut' ? 'cut' : null]]);
    if (role.kind === 'leader') {
      if (role.fresh) drop();
      if (lead === null) take();
      return;
    }
    if (role.kind !== 'follower') return;
    drop();
    for (const [id, { wanted, here }] of own) {
      void ask(id, viewOf(id)?.name ?? wanted);
      if (!here) tell(id, 'away');
    }
  });

  return {
    journal: shown,
    entered(id, wanted) {
      own.set(id, { wanted, here: true });
      return ask(id, wanted);
    },
    away(id) {
      const person = own.get(id);
      if (person) person.here = false;
      tell(id, 'away');
    },
    gone(id) {
      own.delete(id);
      tell(id, 'gone');
    },
    rename(id, name) {
      if (lead) return lead.directory.rename(id, name);
      if (line === null) return 'unavailable';
      return line.call('people:rename', { id, name }).then((ack) => (ack.ok ? (ack.result as Renamed) : 'unavailable'));
    },
    nameOf: (id) => viewOf(id)?.name ?? null,
    slugOf(id) {
      const view = viewOf(id);
      return view !== null && (view.here || own.has(id)) ? slugOf(view.name) : null;
    },
    isTaken: (slug) => bearers.has(slug) || (lead?.directory.isTaken(slug) ?? false),
    isSandbox: (slug) => shown.volatileOf(sandboxKey(slug)) === true,
    async close() {
      drop();
      await sandboxes.saved();
    },
  };
}
