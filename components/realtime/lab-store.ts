// One lab as a page sees it: link, journal, view (live, paused, back in time), volatile values.
// Pure store outside React: at most one commit per animation frame; frames and time come in as arguments.
import { handoverOf } from '#contract/handover.ts';
import type { Frame, JoinReply, JournalRecord, VolatileValue } from '#contract/journal.ts';
import { foldVolatile, type Lab } from '#labs/lab.ts';
import { createClientJournal, journalLimits } from './client-journal.ts';
import { type Mark, type MarkOf, nameOf, nextMark, withMark } from './marks.ts';

/** `since`: ms since 1970, this machine's clock, when the link took this status. */
export type Link = { status: 'connecting' | 'live' | 'lost'; since: number };

/**
 * Another server went on with the lab (`moved`), or the same one after it had lost some events. `at`: server time. `offset`: of
 * the record that says so. `read`: the person at this page has done with it.
 */
export type HandoverSeen = { moved: boolean; at: number; offset: number; read: boolean };

/** Where one looks. `waiting`: events that came after `offset`. */
type View = { mode: 'live' } | { mode: 'paused'; offset: number; waiting: number };

export type LabSnapshot<S> = {
  link: Link;
  /** False until the first snapshot came: everything below is then `lab.initial()`. */
  ready: boolean;
  /** What to draw: the state at the place one looks at. */
  state: S;
  /** The latest state, wherever one looks. */
  live: S;
  /** Offset one looks at; equal to `head` when live. */
  offset: number;
  head: number;
  /** Lowest offset kept here; older events were dropped, or came before this page. */
  first: number;
  /** Lowest offset one may ask for: below `first` as long as the server was not asked for the past. */
  reach: number;
  /** Server time of the last event before `offset`; null when that event is not kept. */
  at: number | null;
  view: View;
  /** Empty when one looks at the past: volatile values have no history. */
  volatile: ReadonlyMap<string, unknown>;
  marks: readonly Mark[];
  /** The last one that came while this page was open, wherever one looks. */
  handover: HandoverSeen | null;
};

export type LabStore<S, E> = {
  snapshot(): LabSnapshot<S>;
  /** What the prerendered page showed, for hydration. */
  initial(): LabSnapshot<S>;
  subscribe(listener: () => void): () => void;
  setMarks(markOf: MarkOf<E> | undefined): void;
  /** Where to resume; null when nothing was received yet. */
  position(): { epoch: string; offset: number } | null;
  /** `lost` is only said of what was live: a first connection that fails is still connecting. */
  setLink(status: Link['status']): void;
  restore(reply: JoinReply): void;
  /** True when somebody wants to go back and the events before this page's snapshot are still to be asked for. */
  askPast(): boolean;
  /** The answer to a join from offset 0: either the whole past, or it is gone. */
  rewind(reply: JoinReply): void;
  /** `gap`: not the records that follow what we have; nothing was taken, the caller must join again. */
  accept(frame: Extract<Frame, { kind: 'events' }>): 'ok' | 'gap';
  acceptVolatile(values: readonly VolatileValue[]): void;
  pause(): void;
  goLive(): void;
  scrubTo(offset: number): void;
  step(by: 1 | -1): void;
  stepMark(by: 1 | -1): void;
  /** The handover is read: there is nothing more to say of it. */
  readHandover(): void;
};

export type StoreEnv = {
  now(): number;
  /** Runs `commit` once, before the next picture. */
  frame(commit: () => void): void;
  limits?: { chunk: number; chunks: number };
};

const nothingVolatile: ReadonlyMap<string, unknown> = new Map();

