// At the server that leads: the labs at work, for the pages of every server. A journal that an earlier leader wrote is gone on with:
// what that one ran is over, what it told stays.
import { z } from 'zod';
import type { Ack } from '#contract/errors.ts';
import type { Handover } from '#contract/handover.ts';
import { foldRecord, type Lab } from '#labs/lab.ts';
import type { JournalReader } from '#server/journal/index.ts';
import { type Clock, createOnce, type LabRunner, type Once, refuse, refuseIssue } from '#server/realtime/index.ts';
import { journalKey, type Log, type Past } from './log.ts';
import { createWriter, type Writer, type WriterLimits } from './writer.ts';

export const asked = z.object({
  lab: z.string(),
  person: z.string(),
  command: z.unknown(),
  workspace: z.string().optional(),
  id: z.string(),
});
export type Asked = z.infer<typeof asked>;
export const touched = z.object({ lab: z.string(), person: z.string() });

/** What one person's journal may take in Redis, as in memory. */
const personal: Partial<WriterLimits> = { records: 1_000, bytes: 500_000 };

export type Lead = {
  /** The journal that this person reads there is this server's from now on. Refused when Redis cannot be reached. */
  touch(lab: string, person: string): Promise<Ack<null>>;
  run(what: Asked): Promise<Ack<unknown>>;
  /** They have left every server, for a while. */
  gone(person: string): void;
  /** The link is back, or the lease has another number. */
  again(): void;
  /** Another server leads: what runs here is stopped, and told to nobody. */
  close(): void;
};

type Options = {
  runners: readonly LabRunner[];
  log: Log;
  term: () => number;
  linked: () => boolean;
  /** Redis may have come back with less than the leader before had been promised: nobody may resume across it. */
  lost: boolean;
  newEpoch: () => string;
  clock: Clock;
  onError: (error: unknown) => void;
};

export const noSuchLab = (): Ack<never> => refuse('not-found', 'Ce laboratoire n’existe pas sur ce serveur.', 'lab');
export const noRedis = (): Ack<never> =>
  refuse('unavailable', 'Le lien entre les serveurs (Redis) ne répond pas. Réessayez dans un instant.');
/** Nobody knows what became of it. */
export const changed = (): Ack<never> =>
  refuse(
    'unavailable',
    'Le serveur qui fait tourner ce laboratoire a été perdu. Rien ne dit si l’action a eu lieu\u00a0: regardez le panneau.',
  );
const done: Ack<null> = { ok: true, result: null };

