// What the broker writes down where it is kept.
import type { ChatMessage } from '#contract/chat.ts';
import type { Store } from '#server/store/index.ts';

/** One change, in order. Rooms are named by their key: their name, or `@` and the id of a person for a private topic. */
export type Entry =
  /** A room as it is at this moment: made, given another epoch, or written again by a compaction. */
  | { t: 'room'; key: string; name: string; epoch: string; head: number; at: number }
  | { t: 'm'; key: string; by: string; cid?: string; m: ChatMessage }
  | { t: 'clear'; key: string; upTo: number }
  | { t: 'forget'; key: string }
  /** A client message id whose message is no longer in the history. `of`: the id of its sender, a space, that id. */
  | { t: 'seen'; key: string; of: string; id: string; sequence: number; at: number }
  /** `givenUp`: how many messages this subscriber was not kept, by what was forgotten since. */
  | { t: 'sub'; key: string; by: string; name: string; givenUp?: number }
  /** A message that a subscriber has not acknowledged, written again by a compaction. */
  | { t: 'owed'; key: string; by: string; m: ChatMessage }
  | { t: 'ack'; key: string; by: string; sequence: number; upTo?: boolean }
  | { t: 'unsub'; key: string; by: string }
  /** Somebody is in a room, under this name; and is no more. Written where several servers share: another one goes on with it. */
  | { t: 'in'; key: string; by: string; name: string; signed: boolean }
  | { t: 'out'; key: string; by: string };

export type ChatStore = Store<Entry>;
