'use client';
// A run of the person at this page, walked along as a journal of its own: what came before it is not in it. It stays here when
// the server forgets it; another run begins another journal.
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { Lab } from '#labs/lab.ts';
import { createLabStore, type LabSnapshot, type LabStore } from '../realtime/lab-store.ts';
import type { MarkOf } from '../realtime/marks.ts';
import type { LabHandle } from '../realtime/use-lab.ts';
import { newsOf, type Timeline, timelineOf } from './timeline.ts';

type Told<E> = { readonly run: string; readonly events: readonly { readonly at: number; readonly event: E }[] };

export type ToldRun<S, E> = {
  seen: LabSnapshot<S>;
  timeline: Timeline;
  /** All that has happened in it, wherever one looks. */
  events: readonly E[];
  goLive(): void;
};

/** The run as it is told, or as it was told last. */
export function useLastTold<R>(told: R | null): R | null {
  const last = useRef<R | null>(null);
  if (told !== null) last.current = told;
  return told ?? last.current;
}

/** `open`: the store of an empty run, made once for each. */
export function useToldRun<S, E>(
  handle: LabHandle<unknown>,
  lab: string,
  run: Told<E> | null,
  open: () => LabStore<S, E>,
): ToldRun<S, E> {
  const name = run?.run ?? '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same run keeps its store while its events come
  const store = useMemo(open, [name]);
  const count = run?.events.length ?? 0;
  useEffect(() => {
    const head = store.snapshot().head;
    const records = (run?.events ?? [])
      .slice(head)
      .map(({ at, event }, index) => ({ offset: head + index, at, event }));
    if (count > head) store.accept({ kind: 'events', lab, epoch: name, records });
  }, [store, lab, run, name, count]);
  const seen = useSyncExternalStore(store.subscribe, store.snapshot, store.initial);
  const { link, handover, readHandover } = handle;
  const timeline = useMemo<Timeline>(() => {
    // It has no place in the run, which ended before: it is said at its end.
    const news = seen.offset === seen.head ? newsOf(handover, Number.POSITIVE_INFINITY) : null;
    return { ...timelineOf({ ...seen, ...store, link }), handover: news, onHandoverRead: readHandover };
  }, [seen, store, link, handover, readHandover]);
  const events = useMemo(() => (run?.events ?? []).map(({ event }) => event), [run]);
  return { seen, timeline, events, goLive: store.goLive };
}

/** A run that begins: its own time, its own journal, at offset 0. */
export function emptyRun<S, E>(lab: Lab<S, E>, run: string, markOf: MarkOf<E>): LabStore<S, E> {
  const store = createLabStore(lab, { now: () => 0, frame: (commit) => commit() });
  store.setMarks(markOf);
  store.restore({ recovered: false, epoch: run, head: 0, at: 0, snapshot: lab.initial(), volatile: [] });
  return store;
}
