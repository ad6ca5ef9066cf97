// One run of the lab `reseau`, as its receivers see it: the fold *is* the receivers, each with the reorder buffer of
// labs/order. Time is the run's own (`t`), so that the same packets give the same decisions everywhere.
import type { NetworkSettings, Packet, RunEvent } from '#contract/reseau.ts';
import type { Lab } from '../lab.ts';
import { heard, type Reorder, receive, reorderFrom, type Step, tick } from '../order/reorder.ts';

export const receiverNames = ['Bob', 'Chloé', 'David'] as const;
const options = { bound: 16, askAfterMs: 1_000, askAtMostMs: 4_000 };

export type Flight = Packet & { readonly left: number };
export type Delivered = { readonly sequence: number; readonly wrong: 'late' | 'twice' | null };
export type Receiver = {
  readonly name: string;
  readonly stream: Reorder<number>;
  /** In the order in which the reader got them; `wrong` only without numbers. */
  readonly delivered: readonly Delivered[];
  /** Copies recognised by their number. */
  readonly ignored: number;
  /** Times it asked again for something. */
  readonly asks: number;
  /** What it did with the last thing that came to it. */
  readonly did: 'delivered' | 'held' | 'ignored' | 'asked' | null;
  /** How many messages that let out: the one that came, and what had waited for it. */
  readonly released: number;
};
export type RunState = {
  readonly run: string;
  readonly network: NetworkSettings;
  readonly count: number;
  readonly t: number;
  readonly sent: number;
  readonly receivers: readonly Receiver[];
  /** On their way, and those lost, by time of leaving. */
  readonly flights: readonly Flight[];
  readonly lost: readonly Flight[];
  readonly last: RunEvent | null;
  readonly ended: Extract<RunEvent, { type: 'ended' }>['reason'] | null;
};

export function beginningOf(run: string, count: number, network: NetworkSettings): RunState {
  const receivers = receiverNames.map((name) => ({
    name,
    stream: reorderFrom<number>(run, 1, options),
    delivered: [],
    ignored: 0,
    asks: 0,
    did: null,
    released: 0,
  }));
  return { run, network, count, t: 0, sent: 0, receivers, flights: [], lost: [], last: null, ended: null };
}

export const runLabFrom = (start: RunState): Lab<RunState, RunEvent> => ({
  name: 'reseau',
  initial: () => start,
  fold(before, event) {
    const state: RunState = { ...before, t: event.t, last: event };
    switch (event.type) {
      case 'sent':
        return leaving({ ...state, sent: event.sequence }, event.packets);
      case 'arrived': {
        const { receiver, sequence, copy } = event;
        const isIt = (each: Flight) => each.receiver === receiver && each.sequence === sequence && each.copy === copy;
        const flights = state.flights.filter((each) => !isIt(each));
        return changed({ ...state, flights }, receiver, (one) =>
          state.network.numbered
            ? stepped(one, receive(one.stream, sequence, sequence, event.t))
            : { ...one, delivered: [...one.delivered, unnumbered(one, sequence)], did: 'delivered', released: 1 },
        );
      }
      case 'asked':
        return changed(leaving(state, event.packets), event.receiver, (one) => ({
          ...one,
          stream: tick(one.stream, event.t).state,
          asks: one.asks + 1,
          did: 'asked',
          released: 0,
        }));
      case 'head':
        if (!state.network.numbered) return state;
        return {
          ...state,
          receivers: state.receivers.map((one) => stepped(one, heard(one.stream, event.sequence, event.t))),
        };
      case 'ended':
        // Nothing brings what was still on its way.
        return { ...state, flights: [], ended: event.reason };
      default:
        event satisfies never;
        return state;
    }
  },
});

function leaving(state: RunState, packets: readonly Packet[]): RunState {
  const flights = packets.map((packet) => ({ ...packet, left: state.t }));
  return {
    ...state,
    flights: [...state.flights, ...flights.filter(({ takes }) => takes !== null)],
    lost: [...state.lost, ...flights.filter(({ takes }) => takes === null)],
  };
}

function changed(state: RunState, receiver: number, change: (one: Receiver) => Receiver): RunState {
  const one = state.receivers[receiver];
  return one ? { ...state, receivers: state.receivers.with(receiver, change(one)) } : state;
}

function stepped(one: Receiver, { state, told }: Step<number>): Receiver {
  const delivered = told.flatMap((each) =>
    each.kind === 'delivered' ? [{ sequence: each.sequence, wrong: null }] : [],
  );
  const ignored = told.filter(({ kind }) => kind === 'duplicate').length;
  const did = delivered.length > 0 ? 'delivered' : ignored > 0 ? 'ignored' : told.length > 0 ? 'held' : one.did;
  return {
    ...one,
    stream: state,
    delivered: [...one.delivered, ...delivered],
    ignored: one.ignored + ignored,
    did,
    released: delivered.length,
  };
}

/** Without numbers nobody can tell; we who look can. */
function unnumbered({ delivered }: Receiver, sequence: number): Delivered {
  if (delivered.some((each) => each.sequence === sequence)) return { sequence, wrong: 'twice' };
  return { sequence, wrong: delivered.some((each) => each.sequence > sequence) ? 'late' : null };
}
