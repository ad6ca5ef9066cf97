// Time as an argument, in the shape of the broker's own clock, so that one clock can drive both in tests.

export type Timer = { cancel(): void };
export type Clock = {
  /** ms since 1970 */
  now(): number;
  /** Calls `run` once, after at least `ms`. */
  after(ms: number, run: () => void): Timer;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const handle = setTimeout(run, ms);
    return { cancel: () => clearTimeout(handle) };
  },
};

/** Resolves after `ms`, or at once when `signal` is aborted: never rejects, the caller looks at the signal. */
export function pause(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = clock.after(ms, done);
    function done() {
      timer.cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** Waits for `work`, but no longer than `ms`; true when it ended in time. Its failure counts as ended. */
export async function within(clock: Clock, ms: number, work: Promise<unknown>): Promise<boolean> {
  const stop = new AbortController();
  const ended = work.then(
    () => true,
    () => true,
  );
  const inTime = await Promise.race([ended, pause(clock, ms, stop.signal).then(() => false)]);
  stop.abort();
  return inTime;
}
