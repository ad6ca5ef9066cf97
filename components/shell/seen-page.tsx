'use client';
// Notes that a page was opened, in this browser only; draws nothing.
import { useEffect } from 'react';
import { seePage } from './progress-store.ts';

export function SeenPage({ path }: { path: string }) {
  useEffect(() => seePage(path), [path]);
  return null;
}
