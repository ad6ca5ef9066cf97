// The questions of one page, as a quiz of its own: answered there, and asked again by the module's quiz, where they count anew.
import type { QuizContent } from '#lessons/quiz-schema.ts';

/** Kept under a name of its own, `module-page`; see `isPageQuiz`. */
export const ofPage = (quiz: QuizContent, page: string): QuizContent => ({
  ...quiz,
  name: `${quiz.name}-${page}`,
  questions: quiz.questions.filter((question) => question.page === page),
});

/** Names of whole quizzes hold no hyphen (their schema says so). */
export const isPageQuiz = (name: string): boolean => name.includes('-');
