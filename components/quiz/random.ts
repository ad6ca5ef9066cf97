// Chance that can be drawn again: the same seed gives the same numbers and the same order, on every machine.
import type { Draw } from '#lessons/quiz-schema.ts';

/** Numbers in [0, 1) from a 32-bit seed (Mulberry32). */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function drawFrom(seed: number): Draw {
  const next = chance(seed);
  return (least, most) => least + Math.floor(next() * (most - least + 1));
}

/** A copy in another order; never the same order when there are two items or more. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const draw = drawFrom(seed);
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = draw(0, last);
    const [a, b] = [mixed[last] as T, mixed[other] as T];
    mixed[last] = b;
    mixed[other] = a;
  }
  if (mixed.length > 1 && mixed.every((item, index) => item === items[index])) mixed.push(mixed.shift() as T);
  return mixed;
}

/** The seed of another try: other numbers, other order, and still reproducible. */
export const nextSeed = (seed: number): number => (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
