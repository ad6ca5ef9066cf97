// Time as an argument: the broker's core never reads a clock or sets a timer by itself, so tests can.

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

/** A clock that moves only when told: `advance` fires due timers in order of their time. */
export function manualClock(start = 1_700_000_000_000): Clock & { advance(ms: number): void } {
  let now = start;
  let order = 0;
  const pending = new Map<number, { at: number; run: () => void }>();
  return {
    now: () => now,
    after(ms, run) {
      order += 1;
      const id = order;
      pending.set(id, { at: now + ms, run });
      return { cancel: () => void pending.delete(id) };
    },
    advance(ms) {
      const target = now + ms;
      for (;;) {
        let due: [number, { at: number; run: () => void }] | undefined;
        for (const entry of pending) if (entry[1].at <= target && (!due || entry[1].at < due[1].at)) due = entry;
        if (!due) break;
        pending.delete(due[0]);
        now = Math.max(now, due[1].at);
        due[1].run();
      }
      now = target;
    },
  };
}
