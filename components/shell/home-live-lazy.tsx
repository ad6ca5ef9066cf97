'use client';
// The two live cards of the home page, after its text; their places are kept so that nothing jumps.
import dynamic from 'next/dynamic';

export const HomeLiveLazy = dynamic(() => import('./home-live.tsx').then((module) => module.HomeLive), {
  ssr: false,
  loading: () => <div className="min-h-120" />,
});
