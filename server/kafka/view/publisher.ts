// The common half of both views: keeps the present, tells listeners in batches, gives a newcomer the present first.
import type { VolatileValue } from '#contract/journal.ts';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import type { ClusterBatch } from '../types.ts';
import { createPresent } from './present.ts';

type Listener = (batch: ClusterBatch) => void;

export type Publisher = {
  /** Told to listeners together with everything else of the same turn, at most `flushMs` later. */
  tell(events: readonly KafkaEvent[]): void;
  /** Last value wins; `null` removes. Unchanged values are not told again. */
  set(key: string, value: unknown): void;
  /** Removes the values whose key satisfies `is`. */
  forget(is: (key: string) => boolean): void;
  /** The present, then the stream from exactly there. */
  open(listener: Listener): KafkaEvent[];
  close(): void;
};

const flushMs = 20;
const maxVolatile = 10_000;

export function createPublisher({ clock, log }: { clock: Clock; log: Log }): Publisher {
  const present = createPresent();
  const listeners = new Set<Listener>();
  const current = new Map<string, unknown>();
  const newcomers = new Set<Listener>();
  let events: KafkaEvent[] = [];
  let changed = new Map<string, unknown>();
  let timer: Timer | null = null;
  let closed = false;

  function send(listener: Listener, batch: ClusterBatch): void {
    if (batch.events.length === 0 && batch.volatile.length === 0) return;
    try {
      listener(batch);
    } catch (error) {
      log.error({ err: String(error) }, 'a listener of the cluster view failed');
    }
  }

  function flush(): void {
    timer?.cancel();
    timer = null;
    const batch: ClusterBatch = { events, volatile: [...changed] };
    events = [];
    changed = new Map();
    const whole: VolatileValue[] = newcomers.size > 0 ? [...current] : [];
    for (const listener of listeners) {
      send(listener, newcomers.has(listener) ? { events: batch.events, volatile: whole } : batch);
    }
    newcomers.clear();
  }

  function flushSoon(): void {
    if (!closed && timer === null) timer = clock.after(flushMs, flush);
  }

  return {
    tell(more) {
      for (const event of more) {
        present.apply(event);
        events.push(event);
      }
      if (more.length > 0) flushSoon();
    },
    set(key, value) {
      const before = current.get(key) ?? null;
      if (value === null ? before === null : JSON.stringify(before) === JSON.stringify(value)) return;
      if (value === null) current.delete(key);
      else if (current.size < maxVolatile || current.has(key)) current.set(key, value);
      else return;
      changed.set(key, value);
      flushSoon();
    },
    forget(is) {
      for (const key of [...current.keys()].filter(is)) {
        current.delete(key);
        changed.set(key, null);
      }
      flushSoon();
    },
    open(listener) {
      // What has been gathered belongs to the listeners of before; the newcomer hears it as part of the present.
      flush();
      listeners.add(listener);
      newcomers.add(listener);
      flushSoon();
      return present.events();
    },
    close() {
      closed = true;
      timer?.cancel();
      listeners.clear();
    },
  };
}
