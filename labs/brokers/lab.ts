// The lab `brokers`, one person's: on each broker, a scene as its events tell it, and what could not be had there. Pure, bounded by
// the scenario.
import type { BrokersEvent } from '#contract/brokers.ts';
import type { BrokerAtHand, BrokerName } from '#contract/pubsub.ts';
import type { Lab } from '../lab.ts';
import { emptyScene, type Scene, sceneLab } from '../pubsub/run.ts';

export type Played = {
  readonly at: BrokerAtHand;
  readonly scene: Scene;
  /** `name`: the subscriber that this broker cannot have; null when nothing could go on. */
  readonly refusals: readonly { readonly name: string | null; readonly message: string }[];
  readonly done: boolean;
};
export type BrokersState = { readonly played: readonly Played[] };

export const brokersLab: Lab<BrokersState, BrokersEvent> = {
  name: 'brokers',
  initial: () => ({ played: [] }),
  fold(state, event, at) {
    switch (event.type) {
      case 'play.started':
        return {
          played: event.brokers.map((each) => ({ at: each, scene: emptyScene, refusals: [], done: false })),
        };
      case 'play.told':
        return changed(state, event.broker, (one) => ({ ...one, scene: sceneLab.fold(one.scene, event.event, at) }));
      case 'play.refused': {
        const { name, message } = event;
        return changed(state, event.broker, (one) => ({ ...one, refusals: [...one.refusals, { name, message }] }));
      }
      case 'play.done':
        return changed(state, event.broker, (one) => ({ ...one, done: true }));
      default:
        event satisfies never;
        return state;
    }
  },
};

function changed(state: BrokersState, broker: BrokerName, change: (one: Played) => Played): BrokersState {
  const index = state.played.findIndex(({ at }) => at.broker === broker);
  const one = state.played[index];
  return one ? { played: state.played.with(index, change(one)) } : state;
}
