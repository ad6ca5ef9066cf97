'use client';
// The time, told once a second while somebody shows it; null before the page is alive (a prerendered page has no "now").
import { useSyncExternalStore } from 'react';

let now: number | null = null;
let timer: ReturnType<typeof setInterval> | null = null;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!timer) {
    timer = setInterval(() => {
      now = Date.now();
      for (const each of listeners) each();
    }, 1_000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || !timer) return;
    clearInterval(timer);
    timer = null;
    now = null;
  };
}

const never = () => null;
const idle = () => () => undefined;

/** ms since 1970. Pass false when the time is not shown: the component then stops being redrawn each second. */
export function useNow(running = true): number | null {
  return useSyncExternalStore(
    running ? subscribe : idle,
    running
      ? () => {
          now ??= Date.now();
          return now;
        }
      : never,
    never,
  );
}
