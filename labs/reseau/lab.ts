// The lab `reseau`, one person's: their last run, as a list of what happened in it. Their page folds it (run.ts) and walks along
// it. Pure, bounded.
import type { NetworkSettings, ReseauEvent, RunEvent } from '#contract/reseau.ts';
import type { Lab } from '../lab.ts';

export type KeptRun = {
  readonly run: string;
  readonly count: number;
  readonly network: NetworkSettings;
  readonly events: readonly { readonly at: number; readonly event: RunEvent }[];
};
/** Null before the first one. */
export type ReseauState = { readonly run: KeptRun | null };

/** Events of one run: far above what one can make. */
export const keptEvents = 600;

export const reseauLab: Lab<ReseauState, ReseauEvent> = {
  name: 'reseau',
  initial: () => ({ run: null }),
  fold(state, event, at) {
    if (event.type === 'run.started') {
      const { run, count, network } = event;
      return { run: { run, count, network, events: [] } };
    }
    const { run } = state;
    if (!run || run.events.length >= keptEvents) return state;
    return { run: { ...run, events: [...run.events, { at, event: event.event }] } };
  },
  left(state) {
    const last = state.run?.events.at(-1);
    if (!state.run || last?.event.type === 'ended') return state;
    const ended: RunEvent = { type: 'ended', t: last?.event.t ?? 0, reason: 'lost' };
    return { run: { ...state.run, events: [...state.run.events, { at: last?.at ?? 0, event: ended }] } };
  },
};
