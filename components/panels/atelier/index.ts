'use client';
// The door of the lab `atelier`.
export { CrashAndReplayCard, EverySettingCard, SeveralLotsCard } from './experiments.tsx';
export { AtelierPanel } from './panel.tsx';
