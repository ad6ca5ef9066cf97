'use client';
// The hook by which a panel reads a lab and acts on it, in the workspace chosen for the page.
import { useMemo } from 'react';
import { sharedWorkspace } from '#contract/person.ts';
import type { Lab } from '#labs/lab.ts';
import type { MarkOf } from './marks.ts';
import { useWorkspace } from './use-people.ts';
import { type LabHandle, type LabOptions, useWholeLab } from './use-whole-lab.ts';

export { type LabHandle, useHello, useServerNow } from './use-whole-lab.ts';

const kafkaName = 'kafka';
type LabView<S, E> = {
  state(whole: S): S;
  volatile(whole: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown>;
  tells(event: E): boolean;
  renamed(event: E): E;
};

/**
 * The lab as this page sees it, in the workspace chosen for the page: names without prefix, nothing of other sandboxes,
 * commands sent to the same place. The component redraws at most once per animation frame. All components of a page share
 * one view of time: pausing one pauses all. `markOf`, given by the panel, names the events worth a mark on the timeline.
 */
export function useLab<S, E>(lab: Lab<S, E>, options?: LabOptions<E>): LabHandle<S> {
  const { workspace, view } = useWorkspace();
  // Only this lab has workspaces; its types are checked where the view is made.
  const scope = lab.name === kafkaName ? (view as unknown as LabView<S, E>) : null;
  const markOf = options?.markOf;
  const ownMarks = useMemo<MarkOf<E> | undefined>(
    // The namers of this lab remember nothing: they have no `anew`.
    () => (scope && markOf ? (event) => (scope.tells(event) ? markOf(scope.renamed(event)) : null) : markOf),
    [scope, markOf],
  );
  const whole = useWholeLab(lab, { markOf: ownMarks }, scope && workspace !== sharedWorkspace ? workspace : undefined);
  const { state, live, volatile } = whole;
  const seen = useMemo(
    () => scope && { state: scope.state(state), live: scope.state(live), volatile: scope.volatile(volatile) },
    [scope, state, live, volatile],
  );
  return seen ? { ...whole, ...seen } : whole;
}
