// The text twin is shown and put away; what a lesson points at is in the drawing.
import { act, renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { pointedAt } from './highlight.ts';
import { useTable } from './use-table.ts';

it('gives way to the drawing when a word of the lesson points at it', () => {
  const { result } = renderHook(() => useTable());
  const shown = () => result.current[0];
  act(() => result.current[1]());
  expect(shown()).toBe(true);
  act(() => void document.dispatchEvent(new Event(pointedAt)));
  expect(shown()).toBe(false);
  act(() => result.current[1]());
  act(() => result.current[1]());
  expect(shown()).toBe(false);
});
