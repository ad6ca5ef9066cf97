'use client';
// Which topic the panel of this page shows: cards beside it mean that one. The last panel drawn tells.
import { useEffect, useSyncExternalStore } from 'react';

let shown: string | null = null;
const listeners = new Set<() => void>();

export function useTellShownTopic(topic: string): void {
  useEffect(() => {
    shown = topic;
    for (const listener of listeners) listener();
  }, [topic]);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Null before a panel was drawn on this page. */
export const useShownTopic = (): string | null =>
  useSyncExternalStore(
    subscribe,
    () => shown,
    () => null,
  );
