// Parked Fetch requests (long poll, KIP-1 semantics): each waits for a number of bytes on its partitions, or its deadline.
// Firing only says "look again": the handler re-evaluates from scratch, so a waiter can never answer from stale facts.

import type { Clock } from '../clock.ts';

/** Anything that can be waited on; a partition has one. */
export type Gate = Set<Waiter>;

export class Waiter {
  #missing: number;
  #gates: readonly Gate[];
  #done: () => void;
  #fired = false;

  constructor(gates: readonly Gate[], missing: number, done: () => void) {
    this.#missing = missing;
    this.#gates = gates;
    this.#done = done;
    for (const gate of gates) gate.add(this);
  }

  /** `bytes` became readable behind one of the gates. */
  arrived(bytes: number): void {
    this.#missing -= bytes;
    if (this.#missing <= 0) this.fire();
  }

  fire(): void {
    if (this.#fired) return;
    this.#fired = true;
    for (const gate of this.#gates) gate.delete(this);
    this.#done();
  }
}

/** Tells everybody at the gate that `bytes` more can be read. */
export function wake(gate: Gate, bytes: number): void {
  for (const waiter of [...gate]) waiter.arrived(bytes);
}

/** Lets everybody go at once: the partition went away, or the broker stops. */
export function release(gate: Gate): void {
  for (const waiter of [...gate]) waiter.fire();
}

/** Resolves when `missing` bytes arrived, after `ms`, or when `whenClosed` calls back; leaves nothing behind. */
export function park(
  clock: Clock,
  gates: readonly Gate[],
  missing: number,
  ms: number,
  whenClosed: (run: () => void) => () => void,
): Promise<void> {
  return new Promise((resolve) => {
    const waiter = new Waiter(gates, missing, () => {
      timer.cancel();
      forget();
      resolve();
    });
    const timer = clock.after(ms, () => waiter.fire());
    let forget = (): void => {};
    forget = whenClosed(() => waiter.fire());
  });
}
