'use client';
// The card of an experiment, by its name, inside the text of a lesson.
import type { ComponentType } from 'react';
import { type ExperimentName, experiments } from '../panels/registry.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';

export function Experience({ nom }: { nom: ExperimentName }) {
  const Card: ComponentType | undefined = experiments[nom];
  // MDX is not type-checked: lessons.test.ts refuses a name that no lab knows; here a page stays readable without its card.
  if (!Card) return null;
  return (
    <ErrorBoundary what="La carte de l’expérience">
      <Card />
    </ErrorBoundary>
  );
}
