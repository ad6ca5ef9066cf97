'use client';
// The door of the lab `reseau`.
export { FillTheGapCard } from './experiment.tsx';
export { NetworkPanel } from './panel.tsx';
