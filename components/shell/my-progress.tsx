'use client';
// « Ma progression », drawn in the browser only: it lives there.
import dynamic from 'next/dynamic';
import { Card } from '../ui/card.tsx';

export const MyProgress = dynamic(() => import('./progress-card.tsx').then((module) => module.ProgressCard), {
  ssr: false,
  loading: () => <Card title="Ma progression" className="min-h-44" />,
});
