// A lab's journal: an append-only log in memory, read by (epoch, offset), with a bounded retention and the state folded at its
// head. Volatile values travel beside it, last value wins. Knows no socket and no clock.
import type { JournalRecord, VolatileValue } from '#contract/journal.ts';
import { foldRecord, type Lab } from '#labs/lab.ts';

/** What moved: records were appended, the values of these volatile keys changed, or it is another journal: read it anew. */
export type JournalChange = { kind: 'records' } | { kind: 'volatile'; keys: readonly string[] } | { kind: 'replaced' };

/** The reader's half of a journal; states and events are opaque here. */
export type JournalReader = {
  readonly name: string;
  readonly lab: Lab<unknown, unknown>;
  /** Changes when history was lost: offsets of another epoch mean nothing here. */
  readonly epoch: string;
  /** Oldest offset still kept. */
  readonly start: number;
  /** Next offset to be given. */
  readonly head: number;
  /** JSON length of the records [from, head); Infinity when some of them are gone. */
  bytesFrom(from: number): number;
  /** Records from `from`, at least one when there is one, then as many as fit in `maxBytes`; null when it cannot. */
  read(epoch: string, from: number, maxBytes: number): JournalRecord[] | null;
  /** State after every record below `head`; `at` is the time of the last one. */
  snapshot(): { head: number; at: number; state: unknown };
  volatile(): VolatileValue[];
  volatileOf(key: string): unknown;
  subscribe(listener: (change: JournalChange) => void): () => void;
};

export type Journal<Event> = JournalReader & {
  /** Appends and returns the offset. `at`: ms since 1970. */
  append(event: Event, at: number): number;
  /** `null` removes a key. */
  setVolatile(values: readonly VolatileValue[]): void;
};

export type JournalOptions = {
  epoch: string;
  /** Time of an empty journal, ms since 1970. */
  createdAt: number;
  /** Where it begins, when that is not at 0 with the lab's beginning. `before`: the records that led there, none missing. */
  from?: { offset: number; state: unknown; before: readonly JournalRecord[] };
  /** A class of an hour fits in 20 000 events; 16 MB is what one lab may hold of memory. */
  maxRecords?: number;
  maxBytes?: number;
  /** Keys of volatile values; the oldest is removed beyond. */
  maxKeys?: number;
  /** A fold that throws is a bug: the event stays, the state does not move, the bug is told here. */
  onFoldError?: (error: unknown, offset: number) => void;
};

export function createJournal<State, Event>(lab: Lab<State, Event>, options: JournalOptions): Journal<Event> {
  const { epoch, maxRecords = 20_000, maxBytes = 16_000_000, maxKeys = 10_000 } = options;
  // A ring: slot = offset modulo capacity. `before[slot]` is the number of bytes ever appended before that record.
  const records: (JournalRecord<Event> | undefined)[] = [];
  const before: number[] = [];
  const { offset: first, state: given, before: led } = options.from ?? { offset: 0, state: lab.initial(), before: [] };
  let start = first - led.length;
  let head = start;
  let appended = 0;
  let state = given as State;
  let at = options.createdAt;
  const values = new Map<string, unknown>();
  const listeners = new Set<(change: JournalChange) => void>();

  const bytesBefore = (offset: number): number => (offset === head ? appended : (before[offset % maxRecords] ?? 0));
  const tell = (change: JournalChange): void => {
    for (const listener of listeners) listener(change);
  };

  function makeRoom(size: number): void {
    while (start < head && (head - start >= maxRecords || appended - bytesBefore(start) + size > maxBytes)) {
      records[start % maxRecords] = undefined;
      start += 1;
    }
  }

  function keep(record: JournalRecord<Event>): void {
    const size = JSON.stringify(record.event).length;
    makeRoom(size);
    records[head % maxRecords] = record;
    before[head % maxRecords] = appended;
    appended += size;
    head += 1;
  }
  for (const record of led) keep(record as JournalRecord<Event>);

  return {
    name: lab.name,
    lab: lab as Lab<unknown, unknown>,
    epoch,
    get start() {
      return start;
    },
    get head() {
      return head;
    },
    append(event, when) {
      const offset = head;
      const record = { offset, at: when, event };
      keep(record);
      at = when;
      try {
        state = foldRecord(lab, state, record);
      } catch (error) {
        options.onFoldError?.(error, offset);
      }
      tell({ kind: 'records' });
      return offset;
    },
    setVolatile(changes) {
      const keys: string[] = [];
      for (const [key, value] of changes) {
        if (value === null) {
          if (!values.delete(key)) continue;
        } else {
          values.set(key, value);
        }
        keys.push(key);
      }
      for (const key of values.keys()) {
        if (values.size <= maxKeys) break;
        values.delete(key);
        keys.push(key);
      }
      if (keys.length > 0) tell({ kind: 'volatile', keys });
    },
    bytesFrom(from) {
      if (from >= head) return 0;
      return from < start ? Number.POSITIVE_INFINITY : appended - bytesBefore(from);
    },
    read(wanted, from, limit) {
      if (wanted !== epoch || from < start || from > head) return null;
      const found: JournalRecord[] = [];
      const stop = from < head ? bytesBefore(from) + limit : 0;
      for (let offset = from; offset < head; offset += 1) {
        const record = records[offset % maxRecords];
        if (!record || (found.length > 0 && bytesBefore(offset + 1) > stop)) break;
        found.push(record);
      }
      return found;
    },
    snapshot: () => ({ head, at, state }),
    volatile: () => [...values],
    volatileOf: (key) => values.get(key) ?? null,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
