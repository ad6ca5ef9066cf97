'use client';
// The door of the lab `routage`.
export { FindReadersCard } from './experiment.tsx';
export { RoutingPanel } from './panel.tsx';
