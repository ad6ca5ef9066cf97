'use client';
// The live part of the header, out of the first load: it brings the socket and the lab's fold with it. It stands left of the
// fixed buttons, so nothing moves when it comes; the band's line is kept free by boot.ts.
import dynamic from 'next/dynamic';

export const HeaderLive = dynamic(() => import('./header-live.tsx').then((module) => module.HeaderLive), {
  ssr: false,
});
export const SandboxBand = dynamic(() => import('./header-live.tsx').then((module) => module.SandboxBand), {
  ssr: false,
});