export function createLabStore<S, E>(lab: Lab<S, E>, env: StoreEnv): LabStore<S, E> {
  const { chunk, chunks } = env.limits ?? journalLimits;
  /** A longer past would not fit here: it is not worth asking for. */
  const keptAtMost = chunk * chunks;
  const journal = createClientJournal(lab, env.limits);
  const listeners = new Set<() => void>();
  let epoch: string | null = null;
  let link: Link = { status: 'connecting', since: env.now() };
  let volatile = nothingVolatile;
  /** Frozen place and what was shown there; null when live. */
  let paused: { offset: number; state: S; volatile: ReadonlyMap<string, unknown> } | null = null;
  let past: 'unasked' | 'asked' | 'settled' = 'unasked';
  /** Where one wants to be as soon as the past is there. */
  let wanted: number | null = null;
  /** While the past is replayed, nothing is shown before the journal is whole again up to here. */
  let hold = 0;
  let markOf: MarkOf<E> | undefined;
  let marks: readonly Mark[] = [];
  let handover: HandoverSeen | null = null;
  /** Records from here on are news; those below came before this page, or to it already. */
  let unseen = 0;
  let scheduled = false;
  let current = build();
  const initial = current;

  function build(): LabSnapshot<S> {
    const head = journal.head();
    const first = journal.first();
    const offset = paused?.offset ?? head;
    const last = journal.slice(offset - 1, offset)[0];
    return {
      link,
      ready: epoch !== null,
      state: paused ? paused.state : journal.state(),
      live: journal.state(),
      offset,
      head,
      first,
      reach: past === 'settled' || head > keptAtMost ? first : 0,
      at: last?.at ?? null,
      view: paused ? { mode: 'paused', offset, waiting: head - offset } : { mode: 'live' },
      volatile: paused ? paused.volatile : volatile,
      marks,
      handover,
    };
  }

  function commit(): void {
    scheduled = false;
    if (journal.head() < hold) {
      // Of what goes on during a replay, only the link is worth telling.
      if (current.link === link) return;
      current = { ...current, link };
      for (const listener of listeners) listener();
      return;
    }
    hold = 0;
    if (wanted !== null && past === 'settled') {
      stand(wanted);
      wanted = null;
    }
    current = build();
    for (const listener of listeners) listener();
  }

  function commitSoon(): void {
    if (scheduled) return;
    scheduled = true;
    env.frame(() => {
      if (scheduled) commit();
    });
  }

  const place = () => wanted ?? paused?.offset ?? journal.head();

  function take(record: JournalRecord<E>): void {
    journal.append(record);
    marks = withMark(marks, record, nameOf(record, markOf));
    if (record.offset < unseen) return;
    unseen = record.offset + 1;
    const came = handoverOf(record.event);
    if (came) handover = { moved: came.moved, at: record.at, offset: record.offset, read: false };
  }

  function trimMarks(): void {
    const first = journal.first();
    if (marks[0] && marks[0].offset <= first) marks = marks.filter((mark) => mark.offset > first);
  }

  function stand(offset: number): void {
    const kept = Math.min(journal.head(), Math.max(journal.first(), offset));
    const atHead = kept === journal.head();
    paused = { offset: kept, state: journal.stateAt(kept), volatile: atHead ? volatile : nothingVolatile };
  }

  function look(offset: number): void {
    const there = Math.max(0, Math.trunc(offset));
    if (past === 'asked' || hold > 0) wanted = there;
    if (hold === 0) stand(there);
    commit();
  }

  return {
    snapshot: () => current,
    initial: () => initial,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setMarks(next) {
      if (next === markOf) return;
      markOf = next;
      marks = journal
        .slice(journal.first(), journal.head())
        .reduce<readonly Mark[]>((all, record) => withMark(all, record, nameOf(record, next)), []);
      commitSoon();
    },
    position: () => (epoch === null ? null : { epoch, offset: journal.head() }),
    setLink(status) {
      if (link.status === status || (status === 'lost' && link.status !== 'live')) return;
      link = { status, since: env.now() };
      commitSoon();
    },
    askPast() {
      if (past !== 'unasked' || epoch === null || journal.first() === 0 || journal.head() > keptAtMost) return false;
      past = 'asked';
      return true;
    },
    rewind(reply) {
      past = 'settled';
      if (!reply.recovered || reply.epoch !== epoch) return this.restore(reply);
      hold = Math.max(journal.head(), reply.head);
      journal.reset(0, lab.initial());
      marks = [];
      this.restore(reply);
    },
    restore(reply) {
      // A join from elsewhere than 0 while the past was asked for: its answer never came.
      if (past === 'asked') {
        past = 'settled';
        wanted = null;
      }
      if (reply.recovered && reply.epoch === epoch) {
        for (const record of reply.records) {
          if (record.offset === journal.head()) take(record as JournalRecord<E>);
        }
      } else if (!reply.recovered) {
        // In another epoch the past is another one: what was on pause has no place on the new timeline.
        journal.reset(reply.head, reply.snapshot as S);
        marks = [];
        unseen = reply.head;
        if (reply.epoch !== epoch) {
          paused = null;
          handover = null;
          past = 'unasked';
        }
        hold = 0;
        wanted = null;
      }
      epoch = reply.epoch;
      volatile = foldVolatile(nothingVolatile, reply.volatile);
      trimMarks();
      commitSoon();
    },
    accept(frame) {
      const fresh = frame.records.filter((record) => record.offset >= journal.head());
      if (frame.epoch !== epoch) return 'gap';
      if (fresh[0] && fresh[0].offset !== journal.head()) return 'gap';
      for (const record of fresh) {
        if (record.offset !== journal.head()) return 'gap';
        take(record as JournalRecord<E>);
      }
      trimMarks();
      commitSoon();
      return 'ok';
    },
    acceptVolatile(values) {
      volatile = foldVolatile(volatile, values);
      commitSoon();
    },
    pause() {
      if (!paused) look(journal.head());
    },
    goLive() {
      if (!paused && wanted === null) return;
      paused = null;
      wanted = null;
      commit();
    },
    scrubTo: look,
    step: (by) => look(place() + by),
    stepMark(by) {
      const next = nextMark(marks, place(), by);
      look(next ? next.offset : by === 1 ? journal.head() : journal.first());
    },
    readHandover() {
      if (handover === null || handover.read) return;
      handover = { ...handover, read: true };
      commit();
    },
  };
}
