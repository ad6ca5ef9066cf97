// What the coordinator writes down to survive a restart, and the smallest log it needs for that.
// Records are plain JSON: bytes are base64, so any line log can hold them.

export type StoredMember = {
  memberId: string;
  instanceId: string | null;
  clientId: string;
  clientHost: string;
  sessionTimeoutMs: number;
  rebalanceTimeoutMs: number;
  protocols: { name: string; metadata: string }[];
  assignment: string;
};
export type StoredOffset = {
  topic: string;
  partition: number;
  offset: number;
  leaderEpoch: number;
  metadata: string;
  /** Commit time, ms since 1970. */
  at: number;
};
export type GroupRecord =
  | {
      kind: 'group';
      group: string;
      protocolType: string | null;
      protocol: string | null;
      generation: number;
      leader: string | null;
      members: StoredMember[];
      /** When it became Empty or Stable: Empty groups forget their offsets some time after. */
      at: number;
    }
  | { kind: 'group-deleted'; group: string }
  | { kind: 'offsets'; group: string; offsets: StoredOffset[] }
  | { kind: 'offsets-deleted'; group: string; partitions: { topic: string; partition: number }[] };

export type StateStore = {
  /** Every record still in the log, oldest first. Unknown shapes are skipped by the reader, not by the log. */
  load(): Promise<unknown[]>;
  /** Resolves when the record is as safe as the durability mode promises; in call order. Rejects when it was not written. */
  append(record: GroupRecord): Promise<void>;
  /**
   * Called after each append. A log that has grown may then replace everything appended so far with what `records()`
   * gives, asked for once, when its turn comes: after earlier appends are stored, before later ones are.
   */
  compactIfLarge?(records: () => GroupRecord[]): void;
};

/** Small enough that no record comes near the size a log refuses, whatever the metadata. */
const OFFSETS_PER_RECORD = 500;

export function offsetRecords(group: string, offsets: StoredOffset[]): GroupRecord[] {
  const records: GroupRecord[] = [];
  for (let at = 0; at < offsets.length; at += OFFSETS_PER_RECORD) {
    records.push({ kind: 'offsets', group, offsets: offsets.slice(at, at + OFFSETS_PER_RECORD) });
  }
  return records;
}

/** Keeps nothing beyond the process; for tests and for `durability: memory`. */
export function memoryStateStore(initial: unknown[] = []): StateStore & { readonly records: unknown[] } {
  const records = [...initial];
  return {
    records,
    load: async () => [...records],
    append: async (record) => void records.push(structuredClone(record)),
  };
}
