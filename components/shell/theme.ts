'use client';
// The theme and the projector as the page lives: what boot.ts did before the first paint, again at each change.
import { useSyncExternalStore } from 'react';
import { storage, type Theme } from './boot.ts';

const listeners = new Set<() => void>();
const changed = () => {
  for (const listener of listeners) listener();
};

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', apply);
  return () => {
    listeners.delete(listener);
    dark.removeEventListener('change', apply);
  };
}

/** Storage may be refused (private windows): the choice then lasts as long as the page. */
let kept: Theme | null = null;
function chosen(): Theme {
  try {
    const stored = localStorage.getItem(storage.theme);
    if (stored === 'light' || stored === 'dark') return stored;
  } catch {
    return kept ?? 'system';
  }
  return kept ?? 'system';
}

const projected = () => document.documentElement.dataset.projection !== undefined;

function apply(): void {
  const theme = chosen();
  const dark =
    theme === 'dark' || (theme === 'system' && !projected() && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

export function chooseTheme(theme: Theme): void {
  kept = theme;
  try {
    if (theme === 'system') localStorage.removeItem(storage.theme);
    else localStorage.setItem(storage.theme, theme);
  } catch {
    // Kept for this page only.
  }
  apply();
  changed();
}

/** Also in the address, so that a projected page can be reloaded or shared as such. */
export function toggleProjection(): void {
  const url = new URL(location.href);
  if (projected()) {
    delete document.documentElement.dataset.projection;
    url.searchParams.delete('projection');
  } else {
    document.documentElement.dataset.projection = '';
    url.searchParams.set('projection', '');
  }
  history.replaceState(history.state, '', url.href.replace(/projection=(?=&|#|$)/, 'projection'));
  apply();
  changed();
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, chosen, () => 'system');
export const useProjection = (): boolean => useSyncExternalStore(subscribe, projected, () => false);
