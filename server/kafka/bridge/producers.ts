// One producer per person, opened by the first message, closed when idle, when it breaks, or when its owner has gone.
import type { Kafka } from 'kafkajs';
import { type Clock, within } from '../clock.ts';
import { isPassing } from '../errors.ts';
import { createPageProducer, type PageProducer } from './page-producer.ts';

type Entry = { producer: PageProducer; busy: number; lastUsed: number };

export type Producers = {
  /** Null when the house is full and nobody is idle. Rejects with what kafkajs says. */
  use<T>(owner: string, work: (producer: PageProducer) => Promise<T>): Promise<T> | null;
  closeOwner(owner: string): Promise<void>;
  close(): Promise<void>;
};

const closeMs = 2_000;

export function createProducers(options: {
  kafkaOf(owner: string): Kafka;
  clock: Clock;
  max: number;
  idleMs: number;
  closed(owner: string): void;
}): Producers {
  const { kafkaOf, clock, max, idleMs, closed } = options;
  const entries = new Map<string, Entry>();
  let sweeping = false;

  async function drop(owner: string, entry: Entry): Promise<void> {
    if (entries.get(owner) === entry) {
      entries.delete(owner);
      closed(owner);
    }
    await within(clock, closeMs, entry.producer.close());
  }

  function sweepLater(): void {
    if (sweeping || entries.size === 0) return;
    sweeping = true;
    clock.after(Math.max(1_000, Math.floor(idleMs / 4)), () => {
      sweeping = false;
      for (const [owner, entry] of entries) {
        if (entry.busy === 0 && clock.now() - entry.lastUsed >= idleMs) void drop(owner, entry);
      }
      sweepLater();
    });
  }

  function makeRoom(): boolean {
    if (entries.size < max) return true;
    let oldest: [string, Entry] | null = null;
    for (const each of entries) {
      if (each[1].busy === 0 && (oldest === null || each[1].lastUsed < oldest[1].lastUsed)) oldest = each;
    }
    if (oldest === null) return false;
    void drop(...oldest);
    return true;
  }

  function find(owner: string): Entry | null {
    const known = entries.get(owner);
    if (known) return known;
    if (!makeRoom()) return null;
    const entry: Entry = { producer: createPageProducer(kafkaOf(owner)), busy: 0, lastUsed: clock.now() };
    entries.set(owner, entry);
    sweepLater();
    return entry;
  }

  async function run<T>(owner: string, entry: Entry, work: (producer: PageProducer) => Promise<T>): Promise<T> {
    entry.busy += 1;
    try {
      return await work(entry.producer);
    } catch (error) {
      // A producer whose connections broke is not trusted again: the next message opens a fresh one.
      if (isPassing(error)) void drop(owner, entry);
      throw error;
    } finally {
      entry.busy -= 1;
      entry.lastUsed = clock.now();
    }
  }

  return {
    use(owner, work) {
      const entry = find(owner);
      return entry === null ? null : run(owner, entry, work);
    },
    async closeOwner(owner) {
      const entry = entries.get(owner);
      if (entry) await drop(owner, entry);
    },
    async close() {
      await Promise.all([...entries].map(([owner, entry]) => drop(owner, entry)));
    },
  };
}
