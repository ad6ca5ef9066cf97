// What all connections of a broker share, over all its listeners: how many there may be, altogether and from one address,
// how fast an address may ask, and how many bytes may wait in memory in either direction.

import type { Clock } from '../clock.ts';
import { TokenBucket } from './token-bucket.ts';

export type AdmissionLimits = {
  maxConnections: number;
  /** max.connections.per.ip */
  maxConnectionsPerAddress: number;
  /** From one address, in requests a second; beyond, its connections wait. */
  maxRequestsPerSecond: number;
  /** Received bytes waiting in memory. */
  maxBufferedBytes: number;
  /** Reply bytes that clients do not read: beyond, the connection stuck longest is closed. */
  maxUnsentBytes: number;
};

/** A connection whose reply does not fit into its socket. */
export type Stuck = { close(reason: 'limit', detail: string): void };

export type Seat = {
  /** ms to wait before the next request, 0 almost always. */
  pace(): number;
  leave(): void;
};

type Address = { connections: number; requests: TokenBucket };

export class Admission {
  readonly limits: AdmissionLimits;
  #clock: Clock;
  #connections = 0;
  #addresses = new Map<string, Address>();
  #buffered = 0;
  #unsent = 0;
  /** In the order in which they got stuck. */
  #stuck = new Map<Stuck, number>();

  constructor(limits: AdmissionLimits, clock: Clock) {
    this.limits = limits;
    this.#clock = clock;
  }

  /** Bytes of replies that wait for their readers. */
  get unsent(): number {
    return this.#unsent;
  }

  /** How large a reply may be now without going over the limit. */
  get replyRoom(): number {
    return Math.max(0, this.limits.maxUnsentBytes - this.#unsent);
  }

  /** A seat for a connection from `host`; a string says why there is none. */
  admit(host: string): Seat | string {
    const { maxConnections, maxConnectionsPerAddress, maxRequestsPerSecond } = this.limits;
    if (this.#connections >= maxConnections) return `more than ${maxConnections} connections`;
    let address = this.#addresses.get(host);
    if (address && address.connections >= maxConnectionsPerAddress) {
      return `more than ${maxConnectionsPerAddress} connections from ${host}`;
    }
    if (!address) {
      const requests = new TokenBucket(maxRequestsPerSecond, maxRequestsPerSecond, this.#clock.now());
      address = { connections: 0, requests };
      this.#addresses.set(host, address);
    }
    const mine = address;
    mine.connections += 1;
    this.#connections += 1;
    let left = false;
    return {
      pace: () => mine.requests.take(1, this.#clock.now()),
      leave: () => {
        if (left) return;
        left = true;
        this.#connections -= 1;
        mine.connections -= 1;
        if (mine.connections === 0) this.#addresses.delete(host);
      },
    };
  }

  /** Counts received bytes that wait; false when there are too many. */
  account(change: number): boolean {
    this.#buffered += change;
    return change <= 0 || this.#buffered <= this.limits.maxBufferedBytes;
  }

  /** `bytes` of a reply wait in this connection's socket. */
  stuck(connection: Stuck, bytes: number): void {
    this.freed(connection);
    this.#stuck.set(connection, bytes);
    this.#unsent += bytes;
    while (this.#unsent > this.limits.maxUnsentBytes) {
      const oldest = this.#stuck.keys().next().value;
      if (oldest === undefined) return;
      this.freed(oldest);
      oldest.close('limit', 'does not read its replies, and too many bytes wait');
    }
  }

  /** Its reply has left, or never will. */
  freed(connection: Stuck): void {
    this.#unsent -= this.#stuck.get(connection) ?? 0;
    this.#stuck.delete(connection);
  }
}
