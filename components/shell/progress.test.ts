// What is taken from storage and from a file: all that is right, nothing else, and never more than a browser can hold.
import { describe, expect, it } from 'vitest';
import {
  fileOf,
  imported,
  nothing,
  type Progress,
  readProgress,
  scoreOf,
  withBegun,
  withoutExperiment,
  withPage,
  withStep,
  written,
} from './progress.ts';

const at = 1_790_000_000_000;
const page = '/lecons/kafka/un-groupe';
const done = withStep(withPage(nothing, page, at), 'repartition', 'partager', { at, observed: 'génération 2' });
const quiz = { version: 1, questions: { q1: { right: true }, q2: { right: false } } };

describe('progress', () => {
  it('is read back as it was written, and keeps the first time', () => {
    expect(readProgress(written(done))).toEqual(done);
    expect(withPage(done, page, at + 5)).toBe(done);
    expect(withStep(done, 'repartition', 'partager', { at: at + 5, observed: 'autre' })).toBe(done);
  });

  it('is nothing when what is stored cannot be understood', () => {
    for (const text of [null, '', '{', '[]', '12', '{"version":2,"pages":{}}', 'null'])
      expect(readProgress(text), String(text)).toEqual(nothing);
  });

  it('takes only the entries that are right', () => {
    const mixed = {
      version: 1,
      pages: { [page]: at, '/x': 'hier', 'javascript:alert(1)': at, '/y': -1, __proto__: at, '/Z': at },
      steps: {
        'a/b': { at, observed: 'oui' },
        'a/c': { at: 'x', observed: 'oui' },
        'a/d': { at, observed: 4 },
        'pas une étape': { at, observed: '' },
      },
      begun: { a: at, b: 'hier', 'C/d': at },
    };
    expect(readProgress(JSON.stringify(mixed))).toEqual({
      pages: { [page]: at },
      steps: { 'a/b': { at, observed: 'oui' } },
      begun: { a: at },
    });
    expect(({} as Record<string, unknown>).pages).toBeUndefined();
  });

  it('is bounded, however much is given', () => {
    const pages = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`/lecons/p${n}`, at]));
    const steps = { 'a/b': { at, observed: 'x'.repeat(100_000) } };
    const read = readProgress(JSON.stringify({ version: 1, pages, steps }));
    expect([Object.keys(read.pages).length, read.steps['a/b']?.observed.length]).toEqual([500, 1_000]);
  });

  it('forgets one experiment and keeps the others', () => {
    const two = withStep(done, 'autre', 'partager', { at, observed: '' });
    expect(Object.keys(withoutExperiment(two, 'repartition').steps)).toEqual(['autre/partager']);
  });

  it('knows when an experiment was begun again, with nothing of before, and takes that to no other browser', () => {
    const again = withBegun(done, 'repartition', at + 9);
    expect(again).toEqual({ ...done, steps: {}, begun: { repartition: at + 9 } });
    expect(readProgress(written(again))).toEqual(again);
    expect(JSON.parse(fileOf(again, {}, at))).not.toHaveProperty('begun');
  });
});

describe('the file', () => {
  const file = fileOf(done, { kafka: quiz }, at);
  const take = (text: string, here: Progress = nothing) => imported(text, here, {});

  it('carries everything to another browser', () => {
    expect(take(file)).toEqual({ ok: true, progress: done, quizzes: { kafka: quiz } });
  });

  it('adds to what is here, and takes nothing away', () => {
    const here = withPage(nothing, page, at - 1);
    const begun = { kafka: { version: 1, questions: {} } };
    expect(imported(file, here, begun)).toMatchObject({
      ok: true,
      progress: { pages: { [page]: at - 1 }, steps: done.steps },
      quizzes: begun,
    });
  });

  it('is refused by a sentence when it is something else', () => {
    for (const [text, why] of [
      ['', /pas une progression/],
      ['{"kind":"autre"}', /pas une progression/],
      ['{"kind":"relais.progression","version":9}', /autre version/],
      ['x'.repeat(1_000_001), /trop gros/],
    ] as const)
      expect(take(text)).toEqual({ ok: false, message: expect.stringMatching(why) });
  });

  it('may hold quizzes of any name but those that are not names', () => {
    const odd = JSON.parse(file) as { quizzes: Record<string, unknown> };
    odd.quizzes = { kafka: quiz, '../x': quiz, vide: null, faux: { questions: 3 } };
    expect(take(JSON.stringify(odd))).toMatchObject({ quizzes: { kafka: quiz } });
    const taken = take(JSON.stringify(odd));
    expect(taken.ok && Object.keys(taken.quizzes)).toEqual(['kafka']);
  });

  it('tells the score of quizzes, together', () => {
    expect(scoreOf([quiz, quiz])).toEqual({ right: 2, all: 4 });
    expect(scoreOf([quiz])).toEqual({ right: 1, all: 2 });
  });
});
