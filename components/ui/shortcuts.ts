'use client';
// Keyboard shortcuts: one listener, a list that components add to while they are there, read by the help dialog.
import { useEffect, useSyncExternalStore } from 'react';

/** `keys` as KeyboardEvent.key gives them; `shown` as a person reads them. `shift`: for named keys, with Shift only. */
export type Shortcut = { keys: readonly string[]; shown: string; label: string; shift?: true; run(): void };

let current: readonly Shortcut[] = [];
const listeners = new Set<() => void>();

function change(next: readonly Shortcut[]): void {
  current = next;
  for (const listener of listeners) listener();
}

const typingIn =
  'input:not([type="range"], [type="radio"], [type="checkbox"]), textarea, select, [contenteditable=""], [contenteditable="true"]';
/** These use arrows and such themselves, and letters not at all. */
const movesWithKeys = 'input, [role="separator"], hr';
const pressable =
  'input[type="radio"], input[type="checkbox"], button, a[href], summary, [role="button"], [role="tab"]';

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(typingIn) || document.querySelector('dialog[open]')) return;
  // With Shift an arrow does nothing more to them: it is ours.
  if (event.key.length > 1 && !event.shiftKey && target?.closest(movesWithKeys)) return;
  // Space and Enter belong to the button that has the focus.
  if ((event.key === ' ' || event.key === 'Enter') && target?.closest(pressable)) return;
  // A letter or a sign already tells whether Shift was held; an arrow does not.
  const isNamed = event.key.length > 1;
  const found = current.findLast(
    ({ keys, shift = false }) =>
      keys.includes(isNamed ? event.key : event.key.toLowerCase()) && (!isNamed || shift === event.shiftKey),
  );
  if (!found) return;
  event.preventDefault();
  found.run();
}

function add(shortcuts: readonly Shortcut[]): () => void {
  if (current.length === 0) document.addEventListener('keydown', onKey);
  change([...current, ...shortcuts]);
  return () => {
    change(current.filter((shortcut) => !shortcuts.includes(shortcut)));
    if (current.length === 0) document.removeEventListener('keydown', onKey);
  };
}

/** `shortcuts` must keep its identity between renders (useMemo), else it is taken off and put back each time. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useEffect(() => add(shortcuts), [shortcuts]);
}

const none: readonly Shortcut[] = [];

export function useShortcutList(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
    () => none,
  );
}
