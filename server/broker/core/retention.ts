// Housekeeping on a timer: old segments go (log.retention.check.interval.ms). One pass at a time.

import type { Clock, Timer } from '../clock.ts';
import type { BrokerEvent } from '../events.ts';
import type { Topics } from './topics.ts';

const retentionMs = 30_000;

export class Retention {
  #topics: Topics;
  #clock: Clock;
  #emit: (event: BrokerEvent) => void;
  #timer: Timer | null = null;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(topics: Topics, clock: Clock, emit: (event: BrokerEvent) => void) {
    this.#topics = topics;
    this.#clock = clock;
    this.#emit = emit;
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#running;
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer = this.#clock.after(retentionMs, () => {
      this.#running = this.#enforce()
        .catch((error: unknown) => this.#emit({ type: 'notice', level: 'error', message: `retention: ${error}` }))
        .then(() => this.#schedule());
    });
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
}
