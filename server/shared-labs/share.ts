// The labs of several servers as one: the server that leads runs them; every server shows their journals to its own pages, and
// passes on what those ask.
import type { z } from 'zod';
import type { Ack } from '#contract/errors.ts';
import { broken, type Cluster, type Line, parsed } from '#server/cluster/index.ts';
import type { Clock, LabDoor, LabRunner, Person } from '#server/realtime/index.ts';
import { type Asked, asked, changed, createLead, type Lead, noRedis, touched } from './lead.ts';
import { createLog, journalKey } from './log.ts';
import { createMirror, type Mirror } from './mirror.ts';

export const shareDefaults = {
  /** How long a request may wait for a server that leads, ms: longer than a lease and its taking. */
  patienceMs: 8_000,
} as const;

export type SharedLabs = {
  /** For the edge, in the order of the runners. */
  readonly doors: readonly LabDoor[];
  /** What only the server that runs the labs can answer: asked of it, wherever this is. `run` is that server's own answer. */
  atLeader<P>(kind: string, schema: z.ZodType<P>, run: (asked: P) => unknown): (asked: P) => Promise<Ack<unknown>>;
  /** At the server that leads: this person has left all of them. */
  gone(person: string): void;
  close(): void;
};

export function shareLabs(options: {
  cluster: Cluster;
  runners: readonly LabRunner[];
  clock: Clock;
  newEpoch: () => string;
  onError: (error: unknown) => void;
}): SharedLabs {
  const { cluster, runners, clock, newEpoch, onError } = options;
  const log = createLog(cluster);
  const mirrors = new Map<string, Mirror>();
  const linked = (): boolean => cluster.link.state === 'linked';
  const waiting = new Set<() => void>();
  let lead: Lead | null = null;
  let term = 0;

  /** Who runs the labs; null: nobody for now. */
  function leader(): Lead | Line | null {
    const { role } = cluster;
    if (role.kind === 'leader') return lead;
    return role.kind === 'follower' ? role.line : null;
  }

  function found(): Promise<Lead | Line | null> {
    const now = leader();
    if (now !== null || cluster.role.kind === 'cut') return Promise.resolve(now);
    return new Promise((resolve) => {
      const done = (): void => {
        cancel();
        waiting.delete(done);
        resolve(leader());
      };
      const cancel = clock.after(shareDefaults.patienceMs, done);
      waiting.add(done);
    });
  }

  const isLine = (who: Lead | Line): who is Line => 'tell' in who;

  /** Asked again of the next one when who leads is lost meanwhile. */
  async function touch(lab: string, person: string): Promise<Ack<unknown>> {
    for (;;) {
      const who = await found();
      if (who === null) return noRedis();
      if (!isLine(who)) return who.touch(lab, person);
      const ack = await who.call('labs:touch', { lab, person });
      if (ack !== broken || cluster.role.kind === 'cut') return ack;
    }
  }

  async function run(what: Asked): Promise<Ack<unknown>> {
    const who = await found();
    if (who === null) return noRedis();
    if (!isLine(who)) return who.run(what);
    const ack = await who.call('labs:run', what);
    return ack === broken ? changed() : ack;
  }

  function mirrorOf({ journal, name }: LabRunner, person: string): Mirror {
    const isPersonal = 'of' in journal;
    const key = journalKey(name, isPersonal ? person : null);
    const known = mirrors.get(key);
    if (known) return known;
    const mirror = createMirror({ lab: journal.lab, load: () => log.load(key), now: clock.now });
    mirrors.set(key, mirror);
    return mirror;
  }

  function doorOf(runner: LabRunner): LabDoor {
    const { name, journal, paceMs, command, rules } = runner;
    const isPersonal = 'of' in journal;
    return {
      name,
      paceMs,
      command,
      rules,
      journal: isPersonal
        ? {
            name,
            of: (person) => mirrorOf(runner, person).reader,
            all: () => [...mirrors].filter(([key]) => key.startsWith(`${name}:`)).map(([, { reader }]) => reader),
          }
        : mirrorOf(runner, '').reader,
      async ready({ id }) {
        const mirror = mirrorOf(runner, id);
        const told = await touch(name, id);
        // What is here is better than nothing, while nobody leads.
        if (!told.ok) return mirror.reader.epoch === '' ? (told as Ack<null>) : { ok: true, result: null };
        return (await mirror.ready()) ? { ok: true, result: null } : noRedis();
      },
      run: ({ id: person }: Person, given: unknown, workspace?: string, id?: string) =>
        run({
          lab: name,
          person,
          command: given,
          id: id ?? newEpoch(),
          ...(workspace === undefined ? {} : { workspace }),
        }),
      personGone({ id }) {
        if (isPersonal) mirrors.delete(journalKey(name, id));
      },
    };
  }

  /** Whoever leads now tells what became of the journals that are read here. */
  function touchAll(): void {
    for (const [key, { reader }] of mirrors) {
      if (reader.epoch === '') continue;
      const person = key.slice(reader.name.length + 1);
      void touch(reader.name, person);
    }
  }

  log.hear((key) => mirrors.get(key)?.hear);
  cluster.serve(
    'labs:touch',
    parsed(touched, ({ lab, person }) => lead?.touch(lab, person) ?? noRedis()),
  );
  cluster.serve(
    'labs:run',
    parsed(asked, (what) => lead?.run(what) ?? noRedis()),
  );
  cluster.link.onState((state) => {
    if (state === 'linked') for (const mirror of mirrors.values()) mirror.again();
  });
  cluster.onRole((role) => {
    if (role.kind === 'leader') {
      ({ term } = role);
      if (role.fresh) lead?.close();
      if (lead === null || role.fresh)
        lead = createLead({ runners, log, term: () => term, linked, lost: role.lost, newEpoch, clock, onError });
      else lead.again();
    } else if (role.kind === 'follower') {
      lead?.close();
      lead = null;
    }
    if (leader() === null && role.kind !== 'cut') return;
    for (const settle of [...waiting]) settle();
    if (role.kind !== 'cut') touchAll();
  });

  return {
    doors: runners.map(doorOf),
    atLeader(kind, schema, run) {
      const answer = (what: z.infer<typeof schema>): Ack<unknown> =>
        lead === null ? noRedis() : { ok: true, result: run(what) };
      cluster.serve(kind, parsed(schema, answer));
      return async (what) => {
        const who = await found();
        if (who === null) return noRedis();
        return isLine(who) ? who.call(kind, what) : answer(what);
      };
    },
    gone: (person) => lead?.gone(person),
    close() {
      lead?.close();
      lead = null;
    },
  };
}
