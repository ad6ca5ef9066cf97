// The figures of one pupil: median, quartiles, and how sure the median is, by drawing the answers again many times. Pure.
import { drawn, type Pupil } from './class-answers.ts';

/** Draws of the bootstrap for one pupil: this is what takes the time. */
export const drawsEach = 5_000;

export type Figures = {
  readonly number: number;
  readonly answers: number;
  readonly median: number;
  readonly quartiles: readonly [first: number, third: number];
  readonly longest: number;
  /** 95 % of the medians of the draws lie between these. */
  readonly sure: readonly [low: number, high: number];
  /** Answers by classes of `binSeconds`, the last one with all that is longer. */
  readonly bins: readonly number[];
};

export const binSeconds = 5;
const binCount = 16;

function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  const below = sorted[low] ?? 0;
  return below + ((sorted[low + 1] ?? below) - below) * (at - low);
}

/** Percentile bootstrap of the median (Efron, 1979): draw as many answers as there are, with replacement; take the median; again. */
function sureOf(seconds: readonly number[], next: () => number): [number, number] {
  const medians = new Float64Array(drawsEach);
  const draw = new Float64Array(seconds.length);
  for (let each = 0; each < drawsEach; each += 1) {
    for (let index = 0; index < draw.length; index += 1) draw[index] = seconds[Math.floor(next() * draw.length)] ?? 0;
    medians[each] = quantile(draw.sort(), 0.5);
  }
  medians.sort();
  return [quantile(medians, 0.025), quantile(medians, 0.975)];
}

function binsOf(seconds: readonly number[]): number[] {
  const bins = Array.from({ length: binCount }, () => 0);
  for (const each of seconds) {
    const bin = Math.min(binCount - 1, Math.floor(each / binSeconds));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return bins;
}

export function figuresOf({ number, seconds }: Pupil): Figures {
  const sorted = Float64Array.from(seconds).sort();
  return {
    number,
    answers: seconds.length,
    median: quantile(sorted, 0.5),
    quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.75)],
    longest: sorted.at(-1) ?? 0,
    sure: sureOf(seconds, drawn(number)),
    bins: binsOf(seconds),
  };
}
