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
  readonly ended: boolean;
};

export const orderLab: Lab<OrderState, OrderEvent> = {
  name: 'ordre',
  initial: () => ({
    order: 'aucun',
    seed: 0,
    readers: [],
    desk: [],
    sent: [],
    visits: [],
    columns: 0,
    last: null,
    ended: false,
  }),
  fold(before, event) {
    const state = { ...before, columns: before.columns + 1, last: event };
    switch (event.type) {
      case 'run.began': {
        const clock = zeroClock(event.participants.length);
        const readers = event.participants.map((name) => ({ name, read: [], held: [], clock }));
        return { ...orderLab.initial(), order: event.order, seed: event.seed, readers, columns: 1, last: event };
      }
      case 'message.sent':
        return { ...state, sent: [...state.sent, { ...event.message, column: before.columns, stamp: null }] };
      case 'message.held': {
        const visit: Visit = { id: event.id, place: event.place, came: before.columns, done: null, waits: event.waits };
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
        const reader = state.readers[event.place];
        const message = state.sent.find(({ id }) => id === event.id);
        if (!reader || !message) return state;
        const next = {
          ...reader,
          read: [...reader.read, event.id],
          held: reader.held.filter((id) => id !== event.id),
          clock: ticked(reader.clock, message.sender),
        };
        return {
          ...state,
          visits: visited(state.visits, event.id, event.place, before.columns),
          readers: state.readers.with(event.place, next),
        };
      }
      case 'run.ended':
        return { ...state, columns: before.columns, ended: true };
      default:
        event satisfies never;
        return state;
    }
  },
};

/** Done where it waited, or come and done at once. */
function visited(visits: readonly Visit[], id: string, place: number, column: number): readonly Visit[] {
  const at = visits.findIndex((each) => each.id === id && each.place === place);
  const visit = visits[at];
  if (!visit) return [...visits, { id, place, came: column, done: column, waits: [] }];
  return visits.with(at, { ...visit, done: column });
}
