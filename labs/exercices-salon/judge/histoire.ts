// The judge of the exercise on history: everything once, in order, and what no longer exists said as such. Pure.
import type { RunEvent } from '#contract/exercices-salon.ts';
import { reportOf } from '../reports.ts';
import { commonMistakes, createMistakes, endOf, type Judgement, verdictOf } from './types.ts';

export const histoireChecks = ['entre', 'ordre', 'trou', 'refus', 'revient', 'perdu', 'tout'] as const;
type CheckId = (typeof histoireChecks)[number];

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);

export function judgeHistoire(events: readonly RunEvent[]): Judgement<CheckId> {
  const ended = endOf(events);
  const mistakes = createMistakes();
  const told = new Map<number, number>();
  const kept = new Set<number>();
  const got = new Map<number, number>();
  const declared = new Set<number>();
  /** Numbers that could no longer be had when the program came back. */
  const gone = new Set<number>();
  let head = 0;
  let forgotten = 0;
  let last = 0;
  /** The number lost on purpose, and since when. */
  let lost: { sequence: number; t: number } | null = null;
  let askedSinceLost = false;
  let entered = false;
  let refused: number | null = null;
  let gotSinceRefusal = false;
  let cuts = 0;
  let resumed = false;
  let late: { n: number; t: number; since: number } | null = null;
  let double: { n: number; t: number; since: number } | null = null;

  for (const event of events) {
    last = event.t;
    switch (event.type) {
      case 'subscribed':
        entered = true;
        if (cuts > 0) asked(event.from, event.t, true);
        for (const n of kept) if (n <= forgotten && !told.has(n)) gone.add(n);
        break;
      case 'asked':
        asked(event.from, event.t, false);
        break;
      case 'told':
        head = Math.max(head, event.sequence);
        if (!told.has(event.sequence)) told.set(event.sequence, event.t);
        break;
      case 'kept':
        head = Math.max(head, event.sequence);
        kept.add(event.sequence);
        if (event.why === 'lost') lost = { sequence: event.sequence, t: event.t };
        break;
      case 'forgot':
        forgotten = Math.max(forgotten, event.upTo);
        break;
      case 'clear-refused':
        refused ??= event.t;
        break;
      case 'cut':
        cuts += 1;
        stuck(event.t);
        break;
      case 'waited':
        stuck(event.t);
        break;
      case 'said':
        reported(event.content, event.t);
        break;
      default:
        break;
    }
  }

  function asked(from: number | null, t: number, subscribing: boolean): void {
    const some = got.size >= 2;
    if (some && (from === null ? !subscribing : from <= 1)) mistakes.name('asks-all', t, { numbers: [...got.keys()] });
    if (from !== null && from > 1 && cuts > 0) resumed = true;
    if (lost) askedSinceLost = true;
  }

  function reported(content: string, t: number): void {
    const report = reportOf(content);
    if (!report) return;
    if (refused !== null) gotSinceRefusal = true;
    for (const n of range(report.from, report.to)) {
      if (report.kind === 'gone') sayGone(n, t);
      else deliver(n, t);
    }
  }
  function sayGone(n: number, t: number): void {
    if (n > forgotten || told.has(n)) mistakes.name('lost-too-soon', t, { numbers: [n], since: told.get(n) ?? t });
    declared.add(n);
  }
  function deliver(n: number, t: number): void {
    if (!told.has(n)) {
      mistakes.name('invented', t, { numbers: [n] });
      return;
    }
    const first = got.get(n);
    if (first !== undefined) {
      double ??= { n, t, since: first };
      return;
    }
    const [most, since] = [...got].reduce((a, b) => (b[0] > a[0] ? b : a), [0, 0]);
    if (n < most) late ??= { n, t, since };
    got.set(n, t);
  }

  /** It waits for something that does not come by itself: it was asked nothing, and delivers nothing beyond. */
  function stuck(t: number): void {
    const accounted = (n: number): boolean => got.has(n) || declared.has(n);
    const hole = range(1, head).find((n) => !accounted(n) && (kept.has(n) || told.has(n)));
    if (hole === undefined) return;
    const waiting = [...told.keys()].filter((n) => n > hole && !accounted(n));
    const beyond = [...got.keys()].some((n) => n > hole);
    if (beyond || waiting.length === 0) return;
    if (gone.has(hole) || (lost?.sequence === hole && !askedSinceLost))
      mistakes.name('endless-buffer', t, { numbers: [hole, ...waiting], since: lost?.t ?? t });
  }

  const most = Math.max(0, ...got.keys());
  const holes = range(1, most).filter((n) => !got.has(n) && !declared.has(n) && n > (Math.min(...got.keys()) || 0));
  const slip = late as { n: number; t: number; since: number } | null;
  const repeat = double as { n: number; t: number; since: number } | null;
  if (slip && repeat) mistakes.name('numbers-unused', slip.t, { since: slip.since, numbers: [slip.n, repeat.n] });
  else if (slip) mistakes.name('out-of-order', slip.t, { since: slip.since, numbers: [slip.n] });
  else if (repeat) mistakes.name('twice', repeat.t, { since: repeat.since, numbers: [repeat.n] });
  if (holes.length > 0 && (cuts > 0 || ended !== null) && !mistakes.has('numbers-unused'))
    mistakes.name('silent-loss', last, { numbers: holes });
  commonMistakes(events, mistakes);

  const ordered = !mistakes.has('numbers-unused', 'out-of-order', 'twice');
  const all = range(1, head);
  const whole = ended === 'played' && head > 0 && all.every((n) => got.has(n) !== declared.has(n));
  const gap = lost as { sequence: number; t: number } | null;
  return {
    ended,
    mistakes: mistakes.found,
    checks: [
      { id: 'entre', verdict: verdictOf(entered, events.length > 0, ended) },
      { id: 'ordre', verdict: verdictOf(ordered && got.size >= 3, got.size > 0, ended) },
      { id: 'trou', verdict: verdictOf(gap !== null && got.has(gap.sequence), gap !== null, ended) },
      { id: 'refus', verdict: verdictOf(refused !== null && gotSinceRefusal, refused !== null || cuts > 0, ended) },
      { id: 'revient', verdict: verdictOf(resumed, cuts > 0, ended) },
      {
        id: 'perdu',
        verdict: verdictOf(gone.size > 0 && [...gone].every((n) => declared.has(n)), gone.size > 0, ended),
      },
      { id: 'tout', verdict: verdictOf(whole && mistakes.found.length === 0, ended === 'played', ended) },
    ],
  };
}
