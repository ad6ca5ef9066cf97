'use client';
// The quiz of module 2 on order: what a question shows is lit in the panel.
import { useMemo } from 'react';
import { orderQuiz } from '#lessons/02-ordre/quiz.ts';
import { highlight } from '../lab/highlight.ts';
import type { OnShow } from './feedback.tsx';
import { ofPage } from './page-questions.ts';
import { QuizView } from './quiz-view.tsx';

const onShow: OnShow = async ({ target }) => {
  // A panel hidden a moment ago needs a picture before it can be searched.
  await new Promise((drawn) => requestAnimationFrame(drawn));
  return highlight(target) ? 'Montré dans le panneau.' : 'Rien de tel dans le panneau pour l’instant.';
};

export function OrderQuiz({ page }: { page?: string }) {
  const quiz = useMemo(() => (page ? ofPage(orderQuiz, page) : orderQuiz), [page]);
  return <QuizView quiz={quiz} at="/lecons/ordre" onShow={onShow} {...(page ? { page } : {})} />;
}
