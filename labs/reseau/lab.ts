// The lab `reseau`: the last run of each person, as a list of what happened in it. A page folds its own run (run.ts) and
// walks along it. Pure, bounded.
import type { NetworkSettings, ReseauEvent, RunEvent } from '#contract/reseau.ts';
import type { Lab } from '../lab.ts';

export type KeptRun = {
  readonly owner: string;
  readonly run: string;
  readonly count: number;
  readonly network: NetworkSettings;
  readonly events: readonly { readonly at: number; readonly event: RunEvent }[];
};
/** Oldest run first. */
export type ReseauState = { readonly runs: readonly KeptRun[] };

/** Runs told to a newcomer, and events of one run: far above what one can make. */
export const kept = { runs: 24, events: 600 } as const;

export const reseauLab: Lab<ReseauState, ReseauEvent> = {
  name: 'reseau',
  initial: () => ({ runs: [] }),
  fold(state, event, at) {
    const others = state.runs.filter(({ owner }) => owner !== event.owner);
    if (event.type === 'owner.gone') return others.length === state.runs.length ? state : { runs: others };
    if (event.type === 'run.started') {
      const { owner, run, count, network } = event;
      return { runs: [...others, { owner, run, count, network, events: [] }].slice(-kept.runs) };
    }
    const index = state.runs.findIndex(({ owner }) => owner === event.owner);
    const run = state.runs[index];
    if (!run || run.events.length >= kept.events) return state;
    return { runs: state.runs.with(index, { ...run, events: [...run.events, { at, event: event.event }] }) };
  },
};
