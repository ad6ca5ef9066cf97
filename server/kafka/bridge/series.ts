// A person's series of records: one every so often, or in a burst; one series at a time each, and it dies with its owner.
import type { Message } from 'kafkajs';
import { type Clock, pause } from '../clock.ts';

type SeriesInput = { messages: Message[]; intervalMs: number; send(messages: Message[]): Promise<void> };

export type Series = {
  running(owner: string): boolean;
  /** Starts and returns at once; `failed` hears why it stopped early, and nothing when it was asked to stop. */
  start(owner: string, input: SeriesInput, failed: (error: unknown) => void): void;
  stop(owner: string): Promise<void>;
  stopAll(): Promise<void>;
};

/** Records per request in a burst. */
const burstSize = 200;

export function createSeries(clock: Clock): Series {
  const running = new Map<string, { abort: AbortController; done: Promise<void> }>();

  async function run({ messages, intervalMs, send }: SeriesInput, signal: AbortSignal): Promise<void> {
    const step = intervalMs === 0 ? burstSize : 1;
    for (let from = 0; from < messages.length && !signal.aborted; from += step) {
      if (from > 0 && intervalMs > 0) await pause(clock, intervalMs, signal);
      if (signal.aborted) return;
      await send(messages.slice(from, from + step));
    }
  }

  async function stop(owner: string): Promise<void> {
    const one = running.get(owner);
    one?.abort.abort();
    await one?.done;
  }

  return {
    running: (owner) => running.has(owner),
    start(owner, input, failed) {
      const abort = new AbortController();
      const done = run(input, abort.signal)
        .catch((error: unknown) => {
          if (!abort.signal.aborted) failed(error);
        })
        .finally(() => running.delete(owner));
      running.set(owner, { abort, done });
    },
    stop,
    async stopAll() {
      await Promise.all([...running.keys()].map(stop));
    },
  };
}
