// The router of one person as its events tell it: who is subscribed, what was published, whom it reached. Pure.
import type { Because, Content, RoutingEvent, Subscriber } from '#contract/routage.ts';
import type { Lab } from '../lab.ts';

export type Standing = Subscriber & {
  /** Numbers of the publications that reached it, in this run. */
  readonly received: readonly number[];
  /** What became of the last publication, here; null as long as the router has not come to it. */
  readonly verdict: { readonly reached: boolean; readonly because: Because } | null;
};
export type Publication = { readonly number: number; readonly topic: string; readonly content: Content };
export type Routing = {
  readonly run: string;
  readonly subscribers: readonly Standing[];
  readonly publication: Publication | null;
  readonly last: RoutingEvent | null;
};

export function routingFrom(run: string, subscribers: readonly Subscriber[]): Routing {
  return {
    run,
    subscribers: subscribers.map((each) => ({ ...each, received: [], verdict: null })),
    publication: null,
    last: null,
  };
}

export const routingLabFrom = (start: Routing): Lab<Routing, RoutingEvent> => ({
  name: 'routage',
  initial: () => start,
  fold(before, event) {
    const state = { ...before, last: event };
    const { subscribers } = state;
    switch (event.type) {
      case 'subscribed':
        return { ...state, subscribers: [...subscribers, { ...event.subscriber, received: [], verdict: null }] };
      case 'changed':
        // What was decided was decided by what it asked for then.
        return changed(state, event.subscriber.id, (one) => ({ ...one, ...event.subscriber, verdict: null }));
      case 'removed':
        return { ...state, subscribers: subscribers.filter(({ id }) => id !== event.subscriber) };
      case 'published': {
        const { publication: number, topic, content } = event;
        const unjudged = subscribers.map((one) => (one.verdict ? { ...one, verdict: null } : one));
        return { ...state, publication: { number, topic, content }, subscribers: unjudged };
      }
      case 'received':
      case 'passed': {
        const reached = event.type === 'received';
        return changed(state, event.subscriber, (one) => ({
          ...one,
          received: reached ? [...one.received, event.publication] : one.received,
          verdict: { reached, because: event.because },
        }));
      }
      default:
        event satisfies never;
        return state;
    }
  },
});

function changed(state: Routing, id: number, change: (one: Standing) => Standing): Routing {
  const index = state.subscribers.findIndex((one) => one.id === id);
  const one = state.subscribers[index];
  return one ? { ...state, subscribers: state.subscribers.with(index, change(one)) } : state;
}
