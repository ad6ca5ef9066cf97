'use client';
// The door of the lab `routage`.
export { RoutingPanel } from './panel.tsx';
