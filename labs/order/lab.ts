// The lab `ordre`: from what happened in a run to what its panel draws. Each event is one column of the drawing.
import type { Lab } from '../lab.ts';
import type { Message, OrderEvent } from './events.ts';
import type { Order, Waits } from './inbox.ts';
import { type Clock, ticked, zeroClock } from './vector-clock.ts';

/** One message at one place: when it came, and when it was read (or numbered, at the sequencer). Columns; null: not yet. */
export type Visit = {
  readonly id: string;
  readonly place: number;
  readonly came: number;
  readonly done: number | null;
  readonly waits: readonly Waits[];
  /** Ids that should have been read before it here, and had not been. */
  readonly early: readonly string[];
};
export type Sent = Message & {
  readonly column: number;
  /** Its number among all, and the column where the sequencer gave it. */
  readonly stamp: { readonly total: number; readonly column: number } | null;
};
export type Reader = {
  readonly name: string;
  /** Ids, in the order they were read. */
  readonly read: readonly string[];
  /** Ids, in the order they came. */
  readonly held: readonly string[];
  /** Messages read from each participant. */
  readonly clock: Clock;
};
export type OrderState = {
  readonly order: Order;
  readonly seed: number;
  readonly readers: readonly Reader[];
  /** What waits at the sequencer. */
  readonly desk: readonly string[];
  readonly sent: readonly Sent[];
  readonly visits: readonly Visit[];
  /** Events so far. */
  readonly columns: number;
  readonly last: OrderEvent | null;
};

/** The state before anything is sent. */
export function beginning(participants: readonly string[], order: Order, seed: number): OrderState {
  const clock = zeroClock(participants.length);
  const readers = participants.map((name) => ({ name, read: [], held: [], clock }));
  return { order, seed, readers, desk: [], sent: [], visits: [], columns: 0, last: null };
}

/** The lab of one run, whose events are all known beforehand. */
export const orderLabFrom = (start: OrderState): Lab<OrderState, OrderEvent> => ({
  name: 'ordre',
  initial: () => start,
  fold(before, event) {
    const state = { ...before, columns: before.columns + 1, last: event };
    switch (event.type) {
      case 'message.sent': {
        const { message, own } = event;
        const sent = [...state.sent, { ...message, column: before.columns, stamp: null }];
        return own === 'read'
          ? { ...state, sent, readers: reading(state.readers, message.sender, message) }
          : { ...state, sent };
      }
      case 'message.held': {
        const visit: Visit = {
          id: event.id,
          place: event.place,
          came: before.columns,
          done: null,
          waits: event.waits,
          early: [],
        };
        const visits = [...state.visits, visit];
        const reader = state.readers[event.place];
        if (!reader) return { ...state, visits, desk: [...state.desk, event.id] };
        return {
          ...state,
          visits,
          readers: state.readers.with(event.place, { ...reader, held: [...reader.held, event.id] }),
        };
      }
      case 'message.stamped':
        return {
          ...state,
          visits: visited(state.visits, event.id, state.readers.length, before.columns),
          desk: state.desk.filter((id) => id !== event.id),
          sent: state.sent.map((each) =>
            each.id === event.id ? { ...each, stamp: { total: event.total, column: before.columns } } : each,
          ),
        };
      case 'message.delivered': {
        const message = state.sent.find(({ id }) => id === event.id);
        if (!message) return state;
        return {
          ...state,
          visits: visited(state.visits, event.id, event.place, before.columns, event.early),
          readers: reading(state.readers, event.place, message),
        };
      }
      default:
        event satisfies never;
        return state;
    }
  },
});

function reading(readers: readonly Reader[], place: number, { id, sender }: Message): readonly Reader[] {
  const reader = readers[place];
  if (!reader) return readers;
  const held = reader.held.filter((each) => each !== id);
  return readers.with(place, { ...reader, read: [...reader.read, id], held, clock: ticked(reader.clock, sender) });
}

/** Done where it waited, or come and done at once. */
function visited(
  visits: readonly Visit[],
  id: string,
  place: number,
  column: number,
  early: readonly string[] = [],
): readonly Visit[] {
  const at = visits.findIndex((each) => each.id === id && each.place === place);
  const visit = visits[at];
  if (!visit) return [...visits, { id, place, came: column, done: column, waits: [], early }];
  return visits.with(at, { ...visit, done: column, early });
}
