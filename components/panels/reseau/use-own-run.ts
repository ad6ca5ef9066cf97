'use client';
// The run of the person at this page, walked along as a journal of its own: what the server tells of others' runs is not in
// it. It stays here when the server forgets it; another run begins another journal.
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { RunEvent } from '#contract/reseau.ts';
import { type KeptRun, type ReseauState, reseauLab } from '#labs/reseau/lab.ts';
import { beginningOf, type RunState, receiverNames, runLabFrom } from '#labs/reseau/run.ts';
import type { ScrubberProps } from '../../lab/scrubber.tsx';
import { timelineOf } from '../../lab/timeline.ts';
import { createLabStore, type LabSnapshot, type LabStore } from '../../realtime/lab-store.ts';
import type { MarkName } from '../../realtime/marks.ts';
import { type LabHandle, useLab } from '../../realtime/use-lab.ts';
import { defaults } from './settings.ts';

export type OwnRun = {
  /** The lab as everybody has it: its link, and the way to command it. */
  lab: LabHandle<ReseauState>;
  seen: LabSnapshot<RunState>;
  timeline: ScrubberProps;
  /** All that has happened in it, wherever one looks. */
  events: readonly RunEvent[];
  goLive(): void;
};

export function useOwnRun(person: string | null): OwnRun {
  const lab = useLab(reseauLab);
  const told = lab.live.runs.find(({ owner }) => owner === person);
  const last = useRef<KeptRun | null>(null);
  if (told) last.current = told;
  const run = told ?? last.current;
  const name = run?.run ?? '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same run keeps its store while its events come
  const store = useMemo(() => storeOf(run), [name]);
  const count = run?.events.length ?? 0;
  useEffect(() => {
    const head = store.snapshot().head;
    const records = (run?.events ?? [])
      .slice(head)
      .map(({ at, event }, index) => ({ offset: head + index, at, event }));
    if (count > head) store.accept({ kind: 'events', lab: reseauLab.name, epoch: name, records });
  }, [store, run, name, count]);
  const seen = useSyncExternalStore(store.subscribe, store.snapshot, store.initial);
  const timeline = useMemo(
    () => timelineOf({ ...seen, ...store, link: lab.link, send: lab.send }),
    [seen, store, lab.link, lab.send],
  );
  const events = useMemo(() => (run?.events ?? []).map(({ event }) => event), [run]);
  return { lab, seen, timeline, events, goLive: store.goLive };
}

function storeOf(run: KeptRun | null): LabStore<RunState, RunEvent> {
  const beginning = beginningOf(run?.run ?? '', run?.count ?? 0, run?.network ?? defaults);
  const store = createLabStore(runLabFrom(beginning), { now: () => 0, frame: (commit) => commit() });
  store.setMarks(markOf);
  store.restore({ recovered: false, epoch: run?.run ?? '', head: 0, at: 0, snapshot: beginning, volatile: [] });
  return store;
}

/** What one wants to find again: what was lost, what was asked for again, the end. */
function markOf(event: RunEvent): MarkName | null {
  if (event.type === 'asked') return `${receiverNames[event.receiver]} redemande`;
  if (event.type === 'ended') return 'fin du déroulé';
  if (event.type !== 'sent') return null;
  const lost = event.packets.find(({ takes }) => takes === null);
  return lost ? `${lost.sequence} perdu vers ${receiverNames[lost.receiver]}` : null;
}
