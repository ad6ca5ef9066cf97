import type { MDXContent } from 'mdx/types';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { LessonText } from '#components/lesson/lesson-text.tsx';
import { PageKeys } from '#components/lesson/page-keys.tsx';
import { Panneau } from '#components/lesson/panneau.tsx';
import { Page } from '#components/shell/page.tsx';
import { SeenPage } from '#components/shell/seen-page.tsx';
import { Split } from '#components/shell/split.tsx';
import { allLessons, findLesson } from '#lessons/load.ts';
import { questionsOf } from '#lessons/questions.ts';

type Props = { params: Promise<{ module: string; page: string }> };

export const dynamicParams = false;
export const generateStaticParams = () => allLessons().map(({ module, slug }) => ({ module: module.slug, page: slug }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { module, page } = await params;
  const meta = findLesson(module, page)?.meta;
  return meta ? { title: meta.title, description: meta.summary } : {};
}

export default async function LessonPage({ params }: Props) {
  const { module, page } = await params;
  const lesson = findLesson(module, page);
  if (!lesson) notFound();
  const { previous, next } = neighboursOf(lesson.file);
  const { default: Content } = (await import(`../../../../lessons/${lesson.file}.mdx`)) as { default: MDXContent };
  const text = (
    <LessonText lesson={lesson} next={next} questions={await questionsOf(lesson)}>
      <Content />
    </LessonText>
  );
  const { panel } = lesson.meta;
  return (
    <Page place={`Module ${lesson.module.number} · ${lesson.module.title}`} fixed={panel !== null}>
      <SeenPage path={lesson.path} />
      <PageKeys previous={previous?.path ?? null} next={next?.path ?? null} />
      {panel ? <Split title={lesson.meta.title} text={text} panel={<Panneau nom={panel} />} /> : text}
    </Page>
  );
}

function neighboursOf(file: string) {
  const lessons = allLessons();
  const place = lessons.findIndex((lesson) => lesson.file === file);
  const page = (at: number) => {
    const lesson = lessons[at];
    return lesson ? { title: lesson.meta.title, path: lesson.path } : null;
  };
  return { previous: page(place - 1), next: page(place + 1) };
}
