// What happens in a run of the lab `ordre`, and the state that its panel draws. A place is a participant's index, or the
// sequencer's: the one after the last participant.
import type { Waits } from './inbox.ts';
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
  /** `own`: its sender reads it at once, or only when it comes back from the sequencer. */
  | { readonly type: 'message.sent'; readonly message: Message; readonly own: 'read' | 'returns' }
  /** It has come to a place too early: it waits there. */
  | { readonly type: 'message.held'; readonly id: string; readonly place: number; readonly waits: readonly Waits[] }
  /** The sequencer gives it its number and sends it to everybody. */
  | { readonly type: 'message.stamped'; readonly id: string; readonly total: number; readonly hadWaited: boolean }
  /** It is read: as it came, or after a wait. `early`: ids its sender had seen before it, and this reader has not. */
  | {
      readonly type: 'message.delivered';
      readonly id: string;
      readonly place: number;
      readonly hadWaited: boolean;
      readonly early: readonly string[];
    };
