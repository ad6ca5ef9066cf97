'use client';
// The quiz of module 4, tied to the lab `atelier`: what a question shows is a run really begun, then lit in the panel.
import { useMemo } from 'react';
import { atelierLab } from '#labs/atelier/lab.ts';
import { tdQuiz } from '#lessons/04-td/quiz.ts';
import { ofPage } from './page-questions.ts';
import { QuizView } from './quiz-view.tsx';
import { useShow } from './use-show.ts';

export function WorkshopQuiz({ page }: { page?: string }) {
  const quiz = useMemo(() => (page ? ofPage(tdQuiz, page) : tdQuiz), [page]);
  const onShow = useShow(atelierLab);
  return <QuizView quiz={quiz} at="/lecons/td" onShow={onShow} {...(page ? { page } : {})} />;
}
