// The lab `brokers`, one person's: on each broker, a scene as its events tell it, and what could not be had there. Pure, bounded by
// the scenarios.
import type { BrokersEvent, Scenario } from '#contract/brokers.ts';
import type { BrokerAtHand, BrokerName } from '#contract/pubsub.ts';
import type { Lab } from '../lab.ts';
import { emptyScene, type Scene, sceneLab } from '../pubsub/run.ts';

export type Refusal = { readonly scenario: Scenario; readonly name: string | null; readonly message: string };
export type Played = {
  readonly at: BrokerAtHand;
  /** Its topic and its queue. */
  readonly scene: Scene;
  /** `name`: the subscriber that this broker cannot have; null when nothing could go on. */
  readonly refusals: readonly Refusal[];
  readonly done: Readonly<Record<Scenario, boolean>>;
  /** The server that played was lost before the end: what is not done will not be. */
  readonly cut: boolean;
};
export type BrokersState = { readonly played: readonly Played[] };

const isDone = ({ done }: Played): boolean => done.topic && done.queue;
export const isOver = (one: Played): boolean => one.cut || isDone(one);

/** Why this scenario could not go on here; null when it could. */
export const stopped = ({ refusals }: Played, wanted: Scenario): string | null =>
  refusals.find(({ scenario, name }) => scenario === wanted && name === null)?.message ?? null;

const notDone = { topic: false, queue: false };

export const brokersLab: Lab<BrokersState, BrokersEvent> = {
  name: 'brokers',
  initial: () => ({ played: [] }),
  fold(state, event, at) {
    switch (event.type) {
      case 'play.started':
        return {
          played: event.brokers.map((each) => ({
            at: each,
            scene: emptyScene,
            refusals: [],
            done: notDone,
            cut: false,
          })),
        };
      case 'play.told':
        return changed(state, event.broker, (one) => ({ ...one, scene: sceneLab.fold(one.scene, event.event, at) }));
      case 'play.refused': {
        const { scenario, name, message } = event;
        return changed(state, event.broker, (one) => ({
          ...one,
          refusals: [...one.refusals, { scenario, name, message }],
        }));
      }
      case 'play.done':
        return changed(state, event.broker, (one) => ({ ...one, done: { ...one.done, [event.scenario]: true } }));
      default:
        event satisfies never;
        return state;
    }
  },
  left: (state) =>
    state.played.every(isOver)
      ? state
      : { played: state.played.map((one) => (isDone(one) ? one : { ...one, cut: true })) },
};

function changed(state: BrokersState, broker: BrokerName, change: (one: Played) => Played): BrokersState {
  const index = state.played.findIndex(({ at }) => at.broker === broker);
  const one = state.played[index];
  return one ? { played: state.played.with(index, change(one)) } : state;
}
