'use client';
// Whether the list of keys is open, and what a part of the page did because of it: one line said in the list.
import { useEffect, useSyncExternalStore } from 'react';

type HelpState = { open: boolean; note: string | null };

const shut: HelpState = { open: false, note: null };
let state = shut;
const listeners = new Set<() => void>();

function set(next: HelpState): void {
  state = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const openHelp = (): void => set({ ...state, open: true });
export const closeHelp = (): void => set(shut);

export const useHelp = (): HelpState =>
  useSyncExternalStore(
    subscribe,
    () => state,
    () => shut,
  );

/** `onOpen` answers what to say meanwhile. It is the caller's to undo what it did: `onClose` follows each `onOpen`. */
export function useWhileHelp(onOpen: () => string, onClose: () => void): void {
  const { open } = useHelp();
  useEffect(() => {
    if (!open) return;
    set({ ...state, note: onOpen() });
    return onClose;
  }, [open, onOpen, onClose]);
}
