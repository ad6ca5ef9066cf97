'use client';
// The card of an experiment, by its name, inside the text of a lesson.
import { type ExperimentName, experiments } from '../panels/registry.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';

export function Experience({ nom }: { nom: ExperimentName }) {
  const Card = experiments[nom];
  return (
    <ErrorBoundary what="La carte de l’expérience">
      <Card />
    </ErrorBoundary>
  );
}
