'use client';
// A whole lab, every name as it is on the wire: one shared store a lab, one socket a page. For what speaks of the whole room
// (header, home page); panels take `useLab`, which knows workspaces.
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Hello } from '#contract/socket.ts';
import type { Lab } from '#labs/lab.ts';
import { useNow } from '../ui/use-now.ts';
import { type Acting, actingOn } from './acting.ts';
import { browserClient } from './browser-client.ts';
import type { LabSnapshot } from './lab-store.ts';
import type { MarkOf } from './marks.ts';

type LabActions = Acting & {
  pause(): void;
  goLive(): void;
  scrubTo(offset: number): void;
  /** To the next or previous event, and to the next or previous mark. */
  step(by: 1 | -1): void;
  stepMark(by: 1 | -1): void;
  readHandover(): void;
};

export type LabHandle<S> = LabSnapshot<S> & LabActions;

export type LabOptions<E> = { markOf?: MarkOf<E> | undefined };

/** `workspace`: the sandbox that commands are for. The component redraws at most once per animation frame. */
export function useWholeLab<S, E>(lab: Lab<S, E>, options?: LabOptions<E>, workspace?: string): LabHandle<S> {
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
      ...actingOn(store, (command) => client.send(lab.name, command, workspace)),
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
      readHandover: store.readHandover,
    };
  }, [client, store, lab.name, workspace]);
  return { ...snapshot, ...actions };
}

const unknown = () => null;

/** Who the server says this page is (`person` is the owner found in events); null until the first connection. */
export function useHello(): Hello | null {
  const client = browserClient();
  return useSyncExternalStore(client.onHello, client.hello, unknown);
}

/** The server's time, ms since 1970, told once a second; null when `running` is false or the page is not alive yet. */
export function useServerNow(running: boolean): number | null {
  const now = useNow(running);
  return now === null ? null : now + browserClient().clockAhead();
}
