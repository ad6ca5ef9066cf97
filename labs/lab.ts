// What every lab is: a pure fold from journal events to a state. No clock, no randomness, no I/O.
import { handoverOf } from '#contract/handover.ts';
import type { JournalRecord, VolatileValue } from '#contract/journal.ts';

/** `fold` must be pure and cheap: it runs on the server for snapshots and in the browser for live view and scrubbing. */
export type Lab<State, Event> = {
  readonly name: string;
  initial(): State;
  /** State after `event`; returns the same reference for the parts that did not change. `at` is ms since 1970. */
  fold(state: State, event: Event, at: number): State;
  /** What remains when the server that ran it is lost, with all that it ran; without one, the beginning. */
  left?(state: State): State;
};

/** State after a record of the lab's journal, wherever it was told: by the lab, or by a server that took it over. */
export function foldRecord<State, Event>(
  lab: Lab<State, Event>,
  state: State,
  { event, at }: JournalRecord<Event>,
): State {
  const handover = handoverOf(event);
  if (handover === null) return lab.fold(state, event, at);
  return handover.state === undefined ? lab.initial() : (handover.state as State);
}

/** Volatile values by key, last value wins; `null` removes. Returns a new map only when something changed. */
export function foldVolatile(
  current: ReadonlyMap<string, unknown>,
  values: readonly VolatileValue[],
): ReadonlyMap<string, unknown> {
  if (values.length === 0) return current;
  const next = new Map(current);
  for (const [key, value] of values) {
    if (value === null) next.delete(key);
    else next.set(key, value);
  }
  return next;
}
