// One publisher and its subscribers as their events tell it: who is there, what each received, in the order of arrival; and the
// work queue beside them, once there is one. Pure.
import type { SceneEvent, Subscriber } from '#contract/pubsub.ts';
import { type FileState, fileLab } from '../file/lab.ts';
import type { Lab } from '../lab.ts';

export type Arrival = { readonly sequence: number; readonly again: boolean };
export type Standing = Subscriber & {
  readonly there: boolean;
  /** It was cut off: nobody asked it to leave. */
  readonly lost: boolean;
  /** With its server, which was the one to tell what reached it: something may have that was not told. */
  readonly untold: boolean;
  /** How many messages had been published when it first came, and when it last came. */
  readonly first: number;
  readonly since: number;
  readonly received: readonly Arrival[];
  /** The last messages from outside that reached it. */
  readonly strangers: readonly string[];
};
export type Scene = {
  readonly subscribers: readonly Standing[];
  readonly published: number;
  /** Published, but the broker did not take it. */
  readonly refused: readonly number[];
  readonly ended: 'idle' | 'lost' | null;
  /** Null as long as nothing was given to a queue. */
  readonly file: FileState | null;
  readonly last: SceneEvent | null;
};

export const emptyScene: Scene = {
  subscribers: [],
  published: 0,
  refused: [],
  ended: null,
  file: null,
  last: null,
};
const shownStrangers = 3;

export const sceneLab: Lab<Scene, SceneEvent> = {
  name: 'pubsub',
  initial: () => emptyScene,
  fold(before, event, at) {
    const state = { ...before, last: event };
    switch (event.type) {
      case 'subscribed': {
        const { published } = state;
        const come = { there: true, lost: false, untold: false, first: published, since: published };
        const one: Standing = { ...event.subscriber, ...come, received: [], strangers: [] };
        return { ...state, subscribers: [...state.subscribers, one] };
      }
      case 'left':
        return changed(state, event.subscriber, (one) => ({ ...one, there: false, lost: event.reason === 'lost' }));
      case 'returned':
        return changed(state, event.subscriber, (one) => ({
          ...one,
          there: true,
          lost: false,
          since: state.published,
        }));
      case 'removed':
        return { ...state, subscribers: state.subscribers.filter(({ id }) => id !== event.subscriber) };
      case 'published':
        return { ...state, published: event.sequence };
      case 'refused':
        return { ...state, refused: [...state.refused, event.sequence] };
      case 'received': {
        const arrival = { sequence: event.sequence, again: event.again };
        return changed(state, event.subscriber, (one) => ({ ...one, received: [...one.received, arrival] }));
      }
      case 'stranger':
        return changed(state, event.subscriber, (one) => ({
          ...one,
          strangers: [...one.strangers, event.text].slice(-shownStrangers),
        }));
      case 'queue':
        return { ...state, file: fileLab.fold(state.file ?? fileLab.initial(), event.event, at) };
      case 'ended': {
        const isLost = event.lost === true;
        return {
          ...state,
          ended: isLost ? 'lost' : 'idle',
          file: state.file && withoutWorkers(state.file, isLost, at),
          subscribers: state.subscribers.map((one) => ({
            ...one,
            there: false,
            lost: one.lost || (isLost && one.there),
            untold: isLost && one.there,
          })),
        };
      }
      default:
        event satisfies never;
        return state;
    }
  },
};

const withoutWorkers = (file: FileState, isLost: boolean, at: number): FileState =>
  file.workers.reduce(
    (left, { worker }) => fileLab.fold(left, { type: 'left', worker, how: isLost ? 'killed' : 'stopped' }, at),
    file,
  );

function changed(state: Scene, id: number, change: (one: Standing) => Standing): Scene {
  const index = state.subscribers.findIndex((one) => one.id === id);
  const one = state.subscribers[index];
  return one ? { ...state, subscribers: state.subscribers.with(index, change(one)) } : state;
}
