// The home page: the course as it really stands, and the door for a student's own program.
import Link from 'next/link';
import { labTitles } from '#lessons/labs.ts';
import type { Module } from '#lessons/schema.ts';
import { buttonClass } from '../ui/button.tsx';
import { HomeLive } from './home-live-lazy.tsx';
import { MyProgress } from './my-progress.tsx';
import { PageMark } from './page-mark.tsx';

type PageLink = { number: number; path: string; title: string; minutes: number };
export type Course = readonly { module: Module; pages: readonly PageLink[] }[];

export function Home({ course }: { course: Course }) {
  const first = course.flatMap(({ module, pages }) => pages.map((page) => ({ module, page })))[0];
  return (
    <div className="mx-auto grid max-w-6xl gap-x-16 gap-y-10 px-5 py-10 lg:grid-cols-[1fr_27rem] split:px-8">
      <div>
        <p className="font-bold text-muted text-sm uppercase tracking-widest">L’atelier des brokers de messages</p>
        <h1 className="mt-2 mb-5 text-balance font-bold text-4xl leading-[1.12] tracking-tight max-split:text-3xl">
          Comprendre un broker, en le regardant travailler
        </h1>
        <p className="mb-6 max-w-prose text-lg text-muted">
          Des leçons à côté d’un vrai Kafka. Publiez, abonnez-vous, cassez-le&nbsp;: partitions, offsets et groupes
          bougent sous vos yeux.
        </p>
        <div className="flex flex-wrap gap-3">
          {first ? (
            <Link href={first.page.path} className={buttonClass('primary', 'large')}>
              Commencer · {first.module.number}.{first.page.number} {first.page.title}
            </Link>
          ) : null}
          <Link href="/labo/kafka" className={buttonClass('plain', 'large')}>
            Ouvrir le labo
          </Link>
        </div>
        <p className="mt-4">
          <Link href="/recherche" prefetch={false} className="font-semibold text-accent underline underline-offset-4">
            Chercher dans le cours
          </Link>
        </p>
        <h2 className="sr-only">Le cours</h2>
        <ol className="mt-10">
          {course.map((part, index) => (
            <ModuleItem key={part.module.slug} {...part} last={index === course.length - 1} />
          ))}
        </ol>
        <h2 className="mb-2 font-bold text-lg">Les laboratoires, seuls</h2>
        <ul className="flex flex-wrap gap-x-5 gap-y-1">
          {Object.entries(labTitles).map(([lab, title]) => (
            <li key={lab}>
              <Link
                href={`/labo/${lab}`}
                prefetch={false}
                className="font-semibold text-accent underline underline-offset-4"
              >
                {title}
              </Link>
            </li>
          ))}
        </ul>
      </div>
      <div className="space-y-3">
        <HomeLive />
        <MyProgress pages={course.reduce((sum, part) => sum + part.pages.length, 0)} />
      </div>
    </div>
  );
}

function ModuleItem({ module, pages, last }: Course[number] & { last: boolean }) {
  const written = pages.length > 0;
  return (
    <li className="relative flex gap-5 pb-7">
      {last ? null : (
        <span
          aria-hidden="true"
          className="absolute top-11 bottom-0 left-5 border-line-strong border-l-2 border-dotted"
        />
      )}
      <span
        aria-hidden="true"
        className={`grid size-10 shrink-0 place-items-center rounded-full border-2 bg-paper font-bold ${written ? 'border-accent text-accent' : 'border-line text-muted'}`}
      >
        {module.number}
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <h3 className={`font-bold text-lg ${written ? '' : 'text-muted'}`}>
            <span className="sr-only">Module {module.number}&nbsp;: </span>
            {module.title}
          </h3>
          <p className="text-muted text-sm">{stateOf(pages.length)}</p>
        </div>
        <p className="text-muted">{module.summary}</p>
        {written ? (
          <ul className="mt-1.5 space-y-1">
            {pages.map((page) => (
              <li key={page.path}>
                <Link
                  href={page.path}
                  prefetch={false}
                  className="font-semibold text-accent underline underline-offset-4"
                >
                  {module.number}.{page.number} {page.title}
                </Link>{' '}
                <span className="whitespace-nowrap text-muted text-sm">{page.minutes}&nbsp;min</span>
                <PageMark path={page.path} />
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </li>
  );
}

function stateOf(pages: number): string {
  if (pages === 0) return 'à venir';
  return `${pages}\u00a0${pages > 1 ? 'pages' : 'page'}`;
}
