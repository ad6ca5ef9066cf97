'use client';
// The door of the lab `brokers`.
export { BrokersPanel } from './panel.tsx';
