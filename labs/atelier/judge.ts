// The invariant of the workshop, checked event by event: for each lot steps 1, 2, 3; each « commence → terminé → commit »; never
// two machines at once for one lot; each step once, and what a crash interrupted is done again before the next. When it breaks,
// the two events that crossed are named. Pure.
import type { AtelierEvent, InHand } from '#contract/atelier.ts';
import { steps } from './plan.ts';

/** An event of the run as a proof names it. `n`: its place in the run, from 1. */
export type Witness = {
  readonly n: number;
  readonly at: number;
  readonly type: AtelierEvent['type'];
  readonly lot: string | null;
  readonly step: number | null;
  readonly partition: number | null;
  /** Of the record; for a commit, the next one to read. */
  readonly offset: number | null;
};

export type ViolationKind =
  /** A step was never done, and the next one began, or the run is over. */
  | 'lost'
  | 'twice'
  | 'out-of-order'
  | 'two-at-once'
  | 'replayed-late'
  /** The step before is done and not committed. */
  | 'uncommitted'
  /** Committed while the machine works, or before it begins. */
  | 'committed-early';

export type Violation = {
  readonly kind: ViolationKind;
  readonly lot: string;
  /** The step that suffers. */
  readonly step: number;
  readonly first: Witness;
  readonly second: Witness;
};

/** The worst first. */
export const severity: readonly ViolationKind[] = [
  'lost',
  'twice',
  'out-of-order',
  'two-at-once',
  'replayed-late',
  'uncommitted',
  'committed-early',
];

type Work = { readonly hand: InHand; readonly began: Witness };
type Done = {
  readonly worker: string;
  readonly partition: number;
  readonly offset: number;
  readonly finished: Witness;
};
type StepMind = {
  readonly sent: Witness | null;
  readonly done: Done | null;
  /** The commit that covers its record. */
  readonly cover: Witness | null;
  /** A crash, or a refused commit, came after it was done and before it was committed: it may be done again. */
  readonly excused: boolean;
};
type LotMind = { readonly lot: string; readonly steps: readonly StepMind[]; readonly working: readonly Work[] };

export type Judge = {
  readonly n: number;
  readonly lots: readonly LotMind[];
  /** Records that a consumer has seen, by partition: committed or not. */
  readonly seen: readonly InHand[];
  readonly violations: readonly Violation[];
  readonly last: Witness | null;
  readonly ended: boolean;
};

const most = { violations: 20, seen: 200 } as const;
const untouched: StepMind = { sent: null, done: null, cover: null, excused: false };

export const freshJudge = (lots: readonly string[]): Judge => ({
  n: 0,
  lots: lots.map((lot) => ({ lot, steps: steps.map(() => untouched), working: [] })),
  seen: [],
  violations: [],
  last: null,
  ended: false,
});

const witness = (n: number, at: number, event: AtelierEvent): Witness => ({
  n,
  at,
  type: event.type,
  lot: 'lot' in event ? event.lot : null,
  step: 'step' in event && typeof event.step === 'number' ? event.step : null,
  partition: 'partition' in event ? event.partition : null,
  offset: 'offset' in event ? event.offset : 'next' in event ? event.next : null,
});

export function judge(before: Judge, event: AtelierEvent, at: number): Judge {
  const now = witness(before.n + 1, at, event);
  const state: Judge = { ...before, n: now.n, last: now };
  switch (event.type) {
    case 'sending':
      return changeStep(state, event, (mind) => ({ ...mind, sent: mind.sent ?? now }));
    case 'read':
      return isSeen(state, event) ? state : { ...state, seen: [...state.seen, event].slice(-most.seen) };
    case 'began':
      return began(state, event, now);
    case 'finished':
      return finished(state, event, now);
    case 'committed':
      return committed(state, event.partition, event.next, now);
    case 'commit.refused':
      return excuse(state, ({ partition, offset }) => partition === event.partition && offset < event.next);
    // A consumer that its group has put out is as dead for the lots it held.
    case 'worker.failed':
    case 'crashed': {
      const alive = state.lots.map((lot) => ({
        ...lot,
        working: lot.working.filter(({ hand }) => hand.worker !== event.worker),
      }));
      return excuse({ ...state, lots: alive }, ({ worker }) => worker === event.worker);
    }
    case 'ended':
      return event.reason === 'done' ? over(state, now) : state;
    default:
      return state;
  }
}

const isSeen = ({ seen }: Judge, { partition, offset }: InHand): boolean =>
  seen.some((one) => one.partition === partition && one.offset === offset);

function changeLot(state: Judge, name: string, change: (lot: LotMind) => LotMind): Judge {
  return { ...state, lots: state.lots.map((lot) => (lot.lot === name ? change(lot) : lot)) };
}

function changeStep(
  state: Judge,
  { lot, step }: { lot: string; step: number },
  change: (mind: StepMind) => StepMind,
): Judge {
  return changeLot(state, lot, (one) => ({
    ...one,
    steps: one.steps.map((mind, index) => (index === step - 1 ? change(mind) : mind)),
  }));
}

