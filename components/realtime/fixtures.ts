// Shared by the tests of this folder: a lab that adds numbers up, frames and time moved by hand.
import type { Handover } from '#contract/handover.ts';
import type { JournalRecord } from '#contract/journal.ts';
import type { Lab } from '#labs/lab.ts';
import type { StoreEnv } from './lab-store.ts';

export type Sum = { total: number; seen: number };
export type Added = { add: number };

export const sumLab: Lab<Sum, Added> = {
  name: 'sum',
  initial: () => ({ total: 0, seen: 0 }),
  fold: (state, event) => ({ total: state.total + event.add, seen: state.seen + 1 }),
};

/** Records `from` to `to - 1`, each adding its offset plus one. */
export const records = (from: number, to: number): JournalRecord<Added>[] =>
  Array.from({ length: to - from }, (_, index) => ({
    offset: from + index,
    at: 1_000 + from + index,
    event: { add: from + index + 1 },
  }));

/** Another server goes on from `state`; it stands among the lab's events, as in any journal. */
export function handover(offset: number, moved: boolean, state?: Sum): JournalRecord<Added> {
  const event: Handover = { type: 'relais.handover', moved, ...(state ? { state } : {}) };
  return { offset, at: 1_000 + offset, event: event as unknown as Added };
}

/** Sum of the first `offset` records. */
export const totalAt = (offset: number): number => (offset * (offset + 1)) / 2;

export type HandEnv = StoreEnv & { paint(): number };

/** Frames wait for `paint()`, which answers how many commits were waiting. */
export function handEnv(limits?: { chunk: number; chunks: number }): HandEnv {
  let waiting: (() => void)[] = [];
  return {
    now: () => 5_000,
    frame: (commit) => void waiting.push(commit),
    paint() {
      const due = waiting;
      waiting = [];
      for (const commit of due) commit();
      return due.length;
    },
    ...(limits ? { limits } : {}),
  };
}
