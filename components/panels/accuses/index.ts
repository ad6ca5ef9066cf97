'use client';
// The door of the lab `accuses`.
export { OnceOnlyCard } from './experiment.tsx';
export { AcksPanel } from './panel.tsx';
