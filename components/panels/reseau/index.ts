'use client';
// The door of the lab `reseau`.
export { NetworkPanel } from './panel.tsx';