export function createLead(options: Options): Lead {
  const { log, clock, onError, newEpoch, lost, linked } = options;
  const runners = new Map(options.runners.map((runner) => [runner.name, runner]));
  const writers = new Map<string, Writer>();
  const opening = new Map<string, Promise<Ack<null>>>();
  const people = new Map<string, Once>();
  let closed = false;

  const personOf = (runner: LabRunner, person: string): string | null => ('of' in runner.journal ? person : null);

  function write(
    key: string,
    local: JournalReader,
    past: Past | null,
    from: { cursor: number; opening: Handover | null },
  ) {
    const { epoch, start, head } = placeOf(past);
    const writer = createWriter({
      local,
      shared: lost || past === null ? { epoch: newEpoch(), start: 0, head: 0 } : { epoch, start, head },
      ...from,
      write: (what) => log.write(key, { ...what, term: options.term() }),
      linked,
      newEpoch,
      clock,
      onError,
      ...(key === local.name ? {} : { limits: personal }),
    });
    writers.set(key, writer);
    return writer;
  }

  /** Everybody's: this server looked at the same things all along, with its own eyes. */
  function writeShared(key: string, local: JournalReader, past: Past | null): Writer {
    if (isEmpty(past) && local.start === 0) return write(key, local, past, { cursor: 0, opening: null });
    const { head, state } = local.snapshot();
    return write(key, local, past, {
      cursor: head,
      opening: { type: 'relais.handover', moved: !isEmpty(past), state },
    });
  }

  function writePersonal(key: string, runner: LabRunner, person: string, past: Past | null): Writer | null {
    const { journal } = runner;
    if (!('of' in journal)) return null;
    if (past === null || isEmpty(past)) return write(key, journal.of(person), past, { cursor: 0, opening: null });
    const state = stateOf(journal.lab, past);
    const left = journal.lab.left === undefined ? journal.lab.initial() : journal.lab.left(state);
    journal.seed(person, left);
    const local = journal.of(person);
    const given = local.snapshot();
    const handover: Handover = { type: 'relais.handover', moved: true, state: given.state };
    const writer = write(key, local, past, { cursor: given.head, opening: handover });
    runner.resumed?.({ id: person }, left);
    return writer;
  }

  async function begin(key: string, runner: LabRunner, person: string): Promise<Ack<null>> {
    const past = await log.load(key);
    if (closed) return noRedis();
    const { journal } = runner;
    const writer = 'of' in journal ? writePersonal(key, runner, person, past) : writeShared(key, journal, past);
    return (await writer?.written()) ? done : noRedis();
  }

  function touch(lab: string, person: string): Promise<Ack<null>> {
    const runner = runners.get(lab);
    if (!runner) return Promise.resolve(noSuchLab());
    if (person !== '' && !people.has(person)) people.set(person, createOnce());
    const key = journalKey(lab, personOf(runner, person));
    if (writers.has(key)) return Promise.resolve(done);
    const under = opening.get(key);
    if (under) return under;
    const begun = begin(key, runner, person)
      .catch((error: unknown) => {
        if (linked()) onError(error);
        return noRedis();
      })
      .finally(() => opening.delete(key));
    opening.set(key, begun);
    return begun;
  }

  function forget(key: string): void {
    writers.get(key)?.stop();
    writers.delete(key);
    if (linked()) log.remove(key, options.term()).catch((error: unknown) => linked() && onError(error));
  }

  for (const { name, journal } of runners.values())
    if ('of' in journal) journal.onDropped((person) => closed || forget(journalKey(name, person)));

  return {
    touch,
    async run({ lab, person, command, workspace, id }) {
      const runner = runners.get(lab);
      if (!runner) return noSuchLab();
      const parsed = runner.command.safeParse(command);
      if (!parsed.success) return refuseIssue(parsed.error, runner.rules);
      const ready = await touch(lab, person);
      if (!ready.ok) return ready;
      const once = people.get(person);
      if (closed || !once) return noRedis();
      return once.run(`${lab} ${id}`, async () => {
        const ack = await runner.run({ id: person }, parsed.data, workspace);
        // What it told is where the next leader finds it, before it is promised.
        const writer = writers.get(journalKey(lab, personOf(runner, person)));
        return (await writer?.written()) ? ack : changed();
      });
    },
    gone(person) {
      people.delete(person);
      for (const runner of runners.values()) {
        runner.personGone({ id: person });
        const { journal } = runner;
        // Of an earlier leader, and nobody came back to it.
        if ('of' in journal && !journal.has(person)) forget(journalKey(runner.name, person));
      }
    },
    again() {
      for (const writer of writers.values()) writer.again();
    },
    close() {
      closed = true;
      for (const writer of writers.values()) writer.stop();
      writers.clear();
      for (const id of people.keys())
        for (const runner of runners.values())
          if (runner.personMoved) runner.personMoved({ id });
          else runner.personGone({ id });
      people.clear();
    },
  };
}

const isEmpty = (past: Past | null): boolean => past === null || placeOf(past).head === 0;

function placeOf(past: Past | null): { epoch: string; start: number; head: number } {
  const { epoch, start, records } = past ?? { epoch: '', start: 0, records: [] };
  return { epoch, start, head: start + records.length };
}

function stateOf(lab: Lab<unknown, unknown>, { records, base }: Past): unknown {
  const from = base?.offset ?? 0;
  return records
    .filter(({ offset }) => offset >= from)
    .reduce((state, record) => foldRecord(lab, state, record), base === null ? lab.initial() : base.state);
}
