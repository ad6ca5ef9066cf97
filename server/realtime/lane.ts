// One journal as the hub serves it: when it is due, what changed since the last flush, and frames shared by equal readers.
import type { Frame, VolatileValue } from '#contract/journal.ts';
import type { JournalReader } from '#server/journal/index.ts';
import type { Clock } from './clock.ts';

type EventsFrame = Extract<Frame, { kind: 'events' }>;
type VolatileFrame = Extract<Frame, { kind: 'volatile' }>;

export type Lane = {
  readonly journal: JournalReader;
  /** No other lane bears it. */
  readonly id: string;
  /** ms of the clock's `elapsed`; Infinity when nobody is owed anything. */
  readonly dueAt: number;
  /** Volatile keys that changed since the last flush. */
  readonly changed: ReadonlySet<string>;
  /** Records from `cursor`, the same object for every reader at the same place; null when they are gone. */
  piece(cursor: number, maxBytes: number): EventsFrame | null;
  /** Volatile values that changed, the same object for everybody; null when none did. */
  changedFrame(): VolatileFrame | null;
  valuesOf(keys: Iterable<string>): VolatileValue[];
  /** Somebody will be owed something at `at`. */
  retry(at: number): void;
  /** Everything due was served at `now`. */
  flushed(now: number): void;
  close(): void;
};

export function createLane(
  journal: JournalReader,
  options: {
    id: string;
    paceMs: number;
    wake: (at: number) => void;
    clock: Clock;
    /** It is another journal than before. */
    replaced: (lane: Lane) => void;
  },
): Lane {
  const { id, paceMs, wake, clock } = options;
  let dueAt = Number.POSITIVE_INFINITY;
  let retryAt = Number.POSITIVE_INFINITY;
  let lastFlush = Number.NEGATIVE_INFINITY;
  const changed = new Set<string>();
  const pieces = new Map<number, EventsFrame | null>();
  let shared: VolatileFrame | null = null;

  const valuesOf = (keys: Iterable<string>): VolatileValue[] => [...keys].map((key) => [key, journal.volatileOf(key)]);
  const owe = (at: number): void => {
    const paced = Math.max(at, lastFlush + paceMs);
    if (paced >= dueAt) return;
    dueAt = paced;
    wake(dueAt);
  };
  const unsubscribe = journal.subscribe((change) => {
    if (change.kind === 'volatile') for (const key of change.keys) changed.add(key);
    if (change.kind === 'replaced') {
      changed.clear();
      pieces.clear();
      options.replaced(self);
    }
    owe(clock.elapsed());
  });

  const self: Lane = {
    journal,
    id,
    get dueAt() {
      return dueAt;
    },
    changed,
    piece(cursor, maxBytes) {
      const known = pieces.get(cursor);
      if (known !== undefined) return known;
      const records = journal.read(journal.epoch, cursor, maxBytes);
      const frame = records && { kind: 'events' as const, lab: journal.name, epoch: journal.epoch, records };
      pieces.set(cursor, frame);
      return frame;
    },
    changedFrame() {
      if (changed.size === 0) return null;
      shared ??= { kind: 'volatile', lab: journal.name, values: valuesOf(changed) };
      return shared;
    },
    valuesOf,
    retry(at) {
      retryAt = Math.min(retryAt, at);
      owe(at);
    },
    flushed(now) {
      lastFlush = now;
      dueAt = Number.POSITIVE_INFINITY;
      changed.clear();
      pieces.clear();
      shared = null;
      if (retryAt === Number.POSITIVE_INFINITY) return;
      const next = retryAt;
      retryAt = Number.POSITIVE_INFINITY;
      owe(next);
    },
    close: unsubscribe,
  };
  return self;
}
