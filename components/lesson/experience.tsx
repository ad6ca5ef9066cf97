'use client';
// The card of an experiment, by its name, inside the text of a lesson. It stands on the whole lab: fetched when about to be seen.
import { useRef } from 'react';
import { type ExperimentName, experiments } from '../panels/registry.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { useLabWanted } from './lab-opened.ts';
import { ExperimentOnPaper } from './on-paper.tsx';

export function Experience({ nom }: { nom: ExperimentName }) {
  const place = useRef<HTMLDivElement>(null);
  const Card = experiments[nom];
  return (
    <>
      <div ref={place} className="print:hidden">
        {useLabWanted(place) ? (
          <ErrorBoundary what="La carte de l’expérience">
            <Card />
          </ErrorBoundary>
        ) : (
          <p className="my-5 min-h-72 rounded-xl border border-line bg-sheet p-4">L’expérience arrive…</p>
        )}
      </div>
      <div className="hidden print:block">
        <ExperimentOnPaper />
      </div>
    </>
  );
}
