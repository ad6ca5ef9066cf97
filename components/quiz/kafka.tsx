'use client';
// The quiz of module 3, tied to the lab `kafka`: what a question shows is really sent to the broker, then lit in the panel.
import { useCallback, useMemo } from 'react';
import { kafkaLab } from '#labs/kafka/lab.ts';
import { kafkaQuiz } from '#lessons/03-kafka/quiz.ts';
import { useLab } from '../realtime/use-lab.ts';
import type { OnShow } from './feedback.tsx';
import { lit, patience, said } from './lit.ts';
import { ofPage } from './page-questions.ts';
import { QuizView } from './quiz-view.tsx';

export function KafkaQuiz({ page }: { page?: string }) {
  const quiz = useMemo(() => (page ? ofPage(kafkaQuiz, page) : kafkaQuiz), [page]);
  const { send, goLive } = useLab(kafkaLab);
  const onShow = useCallback<OnShow>(
    async ({ target, commands = [] }) => {
      goLive();
      for (const command of commands) {
        const reply = await send(command);
        if (!reply.ok) return reply.error.message;
      }
      if (!(await lit(target, commands.length > 0 ? patience : 1))) return said.nothing;
      return commands.length > 0 ? said.done : said.shown;
    },
    [send, goLive],
  );
  return <QuizView quiz={quiz} at="/lecons/kafka" onShow={onShow} {...(page ? { page } : {})} />;
}
