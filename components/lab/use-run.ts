'use client';
// A run known whole (a simulation in the page), read as a journal is: the same store, the same timeline, step by step forwards
// and backwards. Where a live journal has a « direct », a run is played.
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Lab } from '#labs/lab.ts';
import { createLabStore, type LabSnapshot, type LabStore } from '../realtime/lab-store.ts';
import type { MarkOf } from '../realtime/marks.ts';
import type { RunWords, ScrubberProps } from './scrubber.tsx';

/** Milliseconds between two events while it plays. */
const pace = 1_100;

const words: RunWords = {
  play: 'Dérouler',
  stop: 'Arrêter le déroulement',
  forward: 'dérouler',
  playing: 'déroulement',
  stopped: 'Le déroulement est arrêté pendant que vous lisez cette liste\u00a0: il reprendra quand vous la fermerez.',
  wasStopped: 'Le déroulement était arrêté\u00a0: il le restera.',
};

export type Run<S> = LabSnapshot<S> & { playing: boolean; timeline: ScrubberProps };

/** `lab` and `events` are compared by reference: another run begins at its beginning, stopped. */
export function useRun<S, E>(lab: Lab<S, E>, events: readonly E[], markOf: MarkOf<E>): Run<S> {
  const store = useMemo(() => whole(lab, events, markOf), [lab, events, markOf]);
  const seen = useSyncExternalStore(store.subscribe, store.snapshot, store.initial);
  const [played, setPlayed] = useState<LabStore<S, E> | null>(null);
  const { offset, head } = seen;
  const playing = played === store && offset < head;

  useEffect(() => {
    if (!playing || offset >= head) return;
    const timer = setTimeout(() => store.step(1), pace);
    return () => clearTimeout(timer);
  }, [store, playing, offset, head]);

  const actions = useMemo(() => {
    const stopped = <A extends unknown[]>(move: (...given: A) => void) => {
      return (...given: A) => {
        setPlayed(null);
        move(...given);
      };
    };
    return {
      onPause: stopped(() => undefined),
      onLive() {
        const { offset: here, head: end } = store.snapshot();
        if (here >= end) store.scrubTo(0);
        setPlayed(store);
      },
      onScrub: stopped(store.scrubTo),
      onStep: stopped(store.step),
      onStepMark: stopped(store.stepMark),
    };
  }, [store]);

  const timeline: ScrubberProps = {
    first: seen.first,
    offset,
    head,
    at: null,
    view: playing ? { mode: 'live' } : { mode: 'paused', offset, waiting: 0 },
    marks: useMemo(() => seen.marks.map((mark) => ({ ...mark, at: null })), [seen.marks]),
    link: 'live',
    run: words,
    ...actions,
  };
  return { ...seen, playing, timeline };
}

function whole<S, E>(lab: Lab<S, E>, events: readonly E[], markOf: MarkOf<E>): LabStore<S, E> {
  // Nothing comes by itself: each change is shown at once. Time is not told.
  const store = createLabStore(lab, { now: () => 0, frame: (commit) => commit() });
  store.setMarks(markOf);
  store.restore({ recovered: false, epoch: 'run', head: 0, at: 0, snapshot: lab.initial(), volatile: [] });
  const records = events.map((event, offset) => ({ offset, at: 0, event }));
  store.accept({ kind: 'events', lab: lab.name, epoch: 'run', records });
  store.scrubTo(0);
  return store;
}
