'use client';
// Where one acts and what one sees of the Kafka lab: the class, or one's own sandbox. Chosen once for all panels of the page,
// and remembered by the browser.
import { useMemo, useSyncExternalStore } from 'react';
import { sharedWorkspace } from '#contract/person.ts';
import { type WorkspaceView, workspaceView } from '#labs/kafka/workspace.ts';
import { workspaceStorage } from './workspace-storage.ts';

export type Choice = 'class' | 'own';

const own = 'bac';

let choice: Choice | null = null;
const listeners = new Set<() => void>();

function stored(): Choice {
  try {
    return localStorage.getItem(workspaceStorage) === own ? 'own' : 'class';
  } catch {
    return 'class';
  }
}
const current = (): Choice => {
  choice ??= stored();
  return choice;
};

export function chooseWorkspace(next: Choice): void {
  choice = next;
  try {
    if (next === 'own') localStorage.setItem(workspaceStorage, own);
    else localStorage.removeItem(workspaceStorage);
  } catch {
    // Refused storage: chosen for this page only.
  }
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useChoice = (): Choice => useSyncExternalStore(subscribe, current, () => 'class');

/** Views by workspace and known sandboxes: all components of a page share one, and with it unchanged references. */
let last: { key: string; view: WorkspaceView } | null = null;
function viewFor(workspace: string, sandboxes: readonly string[]): WorkspaceView {
  const key = workspace === sharedWorkspace ? `${workspace} ${sandboxes.join(' ')}` : workspace;
  if (last?.key !== key) {
    const known = new Set(sandboxes);
    last = { key, view: workspaceView({ workspace, isSandbox: (slug) => known.has(slug) }) };
  }
  return last.view;
}

/** What the workspace shows of the lab `kafka`. */
export function useKafkaView(workspace: string, volatile: ReadonlyMap<string, unknown>): WorkspaceView {
  return useMemo(() => {
    const slugs = [...volatile.keys()].flatMap((key) => (key.startsWith('s:') ? [key.slice(2)] : []));
    return viewFor(workspace, slugs);
  }, [workspace, volatile]);
}
