'use client';
// How many cells fit in the lanes: measured, because the divider, the window and the projector all change it.
import { useEffect, useRef, useState } from 'react';

const fallback = 12;

/** `ref` goes on the box of the lanes; the width of a cell is its CSS variable `--cell`, measured on `ruler`. */
export function useCells() {
  const ref = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLSpanElement>(null);
  const [cells, setCells] = useState(fallback);
  useEffect(() => {
    const box = ref.current;
    const unit = ruler.current;
    if (!box || !unit || typeof ResizeObserver === 'undefined') return;
    const measure = () => {
      const one = unit.offsetWidth;
      // Padding of the lane on both sides, and 4 px between cells.
      if (one > 0) setCells(Math.max(3, Math.floor((box.clientWidth - 8 + 4) / (one + 4))));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    observer.observe(unit);
    return () => observer.disconnect();
  }, []);
  return { ref, ruler, cells };
}
