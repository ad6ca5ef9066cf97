// Named places on the timeline of a lab. What comes by the hundred (commits, the pieces of a burst) is a series: one mark
// stands for its neighbours. Small marks are drawn small and not stepped over. Pure.
import { handoverOf } from '#contract/handover.ts';
import type { JournalRecord } from '#contract/journal.ts';

/** Something happened just before `offset`, at `at` (ms since 1970). */
export type Mark = { offset: number; at: number; label: string; small: boolean; series: string | null };

/** A name alone is important. Of a series, one mark is kept in `every` events. */
export type MarkName = string | { label: string; series: string; every: number; small: boolean };
/**
 * Names the events worth a mark; null for the others. A module-level function: it is compared by reference. One that remembers
 * what it saw forgets it when `anew` is called: what came before no longer leads to what follows.
 */
export type MarkOf<E> = ((event: E) => MarkName | null) & { anew?(): void };

/** What a record is called. One that no lab told is named here, for every panel. */
export function nameOf<E>({ event }: JournalRecord<E>, markOf: MarkOf<E> | undefined): MarkName | null {
  const handover = handoverOf(event);
  if (handover === null) return markOf?.(event) ?? null;
  markOf?.anew?.();
  return handover.moved ? 'un autre serveur prend le relais' : 'événements non notés';
}

/** The marks once this record has come; the same list when it deserves none. */
export function withMark(marks: readonly Mark[], record: JournalRecord, name: MarkName | null): readonly Mark[] {
  if (name === null) return marks;
  const offset = record.offset + 1;
  const { at } = record;
  if (typeof name === 'string') return [...marks, { offset, at, label: name, small: false, series: null }];
  const { label, series, every, small } = name;
  for (let index = marks.length - 1; index >= 0; index -= 1) {
    const mark = marks[index];
    if (mark === undefined || mark.offset <= offset - every) break;
    if (mark.series === series) return marks;
  }
  return [...marks, { offset, at, label, small, series }];
}

/** The next important mark after `offset`, or the last one before it. */
export function nextMark(marks: readonly Mark[], offset: number, by: 1 | -1): Mark | undefined {
  const isIt = (mark: Mark) => !mark.small && (by === 1 ? mark.offset > offset : mark.offset < offset);
  return by === 1 ? marks.find(isIt) : marks.findLast(isIt);
}
