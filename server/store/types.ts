// What our brokers ask of the place where they are kept, and the place that keeps nothing.

export type Store<Entry> = {
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

export const memoryStore = <Entry>(): Store<Entry> => ({
  recovered: [],
  lost: false,
  append() {},
  commit: () => undefined,
  synced: () => Promise.resolve(true),
  large: false,
  compact: () => Promise.resolve(),
  close: () => Promise.resolve(),
});
