'use client';
// The progress of this browser as components use it: one copy a page, written at each change, followed from other tabs.
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import {
  imported,
  nothing,
  type Progress,
  progressKey,
  type Quizzes,
  quizPrefix,
  readProgress,
  withBegun,
  withoutExperiment,
  withPage,
  withStep,
  written,
} from './progress.ts';

let current: Progress | null = null;
const listeners = new Set<() => void>();

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

const now = (): Progress => {
  current ??= readProgress(stored(progressKey));
  return current;
};

const tell = (): void => {
  for (const listener of listeners) listener();
};

function change(next: Progress): void {
  if (next === now()) return;
  current = next;
  try {
    localStorage.setItem(progressKey, written(next));
  } catch {
    // Refused or full storage: kept as long as the page.
  }
  tell();
}

function fromOtherTab(event: StorageEvent): void {
  if (event.key !== null && event.key !== progressKey && !event.key.startsWith(quizPrefix)) return;
  current = null;
  tell();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) addEventListener('storage', fromOtherTab);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) removeEventListener('storage', fromOtherTab);
  };
}

/** What this browser keeps; empty while the page is prerendered. */
export const useProgress = (): Progress => useSyncExternalStore(subscribe, now, () => nothing);

export const seePage = (path: string): void => change(withPage(now(), path, Date.now()));
/** Experiments begun again, whose journal has not said so yet: what it still shows as done is of before. */
const begunAgain = new Set<string>();
/** `isTold`: its journal shows something of it as done, and will soon say that it is not. */
export function forgetExperiment(experiment: string, isTold: boolean): void {
  if (isTold) begunAgain.add(experiment);
  change(withoutExperiment(now(), experiment));
}

export const beginAgain = (experiment: string, at: number): void => change(withBegun(now(), experiment, at));

/** Quizzes begun in this browser, as components/quiz stores them. */
export function quizzesHere(): Quizzes {
  const found: Record<string, Quizzes[string]> = {};
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(quizPrefix)) continue;
      const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Quizzes[string] | null;
      if (typeof kept?.questions === 'object' && kept.questions !== null) found[key.slice(quizPrefix.length)] = kept;
    }
  } catch {
    // Refused storage, or a quiz that cannot be read: as if it were not begun.
  }
  return found;
}

/** Takes a file in; null when it was, else why not, in French. */
export function takeFile(text: string): string | null {
  const taken = imported(text, now(), quizzesHere());
  if (!taken.ok) return taken.message;
  try {
    for (const [name, quiz] of Object.entries(taken.quizzes))
      localStorage.setItem(quizPrefix + name, JSON.stringify(quiz));
  } catch {
    return 'Le navigateur refuse de garder cette progression (stockage plein ou fermé).';
  }
  change(taken.progress);
  tell();
  return null;
}

export function forgetEverything(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(quizPrefix)) localStorage.removeItem(key);
  } catch {
    // Nothing is kept where nothing can be.
  }
  change(nothing);
  tell();
}

type Step = { id: string; done: boolean; observed: string | null };

const when = (at: number): string =>
  new Intl.DateTimeFormat('fr-FR', { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }).format(at);

/**
 * The steps of an experiment, done if the journal says so or if they once were in this browser: a restart of the server, or
 * another epoch of its journal, takes no tick away. A step told by the copy says when it was done.
 */
export function useKeptSteps<S extends Step>(experiment: string, steps: readonly S[]): readonly S[] {
  const { steps: kept } = useProgress();
  useEffect(() => {
    if (begunAgain.has(experiment)) {
      if (steps.some(({ done }) => done)) return;
      begunAgain.delete(experiment);
    }
    let next = now();
    for (const { id, done, observed } of steps) {
      if (done) next = withStep(next, experiment, id, { at: Date.now(), observed: observed ?? '' });
    }
    change(next);
  }, [experiment, steps]);
  return useMemo(
    () =>
      steps.map((step) => {
        const copy = kept[`${experiment}/${step.id}`];
        if (step.done || !copy) return step;
        const said = copy.observed === '' ? '' : `, ${copy.observed}`;
        return { ...step, done: true, observed: `le ${when(copy.at)}${said}` };
      }),
    [experiment, steps, kept],
  );
}
