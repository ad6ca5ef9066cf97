// Named places on the timeline of a lab. Important ones stand each for themselves and are stepped over; those of a series
// (commits) come by the hundred: one stands for its neighbours. Pure.
import type { JournalRecord } from '#contract/journal.ts';

/** Something happened just before `offset`, at `at` (ms since 1970). `series`: null for what is important. */
export type Mark = { offset: number; at: number; label: string; series: string | null };

/** A name is important; with a series, it may be left out beside another of the same series. */
export type MarkName = string | { label: string; series: string };
/** Names the events worth a mark; null for the others. A module-level function: it is compared by reference. */
export type MarkOf<E> = (event: E) => MarkName | null;

/** At most one mark of a series in so many events. */
const seriesEvery = 20;

/** The marks once this record has come; the same list when it deserves none. */
export function withMark(marks: readonly Mark[], record: JournalRecord, name: MarkName | null): readonly Mark[] {
  if (name === null) return marks;
  const offset = record.offset + 1;
  if (typeof name === 'string') return [...marks, { offset, at: record.at, label: name, series: null }];
  for (let index = marks.length - 1; index >= 0; index -= 1) {
    const mark = marks[index];
    if (mark === undefined || mark.offset <= offset - seriesEvery) break;
    if (mark.series === name.series) return marks;
  }
  return [...marks, { offset, at: record.at, label: name.label, series: name.series }];
}

/** The next important mark after `offset`, or the last one before it. */
export function nextMark(marks: readonly Mark[], offset: number, by: 1 | -1): Mark | undefined {
  const isIt = (mark: Mark) => mark.series === null && (by === 1 ? mark.offset > offset : mark.offset < offset);
  return by === 1 ? marks.find(isIt) : marks.findLast(isIt);
}
