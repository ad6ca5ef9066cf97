// The questions that a page asks, as data, for paper: those of the page, or the whole quiz of the module where the page is that quiz.
// Found where the module's folder has them, as pages are.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lesson } from './load.ts';
import type { Question, QuizContent } from './quiz-schema.ts';

const root = join(/* turbopackIgnore: true */ process.cwd(), 'lessons');

export async function questionsOf(lesson: Lesson): Promise<readonly Question[]> {
  const folder = lesson.file.split('/')[0] ?? '';
  if (!existsSync(join(root, folder, 'quiz.ts'))) return [];
  // The module's only export that is a quiz.
  const named = (await import(`./${folder}/quiz.ts`)) as Record<string, QuizContent>;
  const { questions = [] } = Object.values(named).find((each) => Array.isArray(each.questions)) ?? {};
  if (!lesson.meta.ownQuiz) return questions.filter(({ page }) => page === lesson.slug);
  const isQuiz = readFileSync(join(root, `${lesson.file}.mdx`), 'utf8').includes('<Quiz ');
  return isQuiz ? questions : [];
}
