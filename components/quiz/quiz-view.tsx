'use client';
// A quiz: one question at a time, answered in any order, kept in this browser; the missed ones again, with new numbers.
import Link from 'next/link';
import { useEffect, useRef, useState } from 'react';
import type { QuizContent } from '#lessons/quiz-schema.ts';
import { Button } from '../ui/button.tsx';
import { Check, Restart } from '../ui/icons.tsx';
import type { OnShow } from './feedback.tsx';
import { type Answer, judge } from './grade.ts';
import { again, fresh, load, type Mark, missed, type Progress, save } from './progress.ts';
import { QuestionCard } from './question-card.tsx';

export type QuizViewProps = {
  quiz: QuizContent;
  /** Address of the module's pages, without the slug. */
  at: string;
  /** The page that the reader is on, when these are its own questions. */
  page?: string;
  onShow: OnShow;
};

export function QuizView({ quiz, at, page: here, onShow }: QuizViewProps) {
  const ids = quiz.questions.map(({ id }) => id);
  const [progress, setProgress] = useState<Progress>(() => load(quiz.name, ids));
  const [current, setCurrent] = useState(() =>
    Math.max(
      0,
      ids.findIndex((id) => progress[id]?.answer === null),
    ),
  );
  const heading = useRef<HTMLHeadingElement>(null);
  const wantsFocus = useRef(false);
  useEffect(() => save(quiz.name, progress), [quiz.name, progress]);

  const question = quiz.questions[current];
  const mark = question && progress[question.id];
  // The question just asked for is read next, by eyes and by voice.
  const seed = mark?.seed;
  useEffect(() => {
    if (seed === undefined || !wantsFocus.current) return;
    wantsFocus.current = false;
    heading.current?.focus();
  }, [seed]);
  if (!question || !mark) return null;

  const change = (id: string, next: (mark: Mark) => Mark) =>
    setProgress((all) => ({ ...all, [id]: next(all[id] as Mark) }));
  const go = (index: number) => {
    wantsFocus.current = index !== current;
    setCurrent(index);
  };
  const answerIt = (answer: Answer) =>
    change(question.id, (own) => {
      const { right } = judge(question, own.seed, answer);
      return { ...own, answer, tries: own.tries + 1, right };
    });
  const retry = (which: readonly string[]) => {
    wantsFocus.current = true;
    setProgress((all) =>
      Object.fromEntries(Object.entries(all).map(([id, own]) => [id, which.includes(id) ? again(own) : own])),
    );
    const first = ids.findIndex((id) => which.includes(id));
    if (first >= 0) setCurrent(first);
  };
  const page = `${at}/${question.page}`;

  return (
    <section
      aria-label={here ? `Quiz de la page · ${quiz.title}` : `Quiz · ${quiz.title}`}
      className="my-5 rounded-xl border border-line bg-sheet p-4"
    >
      <Steps quiz={quiz} progress={progress} current={current} onGo={go} />
      <QuestionCard
        key={`${question.id} ${mark.seed}`}
        question={question}
        mark={mark}
        place={`Question ${current + 1} sur ${ids.length}`}
        heading={heading}
        onAnswer={answerIt}
        onRetry={() => retry([question.id])}
        onHelp={() => change(question.id, (own) => ({ ...own, helped: true }))}
        onShow={onShow}
      />
      <div className="mt-4 flex flex-wrap items-center justify-between gap-2 border-line border-t pt-3">
        {mark.answer !== null && !mark.right && question.page !== here ? (
          <Link href={page} className="text-accent text-sm underline underline-offset-4">
            Revoir la page
          </Link>
        ) : (
          <span />
        )}
        <span className="flex gap-2">
          <Button disabled={current === 0} onClick={() => go(current - 1)}>
            Précédente
          </Button>
          <Button
            tone={mark.answer === null ? 'plain' : 'primary'}
            disabled={current === ids.length - 1}
            onClick={() => go(current + 1)}
          >
            Suivante
          </Button>
        </span>
      </div>
      <Score
        progress={progress}
        onMissed={() => retry(missed(progress))}
        onRestart={() => {
          wantsFocus.current = true;
          setProgress(fresh(ids, (seed ?? 0) + 1));
          setCurrent(0);
        }}
      />
    </section>
  );
}

function Steps({
  quiz,
  progress,
  current,
  onGo,
}: {
  quiz: QuizContent;
  progress: Progress;
  current: number;
  onGo(index: number): void;
}) {
  return (
    <nav aria-label="Questions" className="mb-4">
      <ol className="flex flex-wrap gap-1.5">
        {quiz.questions.map(({ id }, index) => {
          const mark = progress[id];
          const state = stateOf(mark);
          return (
            <li key={id}>
              <button
                type="button"
                aria-label={`Question ${index + 1}, ${state.word}`}
                aria-current={index === current ? 'step' : undefined}
                className={`grid size-8 place-items-center rounded-full border-2 font-semibold text-sm aria-[current]:outline-2 aria-[current]:outline-accent aria-[current]:outline-offset-2 ${state.look}`}
                onClick={() => onGo(index)}
              >
                {mark?.right ? <Check size={15} strokeWidth={3} /> : index + 1}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function stateOf(mark: Mark | undefined): { word: string; look: string } {
  if (!mark || (mark.answer === null && mark.tries === 0)) return { word: 'à faire', look: 'border-line-strong' };
  if (mark.right) {
    return { word: mark.helped ? 'réussie avec aide' : 'réussie', look: 'border-good bg-good text-sheet' };
  }
  return { word: 'à reprendre', look: 'border-warn border-dashed text-warn' };
}

function Score({ progress, onMissed, onRestart }: { progress: Progress; onMissed(): void; onRestart(): void }) {
  const marks = Object.values(progress);
  const done = marks.filter(({ answer }) => answer !== null).length;
  if (done === 0) return null;
  const first = marks.filter(({ right, tries, helped }) => right && tries === 1 && !helped).length;
  const later = marks.filter(({ right }) => right).length - first;
  const failed = missed(progress).length;
  return (
    <div className="mt-3 flex flex-wrap items-center justify-between gap-2 border-line border-t pt-3 text-sm">
      <p role="status">
        {done} / {marks.length} répondues · <strong>{first} du premier coup</strong>
        {later > 0 ? ` · ${later} ensuite` : ''}
        {failed > 0 ? ` · ${failed} à reprendre` : ''}
      </p>
      <span className="flex gap-2">
        {failed > 0 && done === marks.length ? (
          <Button small tone="primary" onClick={onMissed}>
            Reprendre les {failed} manquées
          </Button>
        ) : null}
        <Button small tone="quiet" className="text-muted" onClick={onRestart}>
          <Restart size="1em" /> Tout recommencer
        </Button>
      </span>
    </div>
  );
}
