'use client';
// Text and panel side by side, with a divider moved by hand or by key and remembered. On a narrow screen, and on a
// projector, one of them at a time: never a squeezed split.
import { type KeyboardEvent, type PointerEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { pointedAt } from '../lab/highlight.ts';
import { storage } from './boot.ts';

/** Width of the text, in percent of the page; 360 px is the floor whatever the percent (see the class). */
const bounds = { min: 20, start: 31, max: 50, step: 2 } as const;
const clamp = (percent: number) => Math.min(bounds.max, Math.max(bounds.min, Math.round(percent * 10) / 10));

type Side = 'text' | 'panel';
const names: Record<Side, string> = { text: 'Texte', panel: 'Panneau' };

export function Split({ title, text, panel }: { title: string; text: ReactNode; panel: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  const [percent, setPercent] = useState<number>(bounds.start);
  const [side, setSide] = useState<Side>('text');

  useEffect(() => {
    const root = document.documentElement;
    const set = Number.parseFloat(root.style.getPropertyValue('--split'));
    if (set) setPercent(set);
    if (root.dataset.projection !== undefined) setSide('panel');
    const show = () => setSide('panel');
    document.addEventListener(pointedAt, show);
    return () => document.removeEventListener(pointedAt, show);
  }, []);

  const move = useCallback((next: number) => {
    const value = clamp(next);
    setPercent(value);
    document.documentElement.style.setProperty('--split', `${value}%`);
    try {
      localStorage.setItem(storage.split, String(value));
    } catch {
      // Refused storage: remembered for this page only.
    }
  }, []);

  return (
    <div ref={frame} className="flex h-full flex-col split:flex-row projection:flex-col print:block!" data-side={side}>
      {/* The text bears the page's heading; alone, the panel needs one. */}
      {side === 'panel' ? <h1 className="sr-only split:hidden projection:block print:hidden!">{title}</h1> : null}
      <Switch side={side} onChoose={setSide} />
      <div
        className={`relative min-w-0 split:block split:w-(--split) split:min-w-[360px] split:overflow-y-auto projection:w-full projection:overflow-y-auto print:block! print:w-full! print:overflow-visible! ${side === 'text' ? '' : 'hidden projection:hidden'}`}
      >
        {text}
      </div>
      <Divider percent={percent} onMove={move} frame={frame} />
      <div
        className={`relative min-h-0 min-w-0 flex-1 max-split:h-[calc(100dvh-var(--header)-3rem)] split:block print:hidden! ${side === 'panel' ? '' : 'hidden projection:hidden'}`}
      >
        {panel}
      </div>
    </div>
  );
}

/** Seen only where the two do not fit side by side. */
function Switch({ side, onChoose }: { side: Side; onChoose(side: Side): void }) {
  return (
    <fieldset className="flex h-12 shrink-0 items-center gap-1 border-line border-b bg-sunk px-3 split:hidden projection:flex projection:h-auto projection:py-1 print:hidden!">
      <legend className="sr-only">Ce que l’on regarde</legend>
      {(['text', 'panel'] as const).map((each) => (
        <label
          key={each}
          className="flex-1 cursor-pointer rounded-lg px-3 py-1 text-center font-semibold text-muted has-checked:bg-sheet has-checked:text-ink has-focus-visible:outline-3 has-focus-visible:outline-accent projection:flex-none"
        >
          <input type="radio" name="cote" className="sr-only" checked={side === each} onChange={() => onChoose(each)} />
          {names[each]}
        </label>
      ))}
    </fieldset>
  );
}

function Divider({
  percent,
  onMove,
  frame,
}: {
  percent: number;
  onMove(percent: number): void;
  frame: { current: HTMLDivElement | null };
}) {
  const drag = (event: PointerEvent<HTMLHRElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !frame.current) return;
    const box = frame.current.getBoundingClientRect();
    onMove(((event.clientX - box.left) / box.width) * 100);
  };
  const key = (event: KeyboardEvent<HTMLHRElement>) => {
    const next = {
      ArrowLeft: percent - bounds.step,
      ArrowRight: percent + bounds.step,
      Home: bounds.min,
      End: bounds.max,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    // The panel's own arrow keys must not hear this one.
    event.stopPropagation();
    onMove(next);
  };
  return (
    <hr
      tabIndex={0}
      aria-orientation="vertical"
      aria-label="Largeur du texte"
      aria-valuenow={Math.round(percent)}
      aria-valuemin={bounds.min}
      aria-valuemax={bounds.max}
      aria-valuetext={`${Math.round(percent)} % de la page`}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={key}
      className="hidden h-auto w-1.5 shrink-0 self-stretch cursor-col-resize touch-none border-0 border-line border-l bg-paper hover:bg-accent-soft focus-visible:bg-accent split:block projection:hidden print:hidden!"
    />
  );
}
