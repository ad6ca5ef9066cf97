// A place for one timer: setting it again replaces it, so nothing is ever left behind.

import type { Clock, Timer } from '../clock.ts';

const MAX_DELAY = 2_147_483_647; // a longer setTimeout fires at once; Java clients do send such max.poll.interval.ms
const LATE_MS = 1000;
const GRACE_MS = 5000;

export type TimerSlot = { set(ms: number, run: () => void): void; clear(): void };

/**
 * A timer that fires much too late means that this process slept or was stalled, not that the other side was silent:
 * its requests are still waiting in the sockets. The slot then waits a little more instead of evicting everybody.
 */
export function timerSlot(clock: Clock): TimerSlot {
  let timer: Timer | null = null;
  const slot: TimerSlot = {
    set(ms, run) {
      timer?.cancel();
      const delay = Math.min(Math.max(ms, 0), MAX_DELAY);
      const due = clock.now() + delay;
      timer = clock.after(delay, () => {
        timer = null;
        if (clock.now() - due > LATE_MS) slot.set(Math.min(delay, GRACE_MS), run);
        else run();
      });
    },
    clear() {
      timer?.cancel();
      timer = null;
    },
  };
  return slot;
}
