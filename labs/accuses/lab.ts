// The lab `accuses`: one room of one person, as its journal tells it: the numbers of the room, what waits for the acknowledgement
// of each subscriber, and what each subscriber did with what came to it. Pure; bounded by the publications of a room.
import type { AccusesEvent, AckWhen, Waiting } from '#contract/accuses.ts';
import type { Lab } from '../lab.ts';

export const publisherName = 'Alice';
export const subscriberNames = ['Bob', 'Chloé', 'David'] as const;

export type Subscriber = {
  readonly name: string;
  /** `none`: not in the room yet; `over`: there is no room any more. */
  readonly link: 'none' | 'live' | 'cut' | 'crashed' | 'over';
  readonly when: AckWhen;
  readonly withheld: boolean;
  /** It will fail with the next message it processes. */
  readonly armed: boolean;
  /** What the broker keeps for it. */
  readonly waiting: readonly number[];
  readonly givenUp: number;
  /** Received, not processed yet; the first one is being processed. */
  readonly held: readonly number[];
  readonly processed: readonly number[];
  /** Came again, and was recognised by its number. */
  readonly recognised: readonly number[];
  /** What a crash took from its hands: acknowledged, hence never to come again; or come again. */
  readonly lost: readonly number[];
  readonly replayed: readonly number[];
  /** Taken by a crash, until the broker says what comes again; `waits`: the broker still kept it. */
  readonly taken: readonly { readonly sequence: number; readonly waits: boolean }[];
  /** Published while it was away, and not processed since. */
  readonly missed: readonly number[];
  /** Published while it was away, come after its return, and processed. */
  readonly caughtUp: readonly number[];
};

export type Said = { readonly sequence: number; readonly repeats: number };

export type AccusesState = {
  /** Null: no room yet. */
  readonly run: string | null;
  readonly most: number;
  readonly said: readonly Said[];
  readonly subscribers: readonly Subscriber[];
  /** Events so far, and the last ones, the newest last. */
  readonly count: number;
  readonly told: readonly AccusesEvent[];
};

/** Events that a panel can list. */
const toldAtMost = 40;

const fresh = (name: string, link: Subscriber['link']): Subscriber => ({
  name,
  link,
  when: 'after',
  withheld: false,
  armed: false,
  waiting: [],
  givenUp: 0,
  held: [],
  processed: [],
  recognised: [],
  lost: [],
  replayed: [],
  taken: [],
  missed: [],
  caughtUp: [],
});

export const accusesLab: Lab<AccusesState, AccusesEvent> = {
  name: 'accuses',
  initial: () => ({
    run: null,
    most: 0,
    said: [],
    subscribers: subscriberNames.map((name) => fresh(name, 'none')),
    count: 0,
    told: [],
  }),
  fold(state, event) {
    const told = [...state.told, event].slice(-toldAtMost);
    const next = { ...happened(state, event), count: state.count + 1, told };
    return event.waiting ? { ...next, subscribers: next.subscribers.map(keptBy(event.waiting)) } : next;
  },
  // What was done stays to be looked at; the next command opens another room.
  left: (state) =>
    state.run === null || state.subscribers.every(({ link }) => link === 'over')
      ? state
      : accusesLab.fold(state, { type: 'closed' }, 0),
};

const keptBy =
  (waiting: readonly Waiting[]) =>
  (one: Subscriber, index: number): Subscriber => {
    const { numbers, givenUp } = waiting[index] ?? { numbers: one.waiting, givenUp: one.givenUp };
    return { ...one, waiting: numbers, givenUp };
  };

function happened(state: AccusesState, event: AccusesEvent): AccusesState {
  switch (event.type) {
    case 'opened': {
      const subscribers = subscriberNames.map((name) => fresh(name, 'live'));
      return { ...state, run: event.run, most: event.most, said: [], subscribers };
    }
    case 'published': {
      const { sequence } = event;
      const subscribers = state.subscribers.map((one) =>
        one.link === 'live' ? one : { ...one, missed: [...one.missed, sequence] },
      );
      return { ...state, said: [...state.said, { sequence, repeats: 0 }], subscribers };
    }
    case 'duplicate': {
      const repeated = (one: Said) => (one.sequence === event.sequence ? { ...one, repeats: one.repeats + 1 } : one);
      return { ...state, said: state.said.map(repeated) };
    }
    case 'closed':
      return { ...state, subscribers: state.subscribers.map(stopped) };
    default: {
      const one = state.subscribers[event.who];
      return one ? { ...state, subscribers: state.subscribers.with(event.who, changed(one, event)) } : state;
    }
  }
}

/** Nobody keeps anything for it, and it has nothing in hand: what it did is all that there is. */
const stopped = (one: Subscriber): Subscriber => ({
  ...one,
  link: 'over',
  when: 'after',
  withheld: false,
  armed: false,
  waiting: [],
  held: [],
  taken: [],
});

function changed(one: Subscriber, event: Extract<AccusesEvent, { who: number }>): Subscriber {
  switch (event.type) {
    case 'delivered': {
      const { sequence } = event;
      const known = one.held.includes(sequence) || one.processed.includes(sequence);
      return known ? one : { ...one, held: [...one.held, sequence] };
    }
    case 'recognised':
      return { ...one, recognised: withOnce(one.recognised, event.sequence) };
    case 'processed': {
      const { sequence } = event;
      const back = one.missed.includes(sequence);
      return {
        ...one,
        held: without(one.held, sequence),
        processed: [...one.processed, sequence],
        missed: back ? without(one.missed, sequence) : one.missed,
        caughtUp: back ? [...one.caughtUp, sequence] : one.caughtUp,
      };
    }
    case 'acked':
      return one;
    case 'cut':
      return { ...one, link: 'cut' };
    case 'crashed': {
      const taken = event.held.map((sequence) => ({ sequence, waits: one.waiting.includes(sequence) }));
      return { ...one, link: 'crashed', armed: false, held: [], taken: [...one.taken, ...taken] };
    }
    case 'back': {
      const again = ({ sequence }: { sequence: number }) => event.again.includes(sequence);
      const replayed = one.taken.filter(again);
      // What the bound took is told apart: it is not the acknowledgement that lost it.
      const lost = one.taken.filter((each) => !again(each) && !each.waits);
      return {
        ...one,
        link: 'live',
        taken: [],
        replayed: replayed.reduce((all, { sequence }) => withOnce(all, sequence), one.replayed),
        lost: [...one.lost, ...lost.map(({ sequence }) => sequence)],
      };
    }
    case 'acknowledges':
      return { ...one, when: event.when };
    case 'withholds':
      return { ...one, withheld: event.withheld };
    case 'armed':
      return { ...one, armed: true };
    default:
      event satisfies never;
      return one;
  }
}

const without = (numbers: readonly number[], sequence: number): number[] => numbers.filter((each) => each !== sequence);
const withOnce = (numbers: readonly number[], sequence: number): readonly number[] =>
  numbers.includes(sequence) ? numbers : [...numbers, sequence];
