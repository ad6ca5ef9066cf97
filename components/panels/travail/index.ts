'use client';
// The door of the lab `travail`.
export { FreezeCard } from './experiment.tsx';
export { LongWorkPanel } from './panel.tsx';
