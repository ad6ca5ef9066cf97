// The event stream: gathers what happens, flushes it to listeners at most every flushMs, in order. Costs nothing while
// nobody listens; records are decoded at flush time only. A slow listener (one whose promise is pending) delays the next
// flush, which meanwhile goes on coalescing: that is the backpressure towards whoever embeds the broker.

import { setImmediate as pause } from 'node:timers/promises';
import type { Clock, Timer } from '../clock.ts';
import type { Deed } from '../deeds.ts';
import type { BrokerEvent, ShownRecord } from '../events.ts';
import { type AppendNote, EventQueue, type FetchNote, type Pending, type Written } from './event-queue.ts';
import type { Partition } from './partition.ts';

export type EventListener = (events: BrokerEvent[]) => void | Promise<void>;

/** The last records of [from, end), oldest first, cut for showing; none when they are gone or cannot be read. */
export type RecordReader = (
  partition: Partition,
  from: number,
  end: number,
) => Promise<{ records: ShownRecord[]; cost: number }>;

export type HubOptions = { clock: Clock; flushMs: number; perEvent: number; read: RecordReader };

/** Partitions whose records are decoded in one flush; further ones tell their range without records. */
const partitionsPerFlush = 64;
/** Bytes gone through for them in one flush: clients wait while it lasts. */
const bytesPerFlush = 2 * 1024 * 1024;
/** Records shown of one batch that the witness tells, and of all of one flush. */
const witnessedPerBatch = 40;
const witnessedPerFlush = 1_000;
const pauseBytes = 64 * 1024;
const closeMs = 1_000;

export class Hub {
  #options: HubOptions;
  #listeners = new Set<EventListener>();
  #queue = new EventQueue();
  #timer: Timer | null = null;
  #flushing: Promise<void> = Promise.resolve();
  #isFlushing = false;
  #closed = false;

  constructor(options: HubOptions) {
    this.#options = options;
  }

  get listening(): boolean {
    return this.#listeners.size > 0;
  }

  /** From the next event on. What is already queued goes to the listeners of before. */
  subscribe(listener: EventListener): () => void {
    this.#cut();
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  emit(event: BrokerEvent): void {
    if (this.#listeners.size === 0) return;
    this.#queue.push(event);
    this.#schedule();
  }

  appended(partition: Partition, note: AppendNote): void {
    partition.announcedEnd = note.baseOffset + note.count;
    if (this.#listeners.size === 0) return;
    this.#queue.appended(partition, note);
    this.#schedule();
  }

  fetched(partition: Partition, note: FetchNote): void {
    if (this.#listeners.size === 0) return;
    this.#queue.fetched(partition, note);
    this.#schedule();
  }

  witnessed(deed: Deed, written: Written[]): void {
    if (this.#listeners.size === 0) return;
    this.#queue.witnessed(deed, written);
    this.#schedule();
  }

  /** Flushes now; resolves when every listener was told. */
  async flush(): Promise<void> {
    this.#cut();
    await this.#flushing;
  }

  /** Tells what is left; a listener that never finishes does not hold up the end. */
  async close(): Promise<void> {
    let timer: Timer | null = null;
    const patience = new Promise<void>((resolve) => {
      timer = this.#options.clock.after(closeMs, resolve);
    });
    await Promise.race([this.flush(), patience]);
    (timer as Timer | null)?.cancel();
    this.#closed = true;
    this.#timer?.cancel();
    this.#timer = null;
    this.#listeners.clear();
  }

  #schedule(): void {
    if (this.#timer || this.#isFlushing || this.#closed) return;
    this.#timer = this.#options.clock.after(this.#options.flushMs, () => {
      this.#timer = null;
      this.#cut();
    });
  }

  /** Closes the queue of now for the listeners of now, and delivers it after what is still being delivered. */
  #cut(): void {
    if (this.#queue.isEmpty) return;
    const pending = this.#queue.take();
    const listeners = [...this.#listeners];
    this.#isFlushing = true;
    const turn = this.#flushing.then(() => this.#deliver(pending, listeners));
    this.#flushing = turn;
    void turn.then(() => {
      if (this.#flushing !== turn) return;
      this.#isFlushing = false;
      if (!this.#queue.isEmpty) this.#schedule();
    });
  }

  async #deliver(pending: Pending, listeners: EventListener[]): Promise<void> {
    if (listeners.length === 0) return;
    await this.#decode(pending);
    await this.#decodeWritten(pending);
    await Promise.all(
      listeners.map(async (listener) => {
        if (!this.#listeners.has(listener)) return;
        try {
          await listener(pending.events);
        } catch {
          // A listener that fails is its owner's affair; the others are still told.
        }
      }),
    );
  }

  /** Fills in the last records of each partition's appends, the latest range first, within one budget a partition. */
  async #decode({ appended }: Pending): Promise<void> {
    const budgets = new Map<Partition, number>();
    let bytes = 0;
    for (const [event, partition] of [...appended].reverse()) {
      if (bytes >= bytesPerFlush) return;
      const left = budgets.get(partition) ?? (budgets.size < partitionsPerFlush ? this.#options.perEvent : 0);
      if (left === 0) continue;
      const end = event.baseOffset + event.count;
      const { records, cost } = await this.#options.read(partition, Math.max(event.baseOffset, end - left), end);
      event.records = records;
      budgets.set(partition, Math.max(0, left - records.length));
      bytes += cost;
      // Clients come between: nothing here is in a hurry.
      if (cost >= pauseBytes) await pause();
    }
  }

  /** The first records of each witnessed batch, all within one budget. */
  async #decodeWritten({ written }: Pending): Promise<void> {
    let bytes = 0;
    let records = 0;
    for (const { batch, partition } of written) {
      if (bytes >= bytesPerFlush || records >= witnessedPerFlush) return;
      const end = batch.baseOffset + Math.min(batch.count, witnessedPerBatch);
      const read = await this.#options.read(partition, batch.baseOffset, end);
      batch.records = read.records;
      bytes += read.cost;
      records += read.records.length;
      if (read.cost >= pauseBytes) await pause();
    }
  }
}
