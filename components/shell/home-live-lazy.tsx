'use client';
// What the home page tells of the broker: its words are in the page at once, what follows the lab comes after.
import dynamic from 'next/dynamic';

export const HomeLive = dynamic(() => import('./home-live.tsx').then((module) => module.HomeLive));