function accuse(state: Judge, kind: ViolationKind, lot: string, step: number, first: Witness, second: Witness): Judge {
  const isKnown = state.violations.some((one) => one.kind === kind && one.lot === lot && one.step === step);
  if (isKnown || state.violations.length >= most.violations) return state;
  return { ...state, violations: [...state.violations, { kind, lot, step, first, second }] };
}

function began(before: Judge, event: InHand, now: Witness): Judge {
  const { lot: name, step } = event;
  const lot = before.lots.find((one) => one.lot === name);
  const own = lot?.steps[step - 1];
  if (!lot || !own) return before;
  let state = before;
  const { working } = lot;
  for (const other of working) state = accuse(state, 'two-at-once', name, step, other.began, now);
  const isAtWork = (each: number) => working.some(({ hand }) => hand.step === each);
  lot.steps.slice(0, step - 1).forEach((mind, index) => {
    if (mind.done || isAtWork(index + 1)) return;
    // Committed without having been done: nobody will read it again. Otherwise it may still come, too late.
    if (mind.cover) state = accuse(state, 'lost', name, index + 1, mind.cover, now);
    else if (mind.sent) state = accuse(state, 'out-of-order', name, index + 1, mind.sent, now);
  });
  const previous = lot.steps[step - 2];
  if (previous?.done && !previous.cover)
    state = accuse(state, 'uncommitted', name, step - 1, previous.done.finished, now);
  if (own.done) {
    const isSame = own.done.partition === event.partition && own.done.offset === event.offset;
    const later = lot.steps.slice(step).find((mind) => mind.done)?.done?.finished;
    if (!isSame || !own.excused) state = accuse(state, 'twice', name, step, own.done.finished, now);
    else if (later) state = accuse(state, 'replayed-late', name, step, later, now);
  } else if (own.cover) state = accuse(state, 'committed-early', name, step, own.cover, now);
  return changeLot(state, name, (one) => ({ ...one, working: [...one.working, { hand: event, began: now }] }));
}

function finished(state: Judge, event: InHand, now: Witness): Judge {
  const { partition, offset, worker } = event;
  const isIt = ({ hand }: Work) => hand.worker === worker && hand.partition === partition && hand.offset === offset;
  const next = changeLot(state, event.lot, (lot) => ({ ...lot, working: lot.working.filter((work) => !isIt(work)) }));
  return changeStep(next, event, (mind) => ({
    ...mind,
    done: { worker, partition, offset, finished: now },
    cover: mind.done && mind.done.offset !== offset ? null : mind.cover,
    excused: false,
  }));
}

function committed(before: Judge, partition: number, next: number, now: Witness): Judge {
  let state = before;
  for (const record of before.seen) {
    if (record.partition !== partition || record.offset >= next) continue;
    const lot = state.lots.find((one) => one.lot === record.lot);
    const mind = lot?.steps[record.step - 1];
    if (!lot || !mind) continue;
    const atWork = lot.working.find(({ hand }) => hand.partition === partition && hand.offset === record.offset);
    if (atWork && !mind.cover && !isDone(mind, record))
      state = accuse(state, 'committed-early', record.lot, record.step, atWork.began, now);
    // A copy, or what was done long ago, is covered already.
    if (mind.cover || (mind.done && !isDone(mind, record))) continue;
    state = changeStep(state, record, (one) => ({ ...one, cover: now, excused: false }));
  }
  return state;
}

const isDone = ({ done }: StepMind, { partition, offset }: InHand): boolean =>
  done !== null && done.partition === partition && done.offset === offset;

/** Of what was done and not committed, these may be done again. */
function excuse(state: Judge, isOne: (done: Done) => boolean): Judge {
  const lots = state.lots.map((lot) => ({
    ...lot,
    steps: lot.steps.map((mind) => (mind.done && !mind.cover && isOne(mind.done) ? { ...mind, excused: true } : mind)),
  }));
  return { ...state, lots };
}

/** All has been read and nothing waits: what was not done will not be. */
function over(before: Judge, now: Witness): Judge {
  let state: Judge = { ...before, ended: true };
  for (const { lot, steps: minds } of before.lots) {
    minds.forEach((mind, index) => {
      const first = mind.cover ?? mind.sent;
      if (!mind.done && first) state = accuse(state, 'lost', lot, index + 1, first, now);
    });
  }
  return state;
}

export type Verdict = { readonly result: 'kept' } | { readonly result: 'broken'; readonly worst: Violation } | null;

/** Null while the run goes on and nothing broke, and when it was cut short. */
export function verdictOf({ violations, ended }: Pick<Judge, 'violations' | 'ended'>): Verdict {
  const [worst] = [...violations].sort(
    (a, b) => severity.indexOf(a.kind) - severity.indexOf(b.kind) || a.second.n - b.second.n,
  );
  if (worst) return { result: 'broken', worst };
  return ended ? { result: 'kept' } : null;
}

/** A whole run at once. */
export function checkInvariant(
  lots: readonly string[],
  events: readonly { readonly at: number; readonly event: AtelierEvent }[],
): Verdict {
  return verdictOf(events.reduce((state, { at, event }) => judge(state, event, at), freshJudge(lots)));
}
