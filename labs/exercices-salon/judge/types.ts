// What a judge says of one run, from what was said on the wire and nothing else.
import type { EndReason, RunEvent } from '#contract/exercices-salon.ts';

/** `unknown`: the run ended before it could be seen. */
export type Verdict = 'passed' | 'not-yet' | 'unknown';

export const mistakeNames = [
  'numbers-unused',
  'out-of-order',
  'twice',
  'endless-buffer',
  'no-resubscribe',
  'asks-all',
  'silent-loss',
  'lost-too-soon',
  'no-acks',
  'ack-before',
  'never-acks',
  'forgets-ack',
  'poses',
  'believes-text',
  'wrong-reader',
  'leaks',
  'misses-private',
  'invented',
  'flood',
] as const;
export type MistakeName = (typeof mistakeNames)[number];

export type Mistake = {
  readonly name: MistakeName;
  /** When it was seen, ms since the run began; and what it goes back to. */
  readonly t: number;
  readonly since: number | null;
  readonly numbers: readonly number[];
  /** A name, or a text, that the program gave. */
  readonly text: string | null;
};
export type Check<Id extends string = string> = { readonly id: Id; readonly verdict: Verdict };
export type Judgement<Id extends string = string> = {
  readonly checks: readonly Check<Id>[];
  readonly mistakes: readonly Mistake[];
  readonly ended: EndReason | null;
};

export function createMistakes() {
  const found: Mistake[] = [];
  return {
    found,
    has: (...names: MistakeName[]): boolean => found.some(({ name }) => names.includes(name)),
    /** The first of its name is the one shown; further numbers join it. */
    name(
      name: MistakeName,
      t: number,
      more: { since?: number; numbers?: readonly number[]; text?: string } = {},
    ): void {
      const numbers = more.numbers ?? [];
      const index = found.findIndex((each) => each.name === name);
      const known = found[index];
      if (known) {
        const all = [...new Set([...known.numbers, ...numbers])].slice(0, 12);
        found[index] = { ...known, numbers: all };
      } else found.push({ name, t, since: more.since ?? null, numbers: numbers.slice(0, 12), text: more.text ?? null });
    },
  };
}

/** What everybody can do wrong: not coming back, speaking without end. */
export function commonMistakes(events: readonly RunEvent[], mistakes: ReturnType<typeof createMistakes>): void {
  for (const event of events) {
    if (event.type === 'flooded') mistakes.name('flood', event.t, { numbers: [event.requests] });
    if (event.type === 'ended' && event.reason === 'flood') mistakes.name('flood', event.t);
    if (event.type === 'ended' && event.reason === 'gone') {
      const cut = events.findLast((each) => each.type === 'cut');
      mistakes.name('no-resubscribe', event.t, { since: cut?.t ?? event.t });
    }
  }
}

export const endOf = (events: readonly RunEvent[]): EndReason | null =>
  events.find((event) => event.type === 'ended')?.reason ?? null;

/** `seen`: what it is about has happened. Failed and over: still to do; never seen and over: nobody can say. */
export function verdictOf(passed: boolean, seen: boolean, ended: EndReason | null): Verdict {
  if (passed) return 'passed';
  return !seen && ended !== null ? 'unknown' : 'not-yet';
}
