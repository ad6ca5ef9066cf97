// A journal as this server shows it to its pages: read from Redis when somebody first looks, then heard. What was missed is read.
import type { Lab } from '#labs/lab.ts';
import { createJournal, type Journal, type JournalChange, type JournalReader } from '#server/journal/index.ts';
import type { Heard, Past } from './log.ts';

export type Mirror = {
  readonly reader: JournalReader;
  /** Reads what is not here yet. False: it cannot be read now. */
  ready(): Promise<boolean>;
  /** It may have missed something. */
  again(): void;
  hear(told: Heard): void;
};

/** Messages that wait while it is read; beyond, it is read once more. */
const maxWaiting = 1_000;

export function createMirror(options: {
  lab: Lab<unknown, unknown>;
  load: () => Promise<Past | null>;
  /** ms since 1970 */
  now: () => number;
}): Mirror {
  const { lab, load, now } = options;
  const listeners = new Set<(change: JournalChange) => void>();
  const none = (): Journal<unknown> => createJournal(lab, { epoch: '', createdAt: now() });
  let inner = none();
  let there = false;
  let loading: Promise<boolean> | null = null;
  let waiting: Heard[] = [];
  let stopHearing = inner.subscribe(tell);

  function tell(change: JournalChange): void {
    for (const listener of listeners) listener(change);
  }

  function become(next: Journal<unknown>): void {
    const shown = inner.epoch !== '';
    stopHearing();
    inner = next;
    stopHearing = inner.subscribe(tell);
    if (shown) tell({ kind: 'replaced' });
  }

  function take(past: Past): void {
    const { epoch, start, records } = past;
    const { base, volatile } = past;
    if (inner.epoch === epoch && start <= inner.head && inner.head <= start + records.length) append(records);
    else {
      const from = base ?? { offset: 0, at: records[0]?.at ?? now(), state: lab.initial() };
      const before = records.filter(({ offset }) => offset < from.offset);
      const next = createJournal(lab, { epoch, createdAt: from.at, from: { ...from, before } });
      for (const { offset, event, at } of records) if (offset >= from.offset) next.append(event, at);
      become(next);
    }
    setVolatile(volatile, true);
  }

  function append(records: Heard['records']): void {
    for (const { offset, event, at } of records) if (offset === inner.head) inner.append(event, at);
  }

  function setVolatile(values: Heard['volatile'], whole: boolean): void {
    const given = new Set(values.map(([key]) => key));
    const stale = whole ? inner.volatile().filter(([key]) => !given.has(key)) : [];
    inner.setVolatile([...stale.map(([key]): [string, null] => [key, null]), ...values]);
  }

  function apply(told: Heard): void {
    if (told.gone) {
      there = false;
      become(none());
    } else if (told.epoch !== inner.epoch || told.from > inner.head) void read();
    else {
      append(told.records);
      if (told.whole || told.volatile.length > 0) setVolatile(told.volatile, told.whole);
    }
  }

  function read(): Promise<boolean> {
    loading ??= once();
    return loading;
  }

  async function once(): Promise<boolean> {
    for (;;) {
      // What was told before may be missing from what is read from here on.
      waiting = [];
      // Not to be read now, or by this version of us: when somebody asks again, or the link is back.
      const past = await load().catch(() => null);
      const heard = waiting;
      there = past !== null;
      if (past !== null) take(past);
      if (past !== null && heard.length >= maxWaiting) continue;
      loading = null;
      for (const told of heard) if (there && loading === null) apply(told);
      return there;
    }
  }

  return {
    reader: {
      name: lab.name,
      lab,
      get epoch() {
        return inner.epoch;
      },
      get start() {
        return inner.start;
      },
      get head() {
        return inner.head;
      },
      bytesFrom: (from) => inner.bytesFrom(from),
      read: (epoch, from, maxBytes) => inner.read(epoch, from, maxBytes),
      snapshot: () => inner.snapshot(),
      volatile: () => inner.volatile(),
      volatileOf: (key) => inner.volatileOf(key),
      subscribe(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    ready: () => (there && loading === null ? Promise.resolve(true) : read()),
    again() {
      if (inner.epoch !== '') void read();
    },
    hear(told) {
      if (loading === null) {
        if (inner.epoch !== '') apply(told);
      } else if (waiting.length < maxWaiting) waiting.push(told);
    },
  };
}
