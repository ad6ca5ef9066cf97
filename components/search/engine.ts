// How words are looked for in the lessons: without accents or case, by their beginning, one letter wrong in long ones. Pure.
import MiniSearch from 'minisearch';

/** As lessons/search.ts makes them. */
export type Entry = { path: string; place: string; title: string; heading: string | null; text: string };
export type Hit = Entry & { terms: readonly string[] };
export type Engine = (query: string) => readonly Hit[];

/** Shown at once; who finds nothing among them types another word. */
const most = 30;

export const plainWord = (word: string): string =>
  word.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('œ', 'oe').toLowerCase();

export function createEngine(entries: readonly Entry[]): Engine {
  const index = new MiniSearch<Entry & { id: number }>({
    fields: ['title', 'heading', 'text'],
    // Apostrophes part words in French, hyphens and underscores hold names together.
    tokenize: (text) => text.split(/[^\p{L}\p{M}\p{N}_-]+/u).filter((word) => word !== ''),
    processTerm: (word) => (word.length > 1 ? plainWord(word) : null),
    searchOptions: {
      boost: { title: 4, heading: 3 },
      prefix: (term) => term.length > 2,
      fuzzy: (term) => (term.length > 5 ? 0.15 : false),
      combineWith: 'AND',
    },
  });
  index.addAll(entries.map((entry, id) => ({ ...entry, id })));
  return (query) =>
    index
      .search(query)
      .flatMap(({ id, terms }) => {
        const entry = entries[id as number];
        return entry ? [{ ...entry, terms }] : [];
      })
      .slice(0, most);
}

/** `at`: where it begins in the text. */
export type Piece = { at: number; text: string; found: boolean };

/** Around the first word found: at most `length` characters, in pieces, the words found apart. */
export function excerpt(text: string, terms: readonly string[], length = 180): Piece[] {
  const words = [...text.matchAll(/[\p{L}\p{M}\p{N}_-]+/gu)];
  const isFound = (word: string): boolean => terms.includes(plainWord(word));
  const first = words.find(([word]) => isFound(word))?.index ?? 0;
  const from = first < length / 2 ? 0 : text.lastIndexOf(' ', first - length / 3) + 1;
  const end = from + length >= text.length ? text.length : text.lastIndexOf(' ', from + length);
  const pieces: Piece[] = from > 0 ? [{ at: -1, text: '… ', found: false }] : [];
  let at = from;
  for (const match of words) {
    const [word] = match;
    if (match.index < from || match.index + word.length > end || !isFound(word)) continue;
    if (match.index > at) pieces.push({ at, text: text.slice(at, match.index), found: false });
    pieces.push({ at: match.index, text: word, found: true });
    at = match.index + word.length;
  }
  if (at < end) pieces.push({ at, text: text.slice(at, end), found: false });
  if (end < text.length) pieces.push({ at: end, text: ' …', found: false });
  return pieces;
}
