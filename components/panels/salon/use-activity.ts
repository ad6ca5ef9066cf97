'use client';
// Signs of the person at this page, told to the server now and then: it decides alone who is away. Whoever said to be away stays
// so until they say otherwise or write.
import { useEffect } from 'react';

/** Well below what the server waits for (two minutes), ms. */
const every = 30_000;
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focusin'] as const;

export function useActivity(running: boolean, tell: (state: 'active') => void): void {
  useEffect(() => {
    if (!running) return;
    let told = 0;
    const sign = () => {
      if (document.hidden || Date.now() - told < every) return;
      told = Date.now();
      tell('active');
    };
    for (const name of signs) document.addEventListener(name, sign, { passive: true });
    document.addEventListener('visibilitychange', sign);
    return () => {
      for (const name of signs) document.removeEventListener(name, sign);
      document.removeEventListener('visibilitychange', sign);
    };
  }, [running, tell]);
}
