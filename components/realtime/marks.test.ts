// Marks: each important one stands, commits stand for their neighbours, and keys step over what is important.
import { expect, it } from 'vitest';
import { type Mark, type MarkName, nextMark, withMark } from './marks.ts';

const made = (...names: [offset: number, name: MarkName | null][]): readonly Mark[] =>
  names.reduce<readonly Mark[]>((all, [offset, name]) => withMark(all, { offset, at: offset, event: null }, name), []);
const commit = (group: string): MarkName => ({ label: `${group} valide`, series: group, every: 20, small: true });
const burst: MarkName = { label: 'rafale', series: 'rafale t', every: 200, small: false };

it('keeps one mark of a series for its neighbours, and each important one', () => {
  const marks = made(
    [0, commit('g')],
    [5, commit('g')],
    [6, 'rééquilibrage'],
    [7, 'rééquilibrage'],
    [8, commit('h')],
    [19, commit('g')],
    [20, commit('g')],
    [21, null],
  );
  expect(marks.map(({ offset, series }) => [offset, series])).toEqual([
    [1, 'g'],
    [7, null],
    [8, null],
    [9, 'h'],
    [21, 'g'],
  ]);
});

it('keeps one mark of a burst, which is important', () => {
  const pieces = Array.from({ length: 150 }, (_, offset): [number, MarkName] => [offset, burst]);
  const marks = made(...pieces, [400, burst]);
  expect(marks.map(({ offset, small }) => [offset, small])).toEqual([
    [1, false],
    [401, false],
  ]);
});

it('steps over the important ones', () => {
  const marks = made([0, 'a'], [30, commit('g')], [60, 'b']);
  expect(nextMark(marks, 1, 1)?.label).toBe('b');
  expect(nextMark(marks, 61, -1)?.label).toBe('a');
  expect(nextMark(marks, 61, 1)).toBeUndefined();
});
