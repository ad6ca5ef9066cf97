// What the broker asks of the place where it is kept, and the place that keeps nothing.
import type { ChatMessage } from '#contract/chat.ts';

/** One change, in order. Rooms are named by their key: their name, or `@` and the id of a person for a private topic. */
export type Entry =
  /** A room as it is at this moment: made, given another epoch, or written again by a compaction. */
  | { t: 'room'; key: string; name: string; epoch: string; head: number; at: number }
  | { t: 'm'; key: string; by: string; cid?: string; m: ChatMessage }
  | { t: 'clear'; key: string; upTo: number }
  | { t: 'forget'; key: string }
  /** A client message id whose message is no longer in the history. */
  | { t: 'seen'; key: string; of: string; id: string; sequence: number; at: number }
  | { t: 'sub'; key: string; by: string; name: string }
  /** A message that a subscriber has not acknowledged, written again by a compaction. */
  | { t: 'owed'; key: string; by: string; m: ChatMessage }
  | { t: 'ack'; key: string; by: string; sequence: number; upTo?: boolean }
  | { t: 'unsub'; key: string; by: string };

export type ChatStore = {
  /** What the previous run left, in order; given up once read. */
  readonly recovered: Iterable<Entry>;
  /** Something that others had seen may be missing from `recovered`. */
  readonly lost: boolean;
  append(entry: Entry): void;
  /**
   * Writes what was appended: after it a kill of this process loses nothing of it. Undefined when it is done already.
   * False when the disk refuses: nothing since the last commit is then kept.
   */
  commit(): Promise<boolean> | undefined;
  /** Resolves once everything committed so far survives a power cut; false when that cannot be promised any more. */
  synced(): Promise<boolean>;
  /** The file is worth writing again without what is forgotten. */
  readonly large: boolean;
  /** Replaces everything by these entries. */
  compact(entries: Iterable<Entry>): Promise<void>;
  close(): Promise<void>;
};

export const memoryStore = (): ChatStore => ({
  recovered: [],
  lost: false,
  append() {},
  commit: () => undefined,
  synced: () => Promise.resolve(true),
  large: false,
  compact: () => Promise.resolve(),
  close: () => Promise.resolve(),
});
