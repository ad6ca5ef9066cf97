// The class of a report: answer times of pupils who do not exist, drawn from a seed. The same size gives the same class. Pure.

/** Answers of one pupil. */
export const answersEach = 200;

export type Pupil = { readonly number: number /** Seconds. */; readonly seconds: readonly number[] };

/** Mulberry32: the same numbers everywhere from the same seed, between 0 and 1. */
export function drawn(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Box and Muller. */
function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** Answer times are log-normal, as those of people are: many short ones, a few long ones. */
export function pupilOf(number: number): Pupil {
  const next = drawn(number * 7_919);
  const usual = 18 * Math.exp(0.35 * normal(next));
  const spread = 0.3 + 0.5 * next();
  const seconds = Array.from({ length: answersEach }, () => usual * Math.exp(spread * normal(next)));
  return { number, seconds };
}
