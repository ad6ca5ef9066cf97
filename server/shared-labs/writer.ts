// At the server that leads: what a lab tells its own journal goes into the shared one, piece by piece, one at a time. What waits is
// not a queue but the part of the lab's journal that was not written yet.
import type { Handover } from '#contract/handover.ts';
import type { JournalRecord, VolatileValue } from '#contract/journal.ts';
import type { JournalReader } from '#server/journal/index.ts';
import type { Clock } from '#server/realtime/index.ts';
import type { Base, Write, Written } from './log.ts';

export const writerDefaults = {
  /** Least time between two writes of one journal, ms: a burst travels together. */
  paceMs: 10,
  pieceBytes: 1_000_000,
  /** What is kept of one journal in Redis, twice that at most for a moment. */
  records: 10_000,
  bytes: 8_000_000,
} as const;
export type WriterLimits = { [Key in keyof typeof writerDefaults]: number };

export type Writer = {
  /** The link is back, or the lease has another number. */
  again(): void;
  /** Resolves when everything told so far is written; false when it cannot be. */
  written(): Promise<boolean>;
  stop(): void;
};

type Options = {
  local: JournalReader;
  /** Where the shared journal is: what the lab tells is written from its `head` on. */
  shared: { epoch: string; start: number; head: number };
  /** First of the lab's own records to be written. */
  cursor: number;
  /** Written before them. */
  opening: Handover | null;
  write: (what: Omit<Write, 'term'>) => Promise<Written>;
  linked: () => boolean;
  newEpoch: () => string;
  clock: Clock;
  onError: (error: unknown) => void;
  limits?: Partial<WriterLimits>;
};

export function createWriter(options: Options): Writer {
  const { local, write, linked, newEpoch, clock, onError } = options;
  const limits: WriterLimits = { ...writerDefaults, ...options.limits };
  let { epoch, start, head } = options.shared;
  let { cursor } = options;
  let opening: JournalRecord | null = null;
  /** What Redis is known to hold; -1: it is to begin again. */
  let known = head === 0 ? -1 : head - start;
  let bytes = 0;
  let changed = new Set<string>();
  let whole = true;
  let writing: Promise<void> | null = null;
  let cancel: (() => void) | null = null;
  /** Nobody knows whether the last write was carried out. */
  let doubt = false;
  let stopped = false;
  if (options.opening !== null) open(options.opening);

  function open(handover: Handover): void {
    opening = { offset: head, at: clock.now(), event: handover };
  }

  /** Some of what it told is gone before it could be written: readers are told where the lab is now. */
  function skip(): void {
    cursor = local.head;
    if (doubt) begin(newEpoch());
    open({ type: 'relais.handover', moved: false, state: local.snapshot().state });
  }

  function begin(next: string): void {
    epoch = next;
    head = 0;
    start = 0;
    known = -1;
  }

  function pending(): JournalRecord[] {
    if (local.read(local.epoch, cursor, 1) === null) skip();
    const limit = known === -1 ? Number.POSITIVE_INFINITY : limits.pieceBytes;
    const told = local.read(local.epoch, cursor, limit) ?? [];
    const first = head + (opening === null ? 0 : 1);
    const records = told.map(({ at, event }, index) => ({ offset: first + index, at, event }));
    return opening === null ? records : [opening, ...records];
  }

  const values = (keys: Iterable<string>): VolatileValue[] => [...keys].map((key) => [key, local.volatileOf(key)]);

  /** True when there is more to write at once. */
  async function piece(): Promise<boolean> {
    const records = pending();
    const taken = records.length - (opening === null ? 0 : 1);
    const keys = changed;
    const all = whole;
    const volatile = all ? local.volatile() : values(keys);
    changed = new Set();
    const size = bytes + local.bytesFrom(cursor) - local.bytesFrom(cursor + taken);
    const length = Math.max(0, known) + records.length;
    const large = length > 2 * limits.records || size > 2 * limits.bytes;
    const atHead = cursor + taken === local.head;
    const drop = large && atHead ? Math.ceil(length / 2) : 0;
    // What lies before a state that is given need not be folded.
    const { at, state } = local.snapshot();
    const based = (drop > 0 || (known === -1 && head > 0)) && atHead;
    const base: Base | null = based ? { offset: head + records.length, at, state } : null;
    let told: Written;
    try {
      told = await write({ epoch, start, from: head, known, records, volatile, whole: all, base, drop });
    } catch (error) {
      doubt = true;
      for (const key of keys) changed.add(key);
      if (linked()) onError(error);
      return false;
    }
    if (told === 'deposed') {
      stop();
      return false;
    }
    if (told === 'short') {
      // The same offsets, but what Redis lost of the past is not written again: its readers have it.
      start = head;
      known = -1;
      whole = true;
      return true;
    }
    doubt = false;
    whole = all ? false : whole;
    start += drop;
    head += records.length;
    known = length - drop;
    bytes = drop > 0 ? size / 2 : size;
    cursor += taken;
    opening = null;
    return !atHead;
  }

  const isDue = (): boolean => whole || changed.size > 0 || opening !== null || cursor < local.head;

  async function flush(): Promise<void> {
    for (let more = isDue(); more && !stopped && linked(); ) more = await piece();
  }

  function soon(): void {
    if (stopped || cancel !== null || writing !== null) return;
    cancel = clock.after(limits.paceMs, now);
  }

  function now(): void {
    cancel?.();
    cancel = null;
    if (stopped || writing !== null) return;
    writing = flush().then(() => {
      writing = null;
      if (!stopped && linked() && !doubt && isDue()) soon();
    });
  }

  const unsubscribe = local.subscribe((change) => {
    if (change.kind === 'volatile') for (const key of change.keys) changed.add(key);
    soon();
  });

  function stop(): void {
    stopped = true;
    cancel?.();
    unsubscribe();
  }

  now();
  return {
    again: now,
    async written() {
      const wanted = local.head;
      const isBehind = (): boolean => opening !== null || cursor < wanted;
      while (isBehind() && !stopped && linked()) {
        now();
        await writing;
        if (doubt) break;
      }
      return !isBehind();
    },
    stop,
  };
}
