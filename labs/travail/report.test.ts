// The report: the same bytes each time, figures that hold together, nothing that runs or leads out of the file.
import { describe, expect, it } from 'vitest';
import { answersEach, pupilOf } from './class-answers.ts';
import { makeReport } from './report.ts';
import { figuresOf } from './stats.ts';

describe('the class report', () => {
  it('is the same to the byte, tells of each pupil done, and needs nothing but itself', () => {
    const done: number[] = [];
    const report = makeReport(10, (pupils) => done.push(pupils));
    expect(done).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(makeReport(10, () => {})).toBe(report);
    expect(report).not.toMatch(/<script|https?:|url\(|<link|<img/);
    expect(report.match(/<section id="eleve-\d+">/g)).toHaveLength(10);
    expect(report).toContain('Ces élèves n’existent pas.');
    expect(report).not.toContain('NaN');
  });

  it('has figures in their order: quartiles around the median, and the median in what it is sure to be in', () => {
    const { median, quartiles, sure, longest, bins, answers } = figuresOf(pupilOf(3));
    expect([...quartiles, median, longest].toSorted((a, b) => a - b)).toEqual([
      quartiles[0],
      median,
      quartiles[1],
      longest,
    ]);
    expect(sure[0]).toBeLessThanOrEqual(median);
    expect(sure[1]).toBeGreaterThanOrEqual(median);
    expect(sure[1] - sure[0]).toBeLessThan(quartiles[1] - quartiles[0]);
    expect(answers).toBe(answersEach);
    expect(bins.reduce((sum, each) => sum + each, 0)).toBe(answersEach);
  });
});
