// The only door to the lessons' files: what exists is what the folders hold, in the order of their numbers.
// Runs when pages are built and in tests; a wrong lesson throws with the file and what to repair.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import { type LessonMeta, lessonMeta, type Module, modules } from './schema.ts';

export type Lesson = {
  module: Module;
  /** From the file name, `NN-slug.mdx`. */
  number: number;
  slug: string;
  /** `03-kafka/01-slug`, under lessons/, without extension. */
  file: string;
  /** Where it is read. */
  path: string;
  meta: LessonMeta;
};

export type Download = { name: string; file: string };

const root = join(/* turbopackIgnore: true */ process.cwd(), 'lessons');
const numbered = /^(\d\d)-([a-z0-9-]+)$/;

/** The object after `export const meta =`, which must be a plain literal opening the file. */
export function metaOf(source: string, file: string): LessonMeta {
  const literal = /^export const meta = (\{[\s\S]*?\n\});\n/.exec(source)?.[1];
  if (!literal)
    throw new Error(
      `${file}: the page must open with \`export const meta = {…};\`, closed by \`};\` alone on its line`,
    );
  const parsed = lessonMeta.safeParse(runInNewContext(`(${literal})`, Object.create(null)));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function folderOf(module: Module): string | undefined {
  return readdirSync(root).find((name) => {
    const [, number, slug] = numbered.exec(name) ?? [];
    return Number(number) === module.number && slug === module.slug;
  });
}

function pagesOf(module: Module): Lesson[] {
  const folder = folderOf(module);
  if (!folder) return [];
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.mdx'));
  return names.sort().map((name) => {
    const [, number, slug] = numbered.exec(name.slice(0, -'.mdx'.length)) ?? [];
    if (!number || !slug) throw new Error(`lessons/${folder}/${name}: the name must read NN-words-in-kebab-case.mdx`);
    const file = `${folder}/${number}-${slug}`;
    const meta = metaOf(readFileSync(join(root, `${file}.mdx`), 'utf8'), `lessons/${file}.mdx`);
    return { module, number: Number(number), slug, file, path: `/lecons/${module.slug}/${slug}`, meta };
  });
}

/** Every lesson there is, in the order of the course. */
export const allLessons = (): Lesson[] => modules.flatMap(pagesOf);

export const findLesson = (module: string, slug: string): Lesson | undefined =>
  allLessons().find((lesson) => lesson.module.slug === module && lesson.slug === slug);

/** What installing the programs leaves beside them is not theirs. */
const leftovers = new Set(['node_modules', 'package-lock.json', '__pycache__']);

/** Files of a folder of programs and of its folders, one a language. */
const filesIn = (folder: string): Download[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && !leftovers.has(name))
    .flatMap((entry) => {
      const file = join(folder, entry.name);
      return entry.isDirectory() ? filesIn(file) : [{ name: entry.name, file }];
    });

/** Programs that students download, by bare name: unique over the whole course. */
export function allDownloads(): Download[] {
  const found = modules.flatMap((module) => {
    const folder = folderOf(module);
    if (!folder || !readdirSync(join(root, folder)).includes('programmes')) return [];
    return filesIn(join(root, folder, 'programmes'));
  });
  const seen = new Set<string>();
  for (const { name, file } of found) {
    if (seen.has(name)) throw new Error(`${file}: another programme bears the same name`);
    seen.add(name);
  }
  return found.sort((a, b) => a.name.localeCompare(b.name));
}
