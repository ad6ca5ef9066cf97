// The judge of the exercise on private messages: the reader is one person, and the sender is whom the server says. Pure.
import type { RunEvent } from '#contract/exercices-salon.ts';
import { reportOf } from '../reports.ts';
import { commonMistakes, createMistakes, endOf, type Judgement, verdictOf } from './types.ts';

export const priveChecks = ['preuve', 'repond', 'expediteur', 'secret', 'retrouve'] as const;
type CheckId = (typeof priveChecks)[number];
/** Its text claims to come from somebody else (plan.ts). */
const trap = 2;

export function judgePrive(events: readonly RunEvent[]): Judgement<CheckId> {
  const ended = endOf(events);
  const mistakes = createMistakes();
  /** Private messages sent, with their sender. */
  const told = new Map<number, { sender: string; t: number }>();
  const answered = new Map<number, number>();
  const missed = new Set<number>();
  let proven = false;
  let cut: number | null = null;
  let last = 0;

  for (const event of events) {
    last = event.t;
    if (event.type === 'subscribed') proven ||= event.proven;
    else if (event.type === 'told' && event.topic === 'own') {
      if (!told.has(event.sequence)) told.set(event.sequence, { sender: event.sender, t: event.t });
    } else if (event.type === 'kept' && event.topic === 'own') missed.add(event.sequence);
    else if (event.type === 'cut') cut ??= event.t;
    else if (event.type === 'posed') mistakes.name('poses', event.t, { text: event.as });
    else if (event.type === 'said') said(event.to, event.content, event.t);
  }

  function said(to: string, content: string, t: number): void {
    const report = reportOf(content);
    const n = report?.from ?? 0;
    const message = told.get(n);
    if (!to.startsWith('@')) mistakes.name('leaks', t, { text: content });
    else if (!report) return;
    else if (!message) mistakes.name('invented', t, { numbers: [n] });
    else if (to.toLowerCase() !== `@${message.sender}`)
      mistakes.name(n === trap ? 'believes-text' : 'wrong-reader', t, { numbers: [n], text: to, since: message.t });
    else answer(n, t);
  }
  function answer(n: number, t: number): void {
    const first = answered.get(n);
    if (first !== undefined) mistakes.name('twice', t, { since: first, numbers: [n] });
    else answered.set(n, t);
  }

  const lost = [...missed].filter((n) => !answered.has(n));
  if (ended === 'played' && lost.length > 0)
    mistakes.name('misses-private', last, { numbers: lost, since: cut ?? last });
  commonMistakes(events, mistakes);

  const numbers = [...told.keys()].filter((n) => !missed.has(n));
  const due = ended === 'played' ? numbers : numbers.slice(0, -1);
  const right = answered.size > 0 && due.every((n) => answered.has(n) || n === trap);
  const quiet = !mistakes.has('leaks', 'poses');
  return {
    ended,
    mistakes: mistakes.found,
    checks: [
      { id: 'preuve', verdict: verdictOf(proven, events.length > 0, ended) },
      {
        id: 'repond',
        verdict: verdictOf(
          right && !mistakes.has('wrong-reader', 'twice', 'invented', 'flood'),
          numbers.length > 0,
          ended,
        ),
      },
      {
        id: 'expediteur',
        verdict: verdictOf(answered.has(trap) && !mistakes.has('believes-text'), told.has(trap), ended),
      },
      { id: 'secret', verdict: verdictOf(quiet && answered.size >= 3, !quiet || answered.size >= 3, ended) },
      {
        id: 'retrouve',
        verdict: verdictOf(missed.size > 0 && lost.length === 0, missed.size > 0, ended),
      },
    ],
  };
}
