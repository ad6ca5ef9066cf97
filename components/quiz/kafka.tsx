'use client';
// The quiz of module 3, tied to the lab `kafka`: what a question shows is really sent to the broker, then lit in the panel.
import { useMemo } from 'react';
import { kafkaLab } from '#labs/kafka/lab.ts';
import { kafkaQuiz } from '#lessons/03-kafka/quiz.ts';
import { ofPage } from './page-questions.ts';
import { QuizView } from './quiz-view.tsx';
import { useShow } from './use-show.ts';

export function KafkaQuiz({ page }: { page?: string }) {
  const quiz = useMemo(() => (page ? ofPage(kafkaQuiz, page) : kafkaQuiz), [page]);
  const onShow = useShow(kafkaLab);
  return <QuizView quiz={quiz} at="/lecons/kafka" onShow={onShow} {...(page ? { page } : {})} />;
}
