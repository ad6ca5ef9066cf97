'use client';
// Whether a panel shows its text twin. A word of the lesson that points at the drawing makes the table give way to it.
import { useCallback, useEffect, useState } from 'react';
import { pointedAt } from './highlight.ts';

export function useTable(): [shown: boolean, toggle: () => void] {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const hide = () => setShown(false);
    document.addEventListener(pointedAt, hide);
    return () => document.removeEventListener(pointedAt, hide);
  }, []);
  return [shown, useCallback(() => setShown((now) => !now), [])];
}
