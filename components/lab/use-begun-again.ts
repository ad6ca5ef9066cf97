'use client';
// « Recommencer l’expérience » : what its journal told until that moment proves nothing any more. A moment by the journal's own clock,
// kept in this browser: it holds after a reload, in another tab, and when the journal begins at 0 again.
import { useCallback, useEffect, useRef } from 'react';
import { beginAgain, useProgress } from '../shell/progress-store.ts';

type Told = readonly { readonly at: number }[];

/** `from`: the first of what is told that counts. */
export function useBegunAgain(experiment: string, told: Told): { from: number; reset: () => void } {
  const begun = useProgress().begun[experiment];
  const first = begun === undefined ? 0 : told.findIndex(({ at }) => at > begun);
  const latest = useRef(told);
  useEffect(() => {
    latest.current = told;
  });
  const reset = useCallback(() => beginAgain(experiment, latest.current.at(-1)?.at ?? 0), [experiment]);
  return { from: first < 0 ? told.length : first, reset };
}
