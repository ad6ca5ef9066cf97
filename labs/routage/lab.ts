// The lab `routage`: the last run of each person, as a list of what happened in it. A page folds its own (run.ts) and walks along
// it. Pure, bounded.
import type { RoutageEvent, RoutingEvent, Subscriber } from '#contract/routage.ts';
import type { Lab } from '../lab.ts';

export type KeptRouting = {
  readonly owner: string;
  readonly run: string;
  readonly subscribers: readonly Subscriber[];
  readonly events: readonly { readonly at: number; readonly event: RoutingEvent }[];
};
/** The run begun last comes last. */
export type RoutageState = { readonly runs: readonly KeptRouting[] };

/** A class, and more events than a demonstration makes; the server begins another run before either is full. */
export const kept = { runs: 48, events: 300 } as const;

export const routageLab: Lab<RoutageState, RoutageEvent> = {
  name: 'routage',
  initial: () => ({ runs: [] }),
  fold(state, event, at) {
    const others = state.runs.filter(({ owner }) => owner !== event.owner);
    if (event.type === 'owner.gone') return others.length === state.runs.length ? state : { runs: others };
    if (event.type === 'run.started') {
      const { type: _, ...started } = event;
      return { runs: [...others, { ...started, events: [] }].slice(-kept.runs) };
    }
    const index = state.runs.findIndex(({ owner }) => owner === event.owner);
    const run = state.runs[index];
    if (!run || run.events.length >= kept.events) return state;
    return { runs: state.runs.with(index, { ...run, events: [...run.events, { at, event: event.event }] }) };
  },
};
