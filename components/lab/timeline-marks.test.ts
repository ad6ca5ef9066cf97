// Which marks are drawn: all that matters, and of the others those that leave the timeline readable.
import { expect, it } from 'vitest';
import { drawnMarks, type TimelineMark } from './timeline-marks.tsx';

const mark = (offset: number, small = false): TimelineMark => ({ offset, at: 0, label: `${offset}`, small });
const offsets = (marks: readonly TimelineMark[], head = 1_000) =>
  drawnMarks(marks, 0, head).map(({ offset }) => offset);

it('draws important marks whatever stands near them, over the others', () => {
  expect(offsets([mark(10), mark(11), mark(500, true), mark(12)])).toEqual([500, 10, 11, 12]);
});

it('leaves out a small mark that would touch another', () => {
  expect(offsets([mark(100), mark(105, true), mark(300, true), mark(305, true), mark(400, true)])).toEqual([
    400, 305, 100,
  ]);
});

it('draws a bounded number of each, the last ones', () => {
  const many = Array.from({ length: 5_000 }, (_, index) => mark(index * 20, index % 2 === 1));
  const drawn = drawnMarks(many, 0, 100_000);
  expect(drawn.filter(({ small }) => !small)).toHaveLength(40);
  expect(drawn.filter(({ small }) => small).length).toBeLessThanOrEqual(40);
});
