import type { MDXContent } from 'mdx/types';
import type { Metadata } from 'next';
import { LessonText } from '#components/lesson/lesson-text.tsx';
import { onPaper } from '#components/lesson/on-paper.tsx';
import { PrintButton } from '#components/lesson/print-button.tsx';
import { Page } from '#components/shell/page.tsx';
import { allLessons } from '#lessons/load.ts';
import { questionsOf } from '#lessons/questions.ts';

type Props = { params: Promise<{ module: string }> };

export const dynamicParams = false;
export const generateStaticParams = () =>
  [...new Set(allLessons().map(({ module }) => module.slug))].map((module) => ({ module }));

const lessonsOf = (slug: string) => allLessons().filter(({ module }) => module.slug === slug);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const first = lessonsOf((await params).module)[0];
  return first ? { title: `${first.module.title}, à imprimer`, robots: { index: false } } : {};
}

export default async function PrintedModule({ params }: Props) {
  const lessons = lessonsOf((await params).module);
  const parts = await Promise.all(
    lessons.map(async (lesson) => {
      const { default: Content } = (await import(`../../../../lessons/${lesson.file}.mdx`)) as { default: MDXContent };
      // The quiz of the module asks again what its pages asked.
      return { lesson, Content, questions: lesson.meta.ownQuiz ? [] : await questionsOf(lesson) };
    }),
  );
  const [first] = lessons;
  if (!first) return null;
  const { number, title } = first.module;
  return (
    <Page place={`Module ${number} · ${title}`}>
      <div className="mx-auto max-w-[68ch] px-5 pt-6 split:px-8 print:max-w-none print:p-0">
        <h1 className="font-bold text-3xl">
          Module {number}&nbsp;: {title}
        </h1>
        <p className="mt-2">Les {lessons.length}&nbsp;pages du module, l’une après l’autre, avec leurs questions.</p>
        <PrintButton />
      </div>
      {parts.map(({ lesson, Content, questions }) => (
        <LessonText key={lesson.path} lesson={lesson} next={null} questions={questions} paper>
          <Content components={onPaper} />
        </LessonText>
      ))}
    </Page>
  );
}
