// What a quiz draws: the same seed gives the same numbers and the same order, on every machine.
import { chance } from '#labs/chance.ts';
import type { Draw } from '#lessons/quiz-schema.ts';

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
