// The reorder buffer of one numbered stream: what arrives in any order, twice or not at all leaves in order, each number
// once. Pure: time is an argument, and each step answers the next state with everything it decided (`told`), so that
// nothing is dropped in silence. Used by the page, the terminal client and the panel « Réseau chahuté » alike.
//
// equal to `expected` → delivered, and the buffer drained · higher → held, within a window of `bound` numbers ·
// lower → ignored · missing for `askAfterMs` → asked again, then less and less often · no longer kept by the server,
// or another epoch → said to be gone, never waited for without end.

export type ReorderOptions = {
  /** Numbers from the expected one on that may be held; further ones are told `beyond`, and asked for again later. */
  readonly bound: number;
  /** How long a number may be missing before it is asked for, ms; doubled at each further ask… */
  readonly askAfterMs: number;
  /** …up to this. */
  readonly askAtMostMs: number;
};

export type Held<M> = { readonly sequence: number; readonly message: M };
/** Both ends included. */
export type Range = { readonly from: number; readonly to: number };

export type Reorder<M> = {
  readonly options: ReorderOptions;
  /** Which numbering this is; null when the server names none. */
  readonly epoch: string | null;
  /** The next number to deliver. */
  readonly expected: number;
  /** The highest number heard of; below `expected` when nothing is missing. */
  readonly known: number;
  /** Arrived too early, by number. */
  readonly held: readonly Held<M>[];
  /** Something is missing: since when, how often it was asked for, and when `tick` will ask (again). */
  readonly gap: { readonly since: number; readonly asks: number; readonly askAt: number } | null;
};

export type Told<M> =
  | { readonly kind: 'delivered'; readonly sequence: number; readonly message: M }
  | { readonly kind: 'held'; readonly sequence: number }
  /** Delivered, gone or held already. */
  | { readonly kind: 'duplicate'; readonly sequence: number }
  /** Outside the window: not kept, known to be missing, hence asked for once the window reaches it. */
  | { readonly kind: 'beyond'; readonly sequence: number }
  /** Numbered by another epoch: left over from before a reset. */
  | { readonly kind: 'stale'; readonly sequence: number }
  /** No number at all: not an integer, or below 1. */
  | { readonly kind: 'invalid'; readonly sequence: number }
  /** To be sent to the server: these are missing. */
  | { readonly kind: 'ask'; readonly ranges: readonly Range[] }
  /** These will never come: the server no longer has them. */
  | ({ readonly kind: 'gone' } & Range)
  /** Another numbering begins. */
  | { readonly kind: 'reset'; readonly epoch: string | null };

export type Step<M> = { readonly state: Reorder<M>; readonly told: readonly Told<M>[] };

/** What a server says of its stream: its numbering, its current number (0: nothing yet), the oldest number it still has. */
export type Head = { readonly epoch: string | null; readonly sequence: number; readonly oldest?: number };

export const reorderDefaults: ReorderOptions = { bound: 128, askAfterMs: 1_000, askAtMostMs: 30_000 };

/** `expected`: where this reader begins; a newcomer who wants no past gives the server's current number + 1. */
export function reorderFrom<M>(epoch: string | null, expected = 1, options = reorderDefaults): Reorder<M> {
  return { options, epoch, expected, known: expected - 1, held: [], gap: null };
}

/** A message has arrived. `epoch`: its numbering, when the message says it. */
export function receive<M>(state: Reorder<M>, sequence: number, message: M, now: number, epoch = state.epoch): Step<M> {
  const alone = (kind: 'duplicate' | 'stale' | 'invalid'): Step<M> => ({ state, told: [{ kind, sequence }] });
  if (!Number.isSafeInteger(sequence) || sequence < 1) return alone('invalid');
  if (epoch !== state.epoch) return alone('stale');
  if (sequence < state.expected) return alone('duplicate');
  const known = Math.max(state.known, sequence);
  if (sequence >= state.expected + state.options.bound)
    return settle({ ...state, known }, [{ kind: 'beyond', sequence }], now);
  const after = state.held.findIndex((each) => each.sequence >= sequence);
  const place = after === -1 ? state.held.length : after;
  if (state.held[place]?.sequence === sequence) return alone('duplicate');
  const held = state.held.toSpliced(place, 0, { sequence, message });
  return settle({ ...state, known, held }, sequence === state.expected ? [] : [{ kind: 'held', sequence }], now);
}

