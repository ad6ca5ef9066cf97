// What happens in a run of the lab `ordre`, and the state that its panel draws. A place is a participant's index, or the
// sequencer's: the one after the last participant.
import type { Order, Waits } from './inbox.ts';
import type { Clock } from './vector-clock.ts';

export type Message = {
  readonly id: string;
  readonly sender: number;
  readonly text: string;
  readonly number: number;
  readonly clock: Clock;
  /** Ids of all that its sender had read or sent before it: what truly came before, however messages are ordered. */
  readonly past: readonly string[];
};

export type OrderEvent =
  | {
      readonly type: 'run.began';
      readonly order: Order;
      readonly seed: number;
      readonly participants: readonly string[];
    }
  | { readonly type: 'message.sent'; readonly message: Message }
  /** It has come to a place too early: it waits there. */
  | { readonly type: 'message.held'; readonly id: string; readonly place: number; readonly waits: readonly Waits[] }
  /** The sequencer gives it its number and sends it to everybody. */
  | { readonly type: 'message.stamped'; readonly id: string; readonly total: number; readonly hadWaited: boolean }
  /** Its reader sees it: as it came, or after a wait. */
  | { readonly type: 'message.delivered'; readonly id: string; readonly place: number; readonly hadWaited: boolean }
  | { readonly type: 'run.ended' };
