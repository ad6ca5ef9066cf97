'use client';
// The door of the lab `serveurs`.
export { OneRoomCard } from './experiment.tsx';
export { ServersPanel } from './panel.tsx';
