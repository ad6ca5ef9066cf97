'use client';
// The quiz of module 1, tied to the panels of its pages.
import { useMemo } from 'react';
import { brokersQuiz } from '#lessons/01-brokers/quiz.ts';
import { ofPage } from './page-questions.ts';
import { QuizView } from './quiz-view.tsx';
import { showIn } from './show-in.ts';

const onShow = showIn('file');

export function BrokersQuiz({ page }: { page?: string }) {
  const quiz = useMemo(() => (page ? ofPage(brokersQuiz, page) : brokersQuiz), [page]);
  return <QuizView quiz={quiz} at="/lecons/brokers" onShow={onShow} {...(page ? { page } : {})} />;
}
