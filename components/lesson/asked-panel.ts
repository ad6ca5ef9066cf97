'use client';
// The panel that a question wants to be seen, in place of the page's own, until one goes back to it or to another page.
import { useSyncExternalStore } from 'react';
import type { PanelName } from '../panels/registry.tsx';

let asked: PanelName | null = null;
const listeners = new Set<() => void>();

export function askPanel(name: PanelName | null): void {
  if (name === asked) return;
  asked = name;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useAskedPanel = (): PanelName | null =>
  useSyncExternalStore(
    subscribe,
    () => asked,
    () => null,
  );
