// Housekeeping: old segments go (log.retention.check.interval.ms), and the whole broker stays below a number of stored
// bytes, the oldest records of the largest partitions going first. On a timer, and after every so many appended bytes.

import type { Clock, Timer } from '../clock.ts';
import type { BrokerEvent } from '../events.ts';
import type { Partition } from './partition.ts';
import type { Topics } from './topics.ts';

export type RetentionOptions = {
  topics: Topics;
  clock: Clock;
  emit(event: BrokerEvent): void;
  /** All partitions together. */
  maxStoredBytes: number;
  /** log.retention.check.interval.ms */
  everyMs: number;
};

export class Retention {
  #options: RetentionOptions;
  #timer: Timer | null = null;
  #running: Promise<void> | null = null;
  #appended = 0;
  /** Appended bytes after which a pass does not wait for the timer. */
  #passBytes: number;
  #stopped = false;

  constructor(options: RetentionOptions) {
    this.#options = options;
    this.#passBytes = Math.min(64 * 1024 * 1024, Math.ceil(options.maxStoredBytes / 8));
    this.#schedule();
  }

  /** Called for every append: only counts, unless enough came together. */
  appended(bytes: number): void {
    this.#appended += bytes;
    if (this.#appended >= this.#passBytes && this.#running === null) this.#start();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#running;
  }

  #schedule(): void {
    if (!this.#stopped) this.#timer = this.#options.clock.after(this.#options.everyMs, () => this.#start());
  }

  #start(): void {
    if (this.#stopped || this.#running !== null) return;
    this.#timer?.cancel();
    this.#appended = 0;
    this.#running = this.#pass()
      .catch((error: unknown) => this.#notice('error', `retention: ${error}`))
      .then(() => {
        this.#running = null;
        this.#schedule();
      });
  }

  async #pass(): Promise<void> {
    const { topics, clock } = this.#options;
    let stored = 0;
    for (const topic of topics.list()) {
      for (const partition of topic.partitions) {
        if (this.#stopped) return;
        const before = partition.log.logStart;
        await partition.log.enforceRetention(clock.now());
        this.#tellStart(partition, before);
        stored += partition.log.sizeBytes;
      }
    }
    if (stored > this.#options.maxStoredBytes) await this.#makeRoom(stored);
  }

  /** Down to seven eighths, so that it does not begin again at once. */
  async #makeRoom(before: number): Promise<void> {
    const aim = (this.#options.maxStoredBytes / 8) * 7;
    let stored = before;
    while (stored > aim && !this.#stopped) {
      const largest = this.#largest();
      if (!largest || largest.log.sizeBytes === 0) break;
      const { log } = largest;
      const size = log.sizeBytes;
      const start = log.logStart;
      await log.deleteBefore(Math.ceil((start + log.end) / 2));
      // Segments go as a whole: when half the records freed none, all of them have to go.
      if (log.sizeBytes === size) await log.deleteBefore(log.end);
      this.#tellStart(largest, start);
      if (log.sizeBytes >= size) break;
      stored -= size - log.sizeBytes;
    }
    this.#notice('warn', `more than ${this.#options.maxStoredBytes} bytes stored: the oldest records were dropped`);
  }

  #largest(): Partition | undefined {
    let largest: Partition | undefined;
    for (const { partitions } of this.#options.topics.list()) {
      for (const partition of partitions) {
        if (!largest || partition.log.sizeBytes > largest.log.sizeBytes) largest = partition;
      }
    }
    return largest;
  }

  #tellStart({ topic, index, log }: Partition, before: number): void {
    if (log.logStart === before) return;
    this.#options.emit({ type: 'log-start-moved', topic: topic.name, partition: index, logStart: log.logStart });
  }

  #notice(level: 'warn' | 'error', message: string): void {
    this.#options.emit({ type: 'notice', level, message });
  }
}
