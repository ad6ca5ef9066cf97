'use client';
// « Ma progression », drawn in the browser only: it lives there.
import dynamic from 'next/dynamic';

export const MyProgress = dynamic(() => import('./progress-card.tsx').then((module) => module.ProgressCard), {
  ssr: false,
  loading: () => <div className="min-h-44 rounded-xl border border-line bg-sheet" />,
});
