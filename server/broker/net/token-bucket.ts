// A rate with a burst: taking may go into debt, and tells how long the debt takes to pay.

/** Longest debt: a taker of much is held this long, not for ever. ms. */
const longestDebtMs = 10_000;

export class TokenBucket {
  #perMs: number;
  #burst: number;
  #tokens: number;
  #at: number;

  /** `burst`: what may be taken at once after a rest. `now`: ms. */
  constructor(perSecond: number, burst: number, now: number) {
    this.#perMs = perSecond / 1000;
    this.#burst = burst;
    this.#tokens = burst;
    this.#at = now;
  }

  /** Full again at `now`: forgetting it changes nothing. */
  isFull(now: number): boolean {
    return this.#tokens + (now - this.#at) * this.#perMs >= this.#burst;
  }

  /** Takes `amount`; whole ms to wait before the next taking, 0 when there is no debt. */
  take(amount: number, now: number): number {
    // A clock that goes back gives nothing.
    const passed = Math.max(0, now - this.#at);
    this.#at = now;
    this.#tokens = Math.min(this.#burst, this.#tokens + passed * this.#perMs) - amount;
    this.#tokens = Math.max(this.#tokens, -longestDebtMs * this.#perMs);
    return this.#tokens >= 0 ? 0 : Math.ceil(-this.#tokens / this.#perMs);
  }
}
