// Quotas by client id (KIP-13, KIP-219): a client that produces or fetches faster than it may is answered at once, told
// how long it is throttled, and not listened to meanwhile.

import type { Clock } from '../clock.ts';
import { TokenBucket } from '../net/token-bucket.ts';

export type Quota = {
  /** producer_byte_rate: record bytes a second. */
  produce?: number;
  /** consumer_byte_rate */
  fetch?: number;
};
export type Quotas = {
  /** For each client id that has none of its own. */
  default?: Quota;
  /** By client id; a connection without one has ''. */
  clients?: Readonly<Record<string, Quota>>;
};
type Kind = keyof Quota;

/** Client ids are made up by clients: buckets of those that rest are dropped, then the oldest. */
const maxBuckets = 10_000;

export class ClientQuotas {
  #quotas: Quotas;
  #clock: Clock;
  #buckets = new Map<string, TokenBucket>();
  /** False on the hot path: nothing to count at all. */
  readonly any: boolean;

  constructor(quotas: Quotas, clock: Clock) {
    this.#quotas = quotas;
    this.#clock = clock;
    this.any = quotas.default !== undefined || Object.keys(quotas.clients ?? {}).length > 0;
  }

  /** Counts bytes; ms that the client is throttled. A second's worth may be taken at once. */
  charge(kind: Kind, clientId: string | null, bytes: number): number {
    const id = clientId ?? '';
    const { clients = {}, default: usual = {} } = this.#quotas;
    const rate = (Object.hasOwn(clients, id) ? clients[id] : usual)?.[kind];
    if (rate === undefined || rate <= 0) return 0;
    const now = this.#clock.now();
    const key = `${kind} ${id}`;
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      if (this.#buckets.size >= maxBuckets) this.#makeRoom(now);
      bucket = new TokenBucket(rate, rate, now);
      this.#buckets.set(key, bucket);
    }
    return bucket.take(bytes, now);
  }

  #makeRoom(now: number): void {
    for (const [key, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(key);
    const oldest = this.#buckets.keys().next().value;
    if (this.#buckets.size >= maxBuckets && oldest !== undefined) this.#buckets.delete(oldest);
  }
}
