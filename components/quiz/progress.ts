// What a reader did with a quiz, kept in this browser and nowhere else. What is stored may be old, foreign or broken: only
// what can be understood is taken back.
import type { Answer } from './grade.ts';
import { nextSeed } from './random.ts';

/** `answer` is null while the question is open. `helped`: the explanation was opened before a right answer. */
export type Mark = { seed: number; tries: number; answer: Answer | null; right: boolean; helped: boolean };
export type Progress = { readonly [question: string]: Mark };

const version = 1;
const keyOf = (quiz: string) => `relais.quiz.${quiz}`;

const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'string' ||
  Number.isInteger(value) ||
  (Array.isArray(value) && value.length <= 12 && value.every((part) => typeof part === 'string'));

function isMark(value: unknown): value is Mark {
  if (typeof value !== 'object' || value === null) return false;
  const mark = value as Record<string, unknown>;
  return (
    Number.isInteger(mark.seed) &&
    Number.isInteger(mark.tries) &&
    (mark.answer === null || isAnswer(mark.answer)) &&
    typeof mark.right === 'boolean' &&
    typeof mark.helped === 'boolean'
  );
}

/** One open question for each id, each with its own numbers. */
export function fresh(ids: readonly string[], seed: number): Progress {
  let own = seed >>> 0;
  return Object.fromEntries(
    ids.map((id) => {
      own = nextSeed(own);
      return [id, { seed: own, tries: 0, answer: null, right: false, helped: false }];
    }),
  );
}

/** What was kept, for the questions that still exist; the others are open. */
export function restore(stored: string | null, ids: readonly string[], seed: number): Progress {
  const open = fresh(ids, seed);
  if (stored === null) return open;
  let parsed: unknown;
  try {
    parsed = JSON.parse(stored);
  } catch {
    return open;
  }
  const kept = parsed as { version?: unknown; questions?: Record<string, unknown> } | null;
  if (kept?.version !== version || typeof kept.questions !== 'object' || kept.questions === null) return open;
  const marks = kept.questions;
  return Object.fromEntries(
    ids.map((id) => {
      const mark = Object.hasOwn(marks, id) ? marks[id] : undefined;
      return [id, isMark(mark) ? mark : (open[id] as Mark)];
    }),
  );
}

export function load(quiz: string, ids: readonly string[]): Progress {
  const seed = Math.floor(Math.random() * 4_294_967_296);
  try {
    return restore(localStorage.getItem(keyOf(quiz)), ids, seed);
  } catch {
    return fresh(ids, seed);
  }
}

export function save(quiz: string, progress: Progress): void {
  try {
    localStorage.setItem(keyOf(quiz), JSON.stringify({ version, questions: progress }));
  } catch {
    // Refused or full storage: the quiz still works, for this page.
  }
}

/** Open again, with other numbers and another order. */
export const again = (mark: Mark): Mark => ({ ...mark, seed: nextSeed(mark.seed), answer: null });

export const missed = (progress: Progress): string[] =>
  Object.entries(progress)
    .filter(([, { answer, right }]) => answer !== null && !right)
    .map(([id]) => id);
