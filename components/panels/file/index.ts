'use client';
// The door of the lab `file`.
export { KillOneCard, ShareTenCard } from './experiments.tsx';
export { QueuePanel } from './panel.tsx';
