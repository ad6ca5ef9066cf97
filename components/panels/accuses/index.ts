'use client';
// The door of the lab `accuses`.
export { AcksPanel } from './panel.tsx';
