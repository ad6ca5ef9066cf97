// What search knows of the lessons: one entry a page, one a heading, with the words a reader sees there. Read from the same MDX
// that pages are made of, when pages are built.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProcessor } from '@mdx-js/mdx';
import GithubSlugger from 'github-slugger';
import { allLessons, type Lesson } from './load.ts';

/** `path`: where it is read, with the anchor of its heading; `title`: the page's; `heading`: null for the page as a whole. */
export type SearchEntry = { path: string; place: string; title: string; heading: string | null; text: string };

type Node = { type: string; depth?: number; value?: string; lang?: string | null; children?: Node[] };

const processor = createProcessor();
/** The program of a page and its values are not read by anybody; diagrams are drawn. */
const unread = new Set(['mdxjsEsm', 'mdxFlowExpression', 'mdxTextExpression']);

function textOf(node: Node): string {
  if (unread.has(node.type) || (node.type === 'code' && node.lang === 'mermaid')) return '';
  if (node.value !== undefined) return node.value;
  // Blocks are apart, words of a line are not.
  const apart = node.children?.some(({ type }) => type === 'paragraph' || type === 'tableRow' || type === 'listItem');
  return (node.children ?? []).map(textOf).join(apart || node.type === 'tableRow' ? ' ' : '');
}

/** A row of a table, as it is written: what is in its cells. */
const rowless = (text: string): string => (text.startsWith('|') ? text.replaceAll(/\|[\s|:-]*/g, ' ') : text);

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The entries of one page: `source` is its MDX. */
export function entriesOf(
  { path, module, number, meta }: Pick<Lesson, 'path' | 'module' | 'number' | 'meta'>,
  source: string,
): SearchEntry[] {
  const common = { place: `${module.number}.${number}`, title: meta.title };
  const slugger = new GithubSlugger();
  const { children = [] } = processor.parse(source) as Node;
  const about = [meta.summary, ...meta.objectives, meta.remember].join(' ');
  const entries: SearchEntry[] = [{ path, ...common, heading: null, text: about }];
  for (const node of children) {
    if (node.type === 'heading') {
      const heading = plain(textOf(node));
      entries.push({ path: `${path}#${slugger.slug(heading)}`, ...common, heading, text: '' });
      continue;
    }
    const entry = entries.at(-1);
    if (entry) entry.text = plain(`${entry.text} ${rowless(textOf(node))}`);
  }
  return entries;
}

export const searchEntries = (): SearchEntry[] =>
  allLessons().flatMap((lesson) =>
    entriesOf(lesson, readFileSync(join(process.cwd(), 'lessons', `${lesson.file}.mdx`), 'utf8')),
  );
