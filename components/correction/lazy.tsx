'use client';
// The correction in the text of a lesson, or on a page of its own: its code and its socket come when it is about to be seen.
import dynamic from 'next/dynamic';
import { useRef } from 'react';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { useNear } from '../ui/use-near.ts';

const Waiting = () => <p className="my-5 min-h-72 rounded-xl border border-line bg-sheet p-4">La correction arrive…</p>;
const Whole = dynamic(() => import('./correction.tsx').then((module) => module.Correction), { loading: Waiting });

/** For the teacher alone: no other page pays for it. */
export const SolutionSoon = dynamic(() => import('../lesson/solution.tsx').then((module) => module.Solution));

export function CorrectionSoon() {
  const place = useRef<HTMLDivElement>(null);
  return (
    <div ref={place} className="print:hidden">
      {useNear(place) ? (
        <ErrorBoundary what="La correction">
          <Whole />
        </ErrorBoundary>
      ) : (
        <Waiting />
      )}
    </div>
  );
}
