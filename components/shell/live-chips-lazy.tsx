'use client';
// Everything live comes after the text: the socket and the fold are not part of a page's first load.
import dynamic from 'next/dynamic';
import { Chip } from '../ui/chip.tsx';

export const LiveChipsLazy = dynamic(() => import('./live-chips.tsx').then((module) => module.LiveChips), {
  ssr: false,
  loading: () => <Chip tone="idle">connexion…</Chip>,
});
