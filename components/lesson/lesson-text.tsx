// A lesson's text: what it promises, the page itself, the sentence to remember, sources, what comes next.
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Lesson } from '#lessons/load.ts';
import { PageQuiz } from '../quiz/quiz.tsx';
import { buttonClass } from '../ui/button.tsx';

export function LessonText({
  lesson,
  next,
  children,
}: {
  lesson: Lesson;
  next: { title: string; path: string } | null;
  children: ReactNode;
}) {
  const { meta, module, number } = lesson;
  return (
    <article className="mx-auto max-w-[68ch] px-5 py-6 split:px-8">
      <p className="text-muted text-sm">
        {module.number}.{number} · {meta.minutes}&nbsp;min
      </p>
      <h1 className="mt-1 mb-4 font-bold text-3xl leading-tight tracking-tight">{meta.title}</h1>
      <div className="mb-6 rounded-xl bg-sunk p-4">
        <h2 className="font-bold">Au bout de cette page, vous saurez</h2>
        <List items={meta.objectives} />
        {meta.prerequisites.length > 0 ? (
          <>
            <h2 className="mt-3 font-bold">Avant de commencer</h2>
            <List items={meta.prerequisites} />
          </>
        ) : null}
      </div>
      <div className="lesson">{children}</div>
      <aside aria-label="À retenir" className="my-8 rounded-xl border-2 border-accent bg-accent-soft p-4">
        <p className="font-bold text-accent">À retenir</p>
        <p className="mt-1 text-lg">{meta.remember}</p>
      </aside>
      {meta.ownQuiz ? null : <PageQuiz module={module.slug} page={lesson.slug} />}
      <h2 className="font-bold">Sources</h2>
      <ul className="mt-1 list-disc space-y-1 pl-5 text-sm">
        {meta.sources.map(({ title, url }) => (
          <li key={url}>
            <a href={url} rel="noreferrer" className="text-accent underline underline-offset-2">
              {title}
            </a>
          </li>
        ))}
      </ul>
      <nav aria-label="Suite" className="mt-8 flex items-center justify-between gap-4 border-line border-t pt-4">
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
      </nav>
    </article>
  );
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
