// Every sentence of the exercises is whole French: no « undefined », no plain space before a high sign.
import { expect, it } from 'vitest';
import { mistakeNames } from '#labs/exercices-salon/judge/types.ts';
import { exerciseWords } from './exercise-words.ts';
import { mistakeWords } from './mistake-words.ts';

const wrong = / [;:!?»]|« |undefined|null|NaN|\.\.\.|[a-zà-ÿ]'[a-zà-ÿ]/i;

it.each(mistakeNames)('names %s, with what was seen and a page to read', (name) => {
  const { title, why, seen, read } = mistakeWords[name];
  for (const numbers of [[], [7], [7, 8, 9]]) {
    const sentence = seen({ name, t: 3_412, since: 1_200, numbers, text: '@relais-alma' });
    for (const text of [title, why, sentence]) expect(text).not.toMatch(wrong);
  }
  expect(read.path).toMatch(/^\/lecons\/ordre\/[a-z-]+$/);
});

it('asks and hints in whole sentences', () => {
  for (const { title, checks, hints } of Object.values(exerciseWords)) {
    expect(hints.length).toBeGreaterThanOrEqual(3);
    for (const text of [title, ...Object.values(checks), ...hints]) expect(text).not.toMatch(wrong);
  }
});
