// A lesson's text: what it promises, the page itself, the sentence to remember, sources, what comes next.
import Link from 'next/link';
import type { ReactNode } from 'react';
import { labTitles } from '#lessons/labs.ts';
import type { Lesson } from '#lessons/load.ts';
import type { Question } from '#lessons/quiz-schema.ts';
import { PageQuiz } from '../quiz/quiz.tsx';
import { buttonClass } from '../ui/button.tsx';
import { PanelOnPaper } from './on-paper.tsx';
import { PrintButton } from './print-button.tsx';
import { PrintedQuestions } from './printed-questions.tsx';

type LessonTextProps = {
  lesson: Lesson;
  next: { title: string; path: string } | null;
  /** As they stand on paper. */
  questions: readonly Question[];
  /** One of several on a page that is made to be printed. */
  paper?: boolean;
  children: ReactNode;
};

export function LessonText({ lesson, next, questions, paper = false, children }: LessonTextProps) {
  const { meta, module, number } = lesson;
  const Title = paper ? 'h2' : 'h1';
  /** Read on paper alone, unless all of the page is. */
  const onPaper = paper ? '' : 'hidden print:block';
  return (
    <article
      className={`mx-auto max-w-[68ch] px-5 py-6 split:px-8 print:max-w-none print:p-0 ${paper ? '[article+&]:break-before-page' : ''}`}
    >
      <div className="flex items-center justify-between gap-3">
        <p className="text-muted text-sm">
          {module.number}.{number} · {meta.minutes}&nbsp;min
        </p>
        {paper ? null : <PrintButton />}
      </div>
      <Title className="mt-1 mb-4 font-bold text-3xl leading-tight tracking-tight">{meta.title}</Title>
      <div className="mb-6 rounded-xl bg-sunk p-4 print:border print:border-line print:bg-transparent">
        <Heading paper={paper}>Au bout de cette page, vous saurez</Heading>
        <List items={meta.objectives} />
        {meta.prerequisites.length > 0 ? (
          <>
            <Heading paper={paper} className="mt-3">
              Avant de commencer
            </Heading>
            <List items={meta.prerequisites} />
          </>
        ) : null}
      </div>
      {meta.panel ? (
        <div className={`text-sm ${onPaper}`}>
          <PanelOnPaper title={labTitles[meta.panel]} lab={meta.panel} />
        </div>
      ) : null}
      <div className="lesson">{children}</div>
      <aside aria-label="À retenir" className="my-8 rounded-xl border-2 border-accent bg-accent-soft p-4">
        <p className="font-bold text-accent">À retenir</p>
        <p className="mt-1 text-lg">{meta.remember}</p>
      </aside>
      {meta.ownQuiz || paper ? null : <PageQuiz module={module.slug} page={lesson.slug} />}
      {questions.length > 0 ? (
        <section className={`my-8 ${onPaper}`} data-papier="questions">
          <Heading paper={paper} className="mb-2 text-xl">
            Questions
          </Heading>
          <PrintedQuestions questions={questions} />
        </section>
      ) : null}
      <div className="break-inside-avoid">
        <Heading paper={paper}>Sources</Heading>
        <ul className="mt-1 list-disc space-y-1 pl-5 text-sm">
          {meta.sources.map(({ title, url }) => (
            <li key={url}>
              <a href={url} rel="noreferrer" className="text-accent underline underline-offset-2">
                {title}
              </a>
            </li>
          ))}
        </ul>
      </div>
      {paper ? null : <Next module={module.slug} next={next} />}
    </article>
  );
}

function Next({ module, next }: { module: string; next: LessonTextProps['next'] }) {
  return (
    <nav aria-label="Suite" className="mt-8 border-line border-t pt-4 print:hidden">
      <div className="flex items-center justify-between gap-4">
        <Link href="/" className={buttonClass()}>
          Sommaire
        </Link>
        {next ? (
          <Link href={next.path} className={buttonClass('primary')}>
            Suivant · {next.title}
          </Link>
        ) : (
          <p className="text-muted text-sm">Suivant&nbsp;: à venir</p>
        )}
      </div>
      <p className="projector-hidden mt-3 text-sm">
        <Link
          href={`/lecons/${module}/imprimer`}
          prefetch={false}
          className="inline-block py-0.5 text-accent underline underline-offset-4"
        >
          Tout le module, à imprimer
        </Link>
      </p>
    </nav>
  );
}

/** Under the title of a page; one step lower where several pages are one. */
function Heading(props: { paper: boolean; className?: string; children: ReactNode }) {
  const { paper, className = '', children } = props;
  const Level = paper ? 'h3' : 'h2';
  return <Level className={`font-bold ${className}`}>{children}</Level>;
}

function List({ items }: { items: readonly string[] }) {
  return (
    <ul className="mt-1 list-disc space-y-1 pl-5 text-sm">
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}
