// Shared by the tests of this folder: servers that share two labs, one everybody's and one a person's, on a real Redis; and what a
// page of each would hold.
import { z } from 'zod';
import type { Ack } from '#contract/errors.ts';
import type { Frame, JoinReply } from '#contract/journal.ts';
import { foldRecord, type Lab } from '#labs/lab.ts';
import { openCluster } from '#server/cluster/index.ts';
import { createJournal, createPersonalJournals } from '#server/journal/index.ts';
import { systemClock } from '#server/realtime/clock.ts';
import { createHub, type Link } from '#server/realtime/hub.ts';
import type { LabRunner, Person } from '#server/realtime/index.ts';
import { shareLabs } from './share.ts';

export type Counted = { sum: number; running: boolean; from: string };
export type Tick = { n: number; from: string };

const labOf = (name: string, left?: (state: Counted) => Counted): Lab<Counted, Tick> => ({
  name,
  initial: () => ({ sum: 0, running: false, from: '' }),
  fold: (state, { n, from }) => ({ sum: state.sum + n, running: true, from }),
  ...(left ? { left } : {}),
});
/** Everybody's. */
export const common = labOf('common');
/** One a person: the sum stays when its server is lost, nothing runs any more. */
export const own = labOf('own', (state) => ({ ...state, running: false }));

const command = z.object({ n: z.int() });

/** A server called `name`. Rejects when Redis does not answer. */
export async function startServer(name: string, url: string, clock = systemClock) {
  const onError = (error: unknown): void => void errors.push(error);
  const errors: unknown[] = [];
  // Quick to see that another is lost.
  const limits = { leaseMs: 600, beatMs: 60, silenceMs: 400 };
  const cluster = await openCluster({ url, clock, onError, limits });
  if (cluster === null) throw new Error('no Redis');
  let made = 0;
  const newEpoch = (): string => {
    made += 1;
    return `${name}${made}`;
  };
  const shared = createJournal(common, { epoch: newEpoch(), createdAt: 0 });
  const personal = createPersonalJournals(own, { epoch: newEpoch(), now: clock.now });
  const gone: string[] = [];
  const resumed: unknown[] = [];
  const runs: unknown[] = [];
  const base = { paceMs: 0, command, rules: {} };
  const runners: LabRunner<{ n: number }>[] = [
    {
      ...base,
      name: common.name,
      journal: shared,
      async run(_person, { n }) {
        runs.push(n);
        return { ok: true, result: shared.append({ n, from: name }, clock.now()) };
      },
      personGone: () => {},
    },
    {
      ...base,
      name: own.name,
      journal: personal,
      async run({ id }, { n }) {
        runs.push(n);
        return { ok: true, result: personal.of(id).append({ n, from: name }, clock.now()) };
      },
      resumed: (person, state) => void resumed.push([person.id, state]),
      personGone({ id }) {
        gone.push(id);
        personal.drop(id);
      },
    },
  ];
  const labs = shareLabs({ cluster, runners: runners as LabRunner[], clock, newEpoch, onError });
  // Nothing else is to be ready here.
  cluster.onRole((role) => role.kind === 'leader' && cluster.ready());
  const listeners = new Map<string, (frames: readonly Frame[]) => void>();
  const hub = createHub({
    clock,
    send: (links, frames) => {
      for (const { id } of links) listeners.get(id)?.(frames);
    },
  });
  for (const { journal, paceMs } of labs.doors) hub.open(journal, paceMs);
  return {
    name,
    cluster,
    labs,
    hub,
    listeners,
    errors,
    gone,
    resumed,
    runs,
    shared,
    async close() {
      labs.close();
      hub.close();
      await cluster.close();
    },
    /** As a process that is killed: it says nothing any more. */
    die() {
      hub.close();
      cluster.link.close();
    },
  };
}
export type TestServer = Awaited<ReturnType<typeof startServer>>;

/** A page of this person at a server, in one lab: joins, joins again where it was, folds what it is told. */
export function openPage(lab: Lab<Counted, Tick>, person: string, life: string) {
  const link: Link = { id: `${person} ${lab.name} ${life}`, backlog: () => 0, cut: () => {} };
  const page = {
    person,
    epoch: '',
    next: 0,
    state: lab.initial(),
    /** Offsets as they came; what was begun anew from a snapshot. */
    offsets: [] as number[],
    fresh: 0,
    volatile: new Map<string, unknown>(),
    server: null as TestServer | null,
  };
  const doorOf = (server: TestServer) => server.labs.doors.find(({ name }) => name === lab.name);

  function take(records: readonly { offset: number; at: number; event: unknown }[]): void {
    for (const record of records) {
      if (record.offset !== page.next) throw new Error(`${record.offset} instead of ${page.next}`);
      page.offsets.push(record.offset);
      page.next += 1;
      page.state = foldRecord(lab, page.state, record as { offset: number; at: number; event: Tick });
    }
  }

  function restored(reply: JoinReply): void {
    page.volatile = new Map(reply.volatile);
    if (reply.recovered) take(reply.records);
    else {
      page.fresh += 1;
      page.next = reply.head;
      page.state = reply.snapshot as Counted;
    }
    page.epoch = reply.epoch;
  }

  async function join(server: TestServer): Promise<Ack<null>> {
    page.server?.hub.forget(link);
    page.server = server;
    server.listeners.set(link.id, (frames) => {
      for (const frame of frames) {
        if (frame.kind === 'events') take(frame.records);
        else if (frame.kind === 'volatile') for (const [key, value] of frame.values) page.volatile.set(key, value);
        else if (frame.kind === 'behind') void join(server);
      }
    });
    const ready = (await doorOf(server)?.ready?.({ id: person })) as Ack<null>;
    if (!ready.ok) return ready;
    const where = page.epoch === '' ? [undefined, undefined] : [page.epoch, page.next];
    const reply = server.hub.join(link, lab.name, where[0] as string, where[1] as number, person);
    if (reply) restored(reply);
    return ready;
  }
  let asked = 0;
  return Object.assign(page, {
    join,
    ask(n: number, id?: string): Promise<Ack<unknown>> {
      asked += 1;
      if (!page.server) throw new Error('not joined');
      const who: Person = { id: person };
      return doorOf(page.server)?.run(who, { n }, undefined, id ?? `${link.id} ${asked}`) as Promise<Ack<unknown>>;
    },
  });
}