/** The server has said where its stream is: at subscription, after a reconnection, or now and then. What was missed is asked at once. */
export function subscribed<M>(state: Reorder<M>, head: Head, now: number): Step<M> {
  // Without an epoch, a number that went back is the only sign of a numbering that began again.
  const same = head.epoch === state.epoch && (head.epoch !== null || head.sequence >= state.expected - 1);
  const told: Told<M>[] = [];
  let next = state;
  if (!same) {
    told.push(...skipTo(state, state.known + 1, now).told, { kind: 'reset', epoch: head.epoch });
    next = reorderFrom<M>(head.epoch, 1, state.options);
  }
  next = heard(next, head.sequence, now).state;
  if (head.oldest !== undefined) next = added(skipTo(next, head.oldest, now), told);
  const asked = next.gap ? added(ask(next, next.gap, now), told) : next;
  return { state: asked, told };
}

/** The server has told its current number, by the way: what is missing up to it is waited for as any other gap. */
export const heard = <M>(state: Reorder<M>, sequence: number, now: number): Step<M> =>
  settle({ ...state, known: Math.max(state.known, sequence) }, [], now);

/** The server has nothing below `first` any more: what is held is delivered, what is missing is gone. */
export function skipTo<M>(state: Reorder<M>, first: number, now: number): Step<M> {
  const told: Told<M>[] = [];
  let expected = state.expected;
  for (const { sequence, message } of state.held) {
    if (sequence >= first) break;
    if (sequence > expected) told.push({ kind: 'gone', from: expected, to: sequence - 1 });
    told.push({ kind: 'delivered', sequence, message });
    expected = sequence + 1;
  }
  if (expected < first) {
    told.push({ kind: 'gone', from: expected, to: first - 1 });
    expected = first;
  }
  if (told.length === 0) return { state, told };
  const held = state.held.filter(({ sequence }) => sequence >= expected);
  return settle({ ...state, expected, held, known: Math.max(state.known, expected - 1), gap: null }, told, now);
}

/** Time has passed; to be called when `gap.askAt` has come. */
export function tick<M>(state: Reorder<M>, now: number): Step<M> {
  return state.gap && now >= state.gap.askAt ? ask(state, state.gap, now) : { state, told: [] };
}

/** What is missing within the window. */
export function missing<M>({ expected, known, held, options }: Reorder<M>): Range[] {
  const end = Math.min(known, expected + options.bound - 1);
  const ranges: Range[] = [];
  let from = expected;
  for (const { sequence } of held) {
    if (sequence > from) ranges.push({ from, to: sequence - 1 });
    from = sequence + 1;
  }
  if (from <= end) ranges.push({ from, to: end });
  return ranges;
}

/** Delivers what follows without a gap, then starts, keeps or ends the wait for what is missing. */
function settle<M>(state: Reorder<M>, told: readonly Told<M>[], now: number): Step<M> {
  const said = [...told];
  let { expected } = state;
  let drained = 0;
  for (; state.held[drained]?.sequence === expected; drained += 1) {
    said.push({ kind: 'delivered', ...(state.held[drained] as Held<M>) });
    expected += 1;
  }
  const held = drained === 0 ? state.held : state.held.slice(drained);
  const waits = state.known >= expected;
  // Another number is waited for now: its own wait begins.
  const kept = drained === 0 ? state.gap : null;
  const gap = waits ? (kept ?? { since: now, asks: 0, askAt: now + state.options.askAfterMs }) : null;
  return { state: { ...state, expected, held, gap }, told: said };
}

function ask<M>(state: Reorder<M>, gap: NonNullable<Reorder<M>['gap']>, now: number): Step<M> {
  const { askAfterMs, askAtMostMs } = state.options;
  const wait = Math.min(askAfterMs * 2 ** gap.asks, askAtMostMs);
  return {
    state: { ...state, gap: { ...gap, asks: gap.asks + 1, askAt: now + wait } },
    told: [{ kind: 'ask', ranges: missing(state) }],
  };
}

/** One step more of the same move: what it told goes after the rest. */
function added<M>(step: Step<M>, told: Told<M>[]): Reorder<M> {
  told.push(...step.told);
  return step.state;
}
