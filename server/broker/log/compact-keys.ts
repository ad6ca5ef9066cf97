// Which offset of each key is the last one: the memory of a compaction pass, bounded. Long keys are remembered by digest.

import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';

/** About 100 bytes each. A pass that meets more keys cleans up to there, and the next one goes on. */
const MAX_KEYS = 400_000;
const LONG_KEY = 40;

export class LastOffsets {
  #offsets = new Map<string, number>();
  #most: number;

  constructor(most = MAX_KEYS) {
    this.#most = most;
  }

  get full(): boolean {
    return this.#offsets.size >= this.#most;
  }

  set(raw: Uint8Array, from: number, to: number, offset: number): void {
    this.#offsets.set(nameOf(raw, from, to), offset);
  }

  /** True when a later record with the same key is known. */
  superseded(raw: Uint8Array, from: number, to: number, offset: number): boolean {
    return (this.#offsets.get(nameOf(raw, from, to)) ?? -1) > offset;
  }
}

function nameOf(raw: Uint8Array, from: number, to: number): string {
  const key = Buffer.from(raw.buffer, raw.byteOffset + from, to - from);
  return key.length <= LONG_KEY
    ? `k${key.toString('latin1')}`
    : `d${createHash('sha256').update(key).digest('base64')}`;
}
