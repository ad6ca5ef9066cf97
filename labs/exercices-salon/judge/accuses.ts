// The judge of the exercise on acknowledgements: treated before it is acknowledged, sent again until then, treated once. Pure.
import type { RunEvent } from '#contract/exercices-salon.ts';
import { reportOf } from '../reports.ts';
import { commonMistakes, createMistakes, endOf, type Judgement, verdictOf } from './types.ts';

export const accusesChecks = ['entre', 'traite', 'acquitte', 'revient', 'doublon', 'rien-perdu'] as const;
type CheckId = (typeof accusesChecks)[number];

export function judgeAccuses(events: readonly RunEvent[]): Judgement<CheckId> {
  const ended = endOf(events);
  const mistakes = createMistakes();
  /** When each number was first sent, first treated, acknowledged. */
  const told = new Map<number, number>();
  const done = new Map<number, number>();
  const acked = new Map<number, number>();
  /** Treated, then sent again: whether it is acknowledged since. */
  const again = new Map<number, boolean>();
  /** Sent and not reported when the link was cut: the report may have been lost with it, and nobody is accused for it. */
  const doubtful = new Set<number>();
  let entered = false;
  let cuts = 0;
  let backs = 0;
  let waited: number | null = null;

  for (const event of events) {
    if (event.type === 'subscribed') {
      if (!event.acks) mistakes.name('no-acks', event.t);
      else if (cuts > backs) backs += 1;
      entered ||= event.acks;
    } else if (event.type === 'told') {
      if (!told.has(event.sequence)) told.set(event.sequence, event.t);
      if (event.why === 'again' && done.has(event.sequence)) again.set(event.sequence, false);
    } else if (event.type === 'said') {
      const report = reportOf(event.content);
      for (let n = report?.from ?? 1; report && n <= report.to; n += 1) treated(n, event.t);
    } else if (event.type === 'acked') acknowledged(event.sequence, event.upTo, event.t);
    else if (event.type === 'cut') {
      cuts += 1;
      for (const n of told.keys()) if (!done.has(n)) doubtful.add(n);
    } else if (event.type === 'waited') waited ??= event.t;
  }

  function treated(n: number, t: number): void {
    const first = done.get(n);
    if (!told.has(n)) mistakes.name('invented', t, { numbers: [n] });
    else if (first !== undefined) mistakes.name('twice', t, { since: first, numbers: [n] });
    else done.set(n, t);
  }
  function acknowledged(sequence: number, upTo: boolean, t: number): void {
    const numbers = upTo ? [...told.keys()].filter((n) => n <= sequence) : [sequence];
    for (const n of numbers) {
      if (told.has(n) && !done.has(n) && !doubtful.has(n))
        mistakes.name('ack-before', t, { since: told.get(n) ?? t, numbers: [n] });
      if (!acked.has(n)) acked.set(n, t);
      if (again.has(n)) again.set(n, true);
    }
  }

  const numbers = [...told.keys()];
  const treatedOrDoubt = (n: number): boolean => done.has(n) || (doubtful.has(n) && acked.has(n));
  const missing = numbers.filter((n) => done.has(n) && !acked.has(n));
  if (acked.size === 0 && done.size > 0 && entered && (waited !== null || ended === 'played'))
    mistakes.name('never-acks', waited ?? lastOf(events), { numbers: [...done.keys()] });
  else if (ended === 'played' && missing.length > 0) mistakes.name('forgets-ack', lastOf(events), { numbers: missing });
  commonMistakes(events, mistakes);

  const wellAcked = !mistakes.has('ack-before', 'never-acks', 'forgets-ack') && acked.size >= 2;
  const seenAgain = [...again.keys()];
  const onceEach = !mistakes.has('twice') && seenAgain.length > 0 && [...again.values()].some((each) => each);
  const whole = ended === 'played' && numbers.length > 0 && numbers.every((n) => treatedOrDoubt(n) && acked.has(n));
  return {
    ended,
    mistakes: mistakes.found,
    checks: [
      { id: 'entre', verdict: verdictOf(entered && !mistakes.has('no-acks'), events.length > 0, ended) },
      {
        id: 'traite',
        verdict: verdictOf(done.size >= 2 && numbers.slice(0, -2).every(treatedOrDoubt), numbers.length > 0, ended),
      },
      { id: 'acquitte', verdict: verdictOf(wellAcked, done.size > 0, ended) },
      { id: 'revient', verdict: verdictOf(cuts > 0 && backs > 0, cuts > 0, ended) },
      { id: 'doublon', verdict: verdictOf(onceEach, seenAgain.length > 0, ended) },
      { id: 'rien-perdu', verdict: verdictOf(whole && mistakes.found.length === 0, ended === 'played', ended) },
    ],
  };
}

const lastOf = (events: readonly RunEvent[]): number => events.at(-1)?.t ?? 0;
