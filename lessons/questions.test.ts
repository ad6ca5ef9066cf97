// What stands on paper under a page: its own questions, or the whole quiz where the page is that quiz.
import { expect, it } from 'vitest';
import { allLessons } from './load.ts';
import { questionsOf } from './questions.ts';

it('finds the questions of every page that ends with some, and the quiz of every page that is one', async () => {
  for (const lesson of allLessons()) {
    const pages = new Set((await questionsOf(lesson)).map(({ page }) => page));
    if (!lesson.meta.ownQuiz) expect([...pages], lesson.file).toEqual([lesson.slug]);
    else if (lesson.slug.includes('quiz')) expect(pages.size, lesson.file).toBeGreaterThan(5);
    else expect(pages.size, lesson.file).toBe(0);
  }
});
