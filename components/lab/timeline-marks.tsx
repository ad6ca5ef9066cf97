'use client';
// The named marks over the timeline's slider: important ones tall, the others (commits) small and only where there is room.
import { clockTime, count } from './format.ts';

/** `small`: of little weight by itself. `at`: ms since 1970; null where time is not told. */
export type TimelineMark = { offset: number; at: number | null; label: string; small: boolean };

/** At most this many of each sort are drawn; the others are in the list of marks, and found by the keys. */
const most = 40;
/** Room a small mark needs on either side, as a part of the timeline. */
const room = 0.012;

/** The marks to draw, small ones first: the important ones stand over them. */
export function drawnMarks(marks: readonly TimelineMark[], first: number, head: number): readonly TimelineMark[] {
  const important = marks.filter((mark) => !mark.small).slice(-most);
  const taken = important.map(({ offset }) => offset);
  const gap = (head - first) * room;
  const small: TimelineMark[] = [];
  for (const mark of marks.toReversed()) {
    if (!mark.small || small.length >= most) continue;
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
      {drawnMarks(marks, first, head).map(({ offset, at, label, small }) => (
        <button
          key={offset}
          type="button"
          tabIndex={-1}
          title={`${label} (événement ${count(offset)}${at === null ? '' : `, ${clockTime(at)}`})`}
          aria-label={`${label}, événement ${count(offset)}`}
          data-repere={small ? 'petit' : 'important'}
          onClick={() => onScrub(offset)}
          className={`pointer-events-auto absolute top-1/2 -translate-x-1/2 -translate-y-1/2 rounded ${small ? 'h-3 w-0.75 border border-sheet bg-ink' : 'h-4 w-1 bg-warn'}`}
          style={{ left: `${((offset - first) / (head - first)) * 100}%` }}
        />
      ))}
    </div>
  );
}
