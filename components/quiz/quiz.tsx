'use client';
// A quiz by its name, inside the text of a lesson. Its code and its questions come when the page shows it; drawn in the
// browser only, because its numbers and what was answered live there. To add one: a line below.
import dynamic from 'next/dynamic';
import type { ComponentType } from 'react';
import { ErrorBoundary } from '../ui/error-boundary.tsx';

const Waiting = () => <p className="my-5 min-h-96 rounded-xl border border-line bg-sheet p-4">Le quiz arrive…</p>;

const quizzes = {
  kafka: dynamic(() => import('./kafka.tsx').then((module) => module.KafkaQuiz), { loading: Waiting, ssr: false }),
} satisfies Record<string, ComponentType>;

export function Quiz({ nom }: { nom: keyof typeof quizzes }) {
  const Named = quizzes[nom];
  return (
    <ErrorBoundary what="Le quiz">
      <Named />
    </ErrorBoundary>
  );
}
