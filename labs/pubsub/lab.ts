// The lab `pubsub`, one person's: their last run on the broker they chose, as a list of what happened. Their page folds it
// (run.ts) and walks along it. Pure, bounded.
import type { BrokerAtHand, PubsubEvent, SceneEvent } from '#contract/pubsub.ts';
import type { Lab } from '../lab.ts';

export type KeptScene = {
  readonly run: string;
  readonly topic: string;
  readonly broker: BrokerAtHand;
  readonly events: readonly { readonly at: number; readonly event: SceneEvent }[];
};
/** Null before the first one. */
export type PubsubState = { readonly run: KeptScene | null };

/** Events of one run; the server refuses what would not fit. */
export const keptEvents = 900;

export const pubsubLab: Lab<PubsubState, PubsubEvent> = {
  name: 'pubsub',
  initial: () => ({ run: null }),
  fold(state, event, at) {
    if (event.type === 'run.started') {
      const { run, topic, at: broker } = event;
      return { run: { run, topic, broker, events: [] } };
    }
    const { run } = state;
    if (!run || run.events.length >= keptEvents) return state;
    return { run: { ...run, events: [...run.events, { at, event: event.event }] } };
  },
  left(state) {
    const last = state.run?.events.at(-1);
    if (!state.run || last?.event.type === 'ended') return state;
    const ended = { at: last?.at ?? 0, event: { type: 'ended', lost: true } as const };
    return { run: { ...state.run, events: [...state.run.events, ended] } };
  },
};
