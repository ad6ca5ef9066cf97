// The lab `routage`, one person's: their last run, as a list of what happened in it. Their page folds it (run.ts) and walks along
// it. Pure, bounded.
import type { RoutageEvent, RoutingEvent, Subscriber } from '#contract/routage.ts';
import type { Lab } from '../lab.ts';

export type KeptRouting = {
  readonly run: string;
  readonly subscribers: readonly Subscriber[];
  readonly events: readonly { readonly at: number; readonly event: RoutingEvent }[];
};
/** Null before the first one. */
export type RoutageState = { readonly run: KeptRouting | null };

/** Events of one run, more than a demonstration makes; the server begins another before it is full. */
export const keptEvents = 300;

export const routageLab: Lab<RoutageState, RoutageEvent> = {
  name: 'routage',
  initial: () => ({ run: null }),
  fold(state, event, at) {
    if (event.type === 'run.started') {
      const { run, subscribers } = event;
      return { run: { run, subscribers, events: [] } };
    }
    const { run } = state;
    if (!run || run.events.length >= keptEvents) return state;
    return { run: { ...run, events: [...run.events, { at, event: event.event }] } };
  },
  // A router is what its journal says: another server goes on with it.
  left: (state) => state,
};
