'use client';
// The frame of every panel: title, tools, what is to be said of link and server, content, timeline. Presentational: everything arrives as props.
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import { useProjection } from '../shell/theme.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { useWhileHelp } from '../ui/help-state.ts';
import { Table } from '../ui/icons.tsx';
import { type Shortcut, useShortcuts } from '../ui/shortcuts.ts';
import { HandoverNote } from './handover-note.tsx';
import { LinkBanner, type LinkState } from './link-banner.tsx';
import { Scrubber, type ScrubberProps } from './scrubber.tsx';
import type { Timeline } from './timeline.ts';

export type LabFrameProps = {
  title: string;
  link: LinkState;
  /** False before the first snapshot: the content is then only promised. */
  ready: boolean;
  /** Beside the title, kept on a projector: what one looks at. */
  heading?: ReactNode;
  /** Buttons; not shown on a projector. */
  tools?: ReactNode;
  /** A second row of tools (a form); not shown on a projector. */
  form?: ReactNode;
  /** One calm sentence for screen readers, changed at most every few seconds by the panel. */
  announcement?: string;
  timeline: Timeline;
  /** What one sees and does here is one's own: a coloured frame and the words say so. */
  sandbox?: boolean;
  /** Switches to the table view and back: a button, and the key T. */
  onTable?: (() => void) | undefined;
  /** The table is what one sees. */
  table?: boolean;
  children: ReactNode;
};

export function LabFrame(props: LabFrameProps) {
  const { title, link, ready, heading, tools, form, announcement, timeline, sandbox, onTable, table, children } = props;
  useLabKeys(timeline, onTable);
  usePauseUnderHelp(timeline);
  const content = useRef<HTMLElement>(null);
  const stale = link.status === 'lost';
  const past = timeline.view.mode === 'paused' && timeline.run === undefined;
  // In the past nothing can be asked: a phone gives the room to what one looks at.
  const noRoom = past ? 'max-sm:hidden' : '';
  return (
    <section
      aria-label={title}
      // The frame of a sandbox is drawn over what it holds, and moves nothing.
      className={`flex h-full min-h-0 flex-col bg-paper ${sandbox ? 'relative after:pointer-events-none after:absolute after:inset-0 after:z-10 after:border-3 after:border-accent' : ''}`}
      data-link={link.status}
      data-bac={sandbox || undefined}
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 pt-3 pb-2">
        <h2 className="font-bold text-lg">{title}</h2>
        {heading}
        {onTable ? (
          <Button
            small
            className="projector-hidden px-1.5! aria-pressed:border-accent aria-pressed:text-accent"
            aria-label="Voir en tableau"
            aria-pressed={table === true}
            aria-keyshortcuts="t"
            title="Tableau ou dessin (T)"
            onClick={onTable}
          >
            <Table />
          </Button>
        ) : null}
        {sandbox ? <Chip tone="accent">bac à sable</Chip> : null}
        {past ? <Chip tone="warn">vue en pause</Chip> : null}
        {tools ? (
          <div className={`projector-hidden ml-auto flex flex-wrap items-center gap-2 ${noRoom}`}>{tools}</div>
        ) : null}
      </header>
      {form ? <div className={`projector-hidden px-5 pb-3 ${noRoom}`}>{form}</div> : null}
      <LinkBanner link={link} />
      <HandoverNote
        news={timeline.handover ?? null}
        onRead={() => {
          timeline.onHandoverRead?.();
          // The button goes away with its note.
          content.current?.focus({ preventScroll: true });
        }}
      />
      {/* `relative`: words for screen readers alone are laid out in here, or they would lengthen the page. */}
      <section
        ref={content}
        className={`relative min-h-0 flex-1 overflow-auto border-line border-t px-5 py-4 projection:py-2 ${stale ? 'opacity-80 grayscale' : ''}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard (WCAG 2.1.1)
        tabIndex={0}
        aria-label={`${title}, contenu${stale ? ' (image ancienne)' : ''}`}
        aria-busy={!ready}
      >
        {ready ? children : <p className="text-muted">J’attends la première image du serveur…</p>}
      </section>
      <Scrubber {...timeline} />
      <p aria-live="polite" className="sr-only">
        {announcement}
      </p>
    </section>
  );
}

/** Space, arrows, marks, L, T: listed by the help dialog as long as a panel is there. */
function useLabKeys(timeline: ScrubberProps, onTable: (() => void) | undefined): void {
  const projected = useProjection();
  const { run, onPause, onLive, onStep, onStepMark, onScrub } = timeline;
  const paused = timeline.view.mode === 'paused';
  // Read when a key is pressed: the list of shortcuts must not change with every event.
  const latest = useRef(timeline);
  useEffect(() => {
    latest.current = timeline;
  });
  const shortcuts = useMemo<Shortcut[]>(() => {
    const toggle = paused ? onLive : onPause;
    const list: Shortcut[] = [
      {
        keys: [' ', '.'],
        shown: 'Espace, .',
        label: run ? 'dérouler, arrêter' : 'mettre la vue en pause, reprendre',
        run: toggle,
      },
      { keys: ['ArrowLeft'], shown: '←', label: 'événement précédent', run: () => onStep(-1) },
      { keys: ['ArrowRight'], shown: '→', label: 'événement suivant', run: () => onStep(1) },
      { keys: ['ArrowLeft'], shift: true, shown: 'Maj ←', label: 'repère précédent', run: () => onStepMark(-1) },
      { keys: ['ArrowRight'], shift: true, shown: 'Maj →', label: 'repère suivant', run: () => onStepMark(1) },
      { keys: ['Home'], shown: 'Début', label: 'premier événement gardé', run: () => onScrub(latest.current.first) },
      { keys: ['End'], shown: 'Fin', label: 'dernier événement', run: () => onScrub(latest.current.head) },
      { keys: ['l'], shown: 'L', label: run?.forward ?? 'aller en direct', run: onLive },
    ];
    if (onTable) list.push({ keys: ['t'], shown: 'T', label: 'tableau ou dessin', run: onTable });
    // A presenter's remote sends these; elsewhere they scroll the text, as everywhere.
    if (projected) {
      list.push(
        { keys: ['PageUp'], shown: 'Page préc.', label: 'repère précédent', run: () => onStepMark(-1) },
        { keys: ['PageDown'], shown: 'Page suiv.', label: 'repère suivant', run: () => onStepMark(1) },
      );
    }
    return list;
  }, [paused, run, onLive, onPause, onStep, onStepMark, onScrub, onTable, projected]);
  useShortcuts(shortcuts);
}

/** The list of keys freezes the view; once shut, what was live is live again, what was frozen stays so. */
function usePauseUnderHelp(timeline: ScrubberProps): void {
  const latest = useRef(timeline);
  const resumes = useRef(false);
  useEffect(() => {
    latest.current = timeline;
  });
  const onOpen = useCallback(() => {
    const { view, run, onPause } = latest.current;
    resumes.current = view.mode === 'live';
    if (!resumes.current) return run?.wasStopped ?? 'La vue était en pause\u00a0: elle le restera.';
    onPause();
    return (
      run?.stopped ??
      'La vue est en pause pendant que vous lisez cette liste\u00a0: elle reprendra en direct quand vous la fermerez.'
    );
  }, []);
  const onClose = useCallback(() => {
    if (resumes.current) latest.current.onLive();
    resumes.current = false;
  }, []);
  useWhileHelp(onOpen, onClose);
}
