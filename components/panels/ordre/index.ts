'use client';
// The door of the lab `ordre`.
export { OrderPanel } from './panel.tsx';
