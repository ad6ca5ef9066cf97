'use client';
// Heavy parts are fetched when they are about to be seen.
import { type RefObject, useEffect, useState } from 'react';

/** True once the element of `place` has come within `margin` of the view; it stays true. */
export function useNear(place: RefObject<Element | null>, margin = '0px'): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element || near) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setNear(true);
      },
      { rootMargin: margin },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [place, margin, near]);
  return near;
}
