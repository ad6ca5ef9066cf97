import { Home } from '#components/shell/home.tsx';
import { Page } from '#components/shell/page.tsx';
import { allLessons } from '#lessons/load.ts';
import { modules } from '#lessons/schema.ts';

export default function HomePage() {
  const lessons = allLessons();
  const course = modules.map((module) => ({
    module,
    pages: lessons
      .filter((lesson) => lesson.module === module)
      .map(({ number, path, meta }) => ({ number, path, title: meta.title, minutes: meta.minutes })),
  }));
  return (
    <Page>
      <Home course={course} />
    </Page>
  );
}
