'use client';
// The quiz of module 2, tied to the panels of its pages.
import { useMemo } from 'react';
import { orderQuiz } from '#lessons/02-ordre/quiz.ts';
import { ofPage } from './page-questions.ts';
import { QuizView } from './quiz-view.tsx';
import { showIn } from './show-in.ts';

const onShow = showIn('ordre');

export function OrderQuiz({ page }: { page?: string }) {
  const quiz = useMemo(() => (page ? ofPage(orderQuiz, page) : orderQuiz), [page]);
  return <QuizView quiz={quiz} at="/lecons/ordre" onShow={onShow} {...(page ? { page } : {})} />;
}
