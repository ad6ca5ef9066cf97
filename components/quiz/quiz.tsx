'use client';
// A quiz by its name, inside the text of a lesson: whole, or the questions of one page. Its code and its questions come when
// the reader gets there; drawn in the browser only, because its numbers and what was answered live there. To add one: a line below.
import dynamic from 'next/dynamic';
import { type ComponentType, useRef } from 'react';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { useNear } from '../ui/use-near.ts';

const Waiting = () => <p className="my-5 min-h-96 rounded-xl border border-line bg-sheet p-4">Le quiz arrive…</p>;

/** `page`: slug of the page whose questions alone are asked. */
export type NamedQuiz = ComponentType<{ page?: string }>;

const quizzes = {
  brokers: dynamic(() => import('./brokers.tsx').then((module) => module.BrokersQuiz), {
    loading: Waiting,
    ssr: false,
  }),
  kafka: dynamic(() => import('./kafka.tsx').then((module) => module.KafkaQuiz), { loading: Waiting, ssr: false }),
  ordre: dynamic(() => import('./ordre.tsx').then((module) => module.OrderQuiz), { loading: Waiting, ssr: false }),
  td: dynamic(() => import('./td.tsx').then((module) => module.WorkshopQuiz), { loading: Waiting, ssr: false }),
} satisfies Record<string, NamedQuiz>;

type QuizName = keyof typeof quizzes;

export function Quiz({ nom, page }: { nom: QuizName; page?: string }) {
  const place = useRef<HTMLDivElement>(null);
  // A whole quiz is what its page is for: it comes at once.
  const near = useNear(place, '300px') || page === undefined;

  const Named: NamedQuiz = quizzes[nom];
  return (
    <div ref={place} className="print:hidden">
      {near ? (
        <ErrorBoundary what="Le quiz">
          <Named {...(page ? { page } : {})} />
        </ErrorBoundary>
      ) : (
        <Waiting />
      )}
    </div>
  );
}

/** What a page ends with: its own questions. Nothing where the module has no quiz yet. */
export function PageQuiz({ module, page }: { module: string; page: string }) {
  if (!Object.hasOwn(quizzes, module)) return null;
  return (
    <section aria-label="Questions de la page" className="my-8 print:hidden">
      <h2 className="font-bold text-xl">Vérifiez-vous</h2>
      <Quiz nom={module as QuizName} page={page} />
    </section>
  );
}
