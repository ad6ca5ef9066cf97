import type { MDXContent } from 'mdx/types';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { LessonText } from '#components/lesson/lesson-text.tsx';
import { Panneau } from '#components/lesson/panneau.tsx';
import { Page } from '#components/shell/page.tsx';
import { SeenPage } from '#components/shell/seen-page.tsx';
import { Split } from '#components/shell/split.tsx';
import { allLessons, findLesson } from '#lessons/load.ts';

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
  const { default: Content } = (await import(`../../../../lessons/${lesson.file}.mdx`)) as { default: MDXContent };
  const text = (
    <LessonText lesson={lesson} next={nextOf(lesson.file)}>
      <Content />
    </LessonText>
  );
  const { panel } = lesson.meta;
  return (
    <Page place={`Module ${lesson.module.number} · ${lesson.module.title}`} fixed={panel !== null}>
      <SeenPage path={lesson.path} />
      {panel ? <Split title={lesson.meta.title} text={text} panel={<Panneau nom={panel} />} /> : text}
    </Page>
  );
}

function nextOf(file: string) {
  const lessons = allLessons();
  const next = lessons[lessons.findIndex((lesson) => lesson.file === file) + 1];
  return next ? { title: next.meta.title, path: next.path } : null;
}
