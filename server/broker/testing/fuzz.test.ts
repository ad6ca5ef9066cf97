// A short, seeded run of the fuzzer; the long ones are `npm run bench -- fuzz` and `fuzz-core`.

import { describe, expect, it } from 'vitest';
import { decodeProblem, fuzz } from './fuzz.ts';
import { recordedFrames, truncations } from './fuzz-frames.ts';

describe('bad frames', () => {
  it('every truncation of every recorded request is refused or read, never thrown over', () => {
    const problems: string[] = [];
    for (const frame of truncations(recordedFrames())) {
      const problem = decodeProblem(frame);
      if (problem) problems.push(problem);
    }
    expect(problems).toEqual([]);
  });

  it('20,000 of them leave the broker whole: no exception, no internal error, nothing unfinished, no growth', async () => {
    const report = await fuzz({ frames: 20_000, seed: 20_240 });
    expect(report.findings).toEqual([]);
    expect(report.frames).toBe(20_000);
    expect(report.replies).toBeGreaterThan(1_000);
    expect(report.closed).toBeGreaterThan(1_000);
    expect(report.heapAfter - report.heapBefore).toBeLessThan(64);
  });
});
