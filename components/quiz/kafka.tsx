'use client';
// The quiz of module 3, tied to the lab `kafka`: what a question shows is really sent to the broker, then lit in the panel.
import { useCallback, useMemo } from 'react';
import { kafkaLab } from '#labs/kafka/lab.ts';
import { kafkaQuiz } from '#lessons/03-kafka/quiz.ts';
import { highlight } from '../lab/highlight.ts';
import { useLab } from '../realtime/use-lab.ts';
import type { OnShow } from './feedback.tsx';
import { ofPage } from './page-questions.ts';
import { QuizView } from './quiz-view.tsx';

/** Pictures to wait for what a command brings: a first message also creates its topic. About three seconds. */
const patience = 180;

/** Lights `target` as soon as the panel has drawn it. A panel hidden a moment ago needs a picture, too. */
async function lit(target: string, pictures: number): Promise<boolean> {
  for (let left = pictures; left > 0; left -= 1) {
    await new Promise((drawn) => requestAnimationFrame(drawn));
    if (highlight(target)) return true;
  }
  return false;
}

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
      if (!(await lit(target, commands.length > 0 ? patience : 1)))
        return 'Rien de tel dans le panneau pour l’instant.';
      return commands.length > 0 ? 'Fait, et montré dans le panneau.' : 'Montré dans le panneau.';
    },
    [send, goLive],
  );
  return <QuizView quiz={quiz} at="/lecons/kafka" onShow={onShow} {...(page ? { page } : {})} />;
}
