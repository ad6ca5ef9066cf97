'use client';
// The timeline of a lab: pause, step, slide to any kept event, named marks, back to live. A native range does the sliding.
import { memo } from 'react';
import { Button } from '../ui/button.tsx';
import { Chip, type Tone } from '../ui/chip.tsx';
import { ChevronLeft, ChevronRight, ChevronsLeft, ChevronsRight, Pause, Play } from '../ui/icons.tsx';
import { clockTime, count, counted } from './format.ts';
import { type TimelineMark, TimelineMarks } from './timeline-marks.tsx';

export type ScrubberProps = {
  /** Lowest offset one can go back to, offset one looks at, next offset to come. */
  first: number;
  offset: number;
  head: number;
  /** Time of the event one looks at, ms since 1970. */
  at: number | null;
  view: { mode: 'live' } | { mode: 'paused'; offset: number; waiting: number };
  marks: readonly TimelineMark[];
  link: 'connecting' | 'live' | 'lost';
  /** How one speaks of it when it is a run known whole, which goes on only as one plays it (see use-run.ts). */
  run?: RunWords | undefined;
  onPause(): void;
  onLive(): void;
  onScrub(offset: number): void;
  onStep(by: 1 | -1): void;
  onStepMark(by: 1 | -1): void;
};

export type RunWords = {
  /** Names of the first button, and of the one on the right, which the key L presses too. */
  play: string;
  stop: string;
  forward: string;
  /** Shown while it plays. */
  playing: string;
  /** Said by the list of keys, which stops it or finds it stopped. */
  stopped: string;
  wasStopped: string;
};

/** A first connection under way is not a link that was lost. */
const states: Record<ScrubberProps['link'], { tone: Tone; text: string }> = {
  connecting: { tone: 'idle', text: 'connexion…' },
  live: { tone: 'good', text: 'en direct' },
  lost: { tone: 'warn', text: 'lien perdu' },
};

export function Scrubber(props: ScrubberProps) {
  const { first, offset, head, at, view, marks, link, run, onPause, onLive, onScrub, onStep, onStepMark } = props;
  const paused = view.mode === 'paused';
  const here = paused ? marks.findLast((mark) => mark.offset === offset)?.label : undefined;
  const place = `${here === undefined ? '' : `${here}, `}événement ${count(offset)} sur ${count(head)}${at === null ? '' : `, ${clockTime(at)}`}`;
  return (
    <section
      aria-label="Ligne de temps"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-t bg-sheet px-5 py-2"
    >
      <Buttons
        {...{ paused, run, onPause, onLive, onStep, onStepMark }}
        atStart={offset <= first}
        atEnd={offset >= head}
      />
      {/* A phone has two rows: buttons and state, then the slider with its place. */}
      <div className="relative min-w-32 flex-1 max-sm:order-1">
        <input
          type="range"
          min={first}
          max={head}
          value={offset}
          disabled={head === first}
          onChange={(event) => onScrub(Number(event.target.value))}
          aria-label="Revenir à un événement"
          aria-valuetext={place}
          className="block w-full accent-accent"
        />
        <TimelineMarks {...{ first, head, marks, onScrub }} />
      </div>
      {here === undefined ? null : (
        <span
          className="min-w-0 truncate font-semibold text-sm text-warn max-sm:order-1 max-sm:basis-full"
          aria-hidden="true"
          data-ici
        >
          {here}
        </span>
      )}
      <span className="font-mono text-sm max-sm:order-1" aria-hidden="true">
        <span className="max-sm:hidden">événement </span>
        {count(offset)} / {count(head)}
      </span>
      {paused ? (
        <Button small className="max-sm:ml-auto" onClick={onLive}>
          {run?.forward ?? 'aller en direct'}
          {view.waiting > 0 ? (
            <span className="font-normal text-muted">
              <span className="max-sm:sr-only">{counted(view.waiting, 'en attente', 'en attente')}</span>
              <span aria-hidden="true" className="sm:hidden">
                +{count(view.waiting)}
              </span>
            </span>
          ) : null}
        </Button>
      ) : (
        <Chip tone={states[link].tone} className="max-sm:ml-auto">
          {run?.playing ?? states[link].text}
        </Chip>
      )}
    </section>
  );
}

type ButtonsProps = Pick<ScrubberProps, 'run' | 'onPause' | 'onLive' | 'onStep' | 'onStepMark'> & {
  paused: boolean;
  atStart: boolean;
  atEnd: boolean;
};

/** Apart, because nothing of it changes while events come in. */
const Buttons = memo(function Buttons(props: ButtonsProps) {
  const { paused, run, atStart, atEnd, onPause, onLive, onStep, onStepMark } = props;
  const { play = 'Reprendre en direct', stop = 'Mettre la vue en pause' } = run ?? {};
  return (
    <div className="flex items-center gap-1">
      <Button small onClick={paused ? onLive : onPause} aria-label={paused ? play : stop}>
        {paused ? <Play /> : <Pause />}
      </Button>
      <span className="projector-hidden flex">
        <Button small tone="quiet" onClick={() => onStepMark(-1)} disabled={atStart} aria-label="Repère précédent">
          <ChevronsLeft />
        </Button>
        <Button small tone="quiet" onClick={() => onStep(-1)} disabled={atStart} aria-label="Événement précédent">
          <ChevronLeft />
        </Button>
        <Button small tone="quiet" onClick={() => onStep(1)} disabled={atEnd} aria-label="Événement suivant">
          <ChevronRight />
        </Button>
        <Button small tone="quiet" onClick={() => onStepMark(1)} disabled={atEnd} aria-label="Repère suivant">
          <ChevronsRight />
        </Button>
      </span>
    </div>
  );
});
