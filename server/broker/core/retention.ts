// Housekeeping on a timer: old segments go (log.retention.check.interval.ms), written bytes reach the disk
// (durability `interval`). One pass at a time.

import type { Clock, Timer } from '../clock.ts';
import type { BrokerEvent } from '../events.ts';
import type { Durability } from '../log/types.ts';
import type { Topics } from './topics.ts';

const retentionMs = 30_000;
const flushMs = 1_000;

export class Retention {
  #topics: Topics;
  #clock: Clock;
  #emit: (event: BrokerEvent) => void;
  #timers = new Set<Timer>();
  #running = new Set<Promise<void>>();
  #stopped = false;

  constructor(topics: Topics, clock: Clock, emit: (event: BrokerEvent) => void, durability: Durability) {
    this.#topics = topics;
    this.#clock = clock;
    this.#emit = emit;
    this.#every(retentionMs, () => this.#enforce());
    if (durability === 'interval') this.#every(flushMs, () => this.#flush());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) timer.cancel();
    await Promise.all(this.#running);
  }

  #every(ms: number, pass: () => Promise<void>): void {
    const timer = this.#clock.after(ms, () => {
      this.#timers.delete(timer);
      const running = pass()
        .catch((error: unknown) => this.#emit({ type: 'notice', level: 'error', message: `housekeeping: ${error}` }))
        .then(() => {
          this.#running.delete(running);
          if (!this.#stopped) this.#every(ms, pass);
        });
      this.#running.add(running);
    });
    this.#timers.add(timer);
  }

  async #enforce(): Promise<void> {
    for (const topic of this.#topics.list()) {
      for (const { index, log } of topic.partitions) {
        if (this.#stopped) return;
        if (!(await log.enforceRetention(this.#clock.now()))) continue;
        this.#emit({ type: 'log-start-moved', topic: topic.name, partition: index, logStart: log.logStart });
      }
    }
  }

  async #flush(): Promise<void> {
    for (const topic of this.#topics.list()) {
      for (const { log } of topic.partitions) {
        if (this.#stopped) return;
        await log.flush();
      }
    }
  }
}
