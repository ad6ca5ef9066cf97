'use client';
// The hook by which a component reads a lab and acts on it: one shared store a lab, one socket a page.
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Ack } from '#contract/errors.ts';
import type { Hello } from '#contract/socket.ts';
import type { Lab } from '#labs/lab.ts';
import { browserClient } from './browser-client.ts';
import type { LabSnapshot, MarkOf } from './lab-store.ts';

type LabActions = {
  /** Never rejects; a refusal and a silent server are both `ok: false` with a French message. */
  send<T = unknown>(command: unknown): Promise<Ack<T>>;
  pause(): void;
  goLive(): void;
  scrubTo(offset: number): void;
  /** To the next or previous event, and to the next or previous mark. */
  step(by: 1 | -1): void;
  stepMark(by: 1 | -1): void;
};

export type LabHandle<S, E> = LabSnapshot<S, E> & LabActions;

/**
 * The lab as this page sees it; the component redraws at most once per animation frame. All components of a page share
 * one view: pausing one pauses all. `markOf`, given by the panel, names the events worth a mark on the timeline.
 */
export function useLab<S, E>(lab: Lab<S, E>, options?: { markOf?: MarkOf<E> }): LabHandle<S, E> {
  const client = browserClient();
  const store = client.store(lab);
  const snapshot = useSyncExternalStore(store.subscribe, store.snapshot, store.initial);
  const markOf = options?.markOf;

  useEffect(() => client.use(lab.name), [client, lab.name]);
  useEffect(() => {
    if (markOf) store.setMarks(markOf);
  }, [store, markOf]);

  const actions = useMemo<LabActions>(() => {
    const past = () => client.wantPast(lab.name);
    return {
      send: (command) => client.send(lab.name, command),
      pause() {
        store.pause();
        past();
      },
      goLive: store.goLive,
      scrubTo(offset) {
        past();
        store.scrubTo(offset);
      },
      step(by) {
        past();
        store.step(by);
      },
      stepMark(by) {
        past();
        store.stepMark(by);
      },
    };
  }, [client, store, lab.name]);
  return { ...snapshot, ...actions };
}

const unknown = () => null;

/** Who the server says this page is (`person` is the owner found in events); null until the first connection. */
export function useHello(): Hello | null {
  const client = browserClient();
  return useSyncExternalStore(client.onHello, client.hello, unknown);
}
