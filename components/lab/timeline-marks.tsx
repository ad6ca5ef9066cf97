'use client';
// The named marks over the timeline's slider: important ones tall, those of a series (commits) small and only where there is room.
import { clockTime, count } from './format.ts';

/** `series`: null for what is important. `at`: ms since 1970. */
export type TimelineMark = { offset: number; at: number; label: string; series: string | null };

/** At most this many of each sort are drawn; the others are in the list of marks, and found by the keys. */
const most = 40;
/** Room a small mark needs on either side, as a part of the timeline. */
const room = 0.012;

/** The marks to draw, small ones first: the important ones stand over them. */
export function drawnMarks(marks: readonly TimelineMark[], first: number, head: number): readonly TimelineMark[] {
  const important = marks.filter(({ series }) => series === null).slice(-most);
  const taken = important.map(({ offset }) => offset);
  const gap = (head - first) * room;
  const small: TimelineMark[] = [];
  for (const mark of marks.toReversed()) {
    if (mark.series === null || small.length >= most) continue;
    if (taken.some((offset) => Math.abs(offset - mark.offset) < gap)) continue;
    taken.push(mark.offset);
    small.push(mark);
  }
  return [...small, ...important];
}

export function TimelineMarks(props: {
  first: number;
  head: number;
  marks: readonly TimelineMark[];
  onScrub(offset: number): void;
}) {
  const { first, head, marks, onScrub } = props;
  if (head === first) return null;
  return (
    <div className="pointer-events-none absolute inset-x-2 top-0 h-full">
      {drawnMarks(marks, first, head).map(({ offset, at, label, series }) => (
        <button
          key={offset}
          type="button"
          tabIndex={-1}
          title={`${label} (événement ${count(offset)}, ${clockTime(at)})`}
          aria-label={`${label}, événement ${count(offset)}`}
          data-repere={series === null ? 'important' : 'serie'}
          onClick={() => onScrub(offset)}
          className={`pointer-events-auto absolute top-1/2 w-1 -translate-x-1/2 -translate-y-1/2 rounded ${series === null ? 'h-4 bg-warn' : 'h-2 bg-muted'}`}
          style={{ left: `${((offset - first) / (head - first)) * 100}%` }}
        />
      ))}
    </div>
  );
}
