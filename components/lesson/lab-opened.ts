'use client';
// Whether a lab was opened on this page: by its panel, or by a card that came into view. Its code is then on its way, and
// whatever else in the text stands on it need not wait until it is seen.
import { type RefObject, useEffect, useSyncExternalStore } from 'react';
import { useNear } from '../ui/use-near.ts';

let opened = false;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** To be called by what opens a lab. */
export function tellLabOpened(): void {
  if (opened) return;
  opened = true;
  for (const listener of listeners) listener();
}

/** True once this part of the text is about to be seen, or once the lab was opened for something else. */
export function useLabWanted(place: RefObject<Element | null>): boolean {
  const near = useNear(place, '400px');
  const elsewhere = useSyncExternalStore(
    subscribe,
    () => opened,
    () => false,
  );
  useEffect(() => {
    if (near) tellLabOpened();
  }, [near]);
  return near || elsewhere;
}
