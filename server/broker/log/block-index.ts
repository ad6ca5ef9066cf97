// The sparse index of one segment: one entry per 4 KiB of batches, in typed arrays that double when full.
// A million small batches cost half a megabyte instead of forty; a reader walks a few headers inside the block.

export const BLOCK_BYTES = 4096;

export class BlockIndex {
  #length = 0;
  #offsets: Float64Array = new Float64Array(16);
  #positions: Float64Array = new Float64Array(16);
  /** Largest timestamp from the segment's start to this block's end: it only grows, so it can be searched. */
  #timestamps: Float64Array = new Float64Array(16);

  get length(): number {
    return this.#length;
  }

  /** Notes a batch just stored at `position`; opens a new block when the current one is full. */
  add(baseOffset: number, position: number, maxTimestamp: number): void {
    const last = this.#length - 1;
    if (last < 0 || position - (this.#positions[last] ?? 0) >= BLOCK_BYTES) {
      const before = this.#timestamps[last] ?? Number.NEGATIVE_INFINITY;
      this.#push(baseOffset, position, Math.max(before, maxTimestamp));
    } else if (maxTimestamp > (this.#timestamps[last] ?? 0)) this.#timestamps[last] = maxTimestamp;
  }

  offsetAt(block: number): number {
    return this.#offsets[block] ?? 0;
  }

  positionAt(block: number): number {
    return this.#positions[block] ?? 0;
  }

  /** The block that holds `offset`, or would; 0 when the offset comes before all. */
  blockOf(offset: number): number {
    return Math.max(0, countWhere(this.#length, (at) => (this.#offsets[at] ?? 0) <= offset) - 1);
  }

  /** The first block with a timestamp >= `timestamp`; `length` when there is none. */
  firstWithTimestamp(timestamp: number): number {
    return countWhere(this.#length, (at) => (this.#timestamps[at] ?? 0) < timestamp);
  }

  /** Forgets what begins at `position` or later. `inLast`: largest timestamp left of the last block, null when it is whole. */
  cut(position: number, inLast: number | null): number {
    while (this.#length > 0 && (this.#positions[this.#length - 1] ?? 0) >= position) this.#length -= 1;
    const last = this.#length - 1;
    const before = this.#timestamps[last - 1] ?? -1;
    if (last >= 0 && inLast !== null) this.#timestamps[last] = Math.max(before, inLast);
    return last < 0 ? -1 : (this.#timestamps[last] ?? -1);
  }

  /** Plain copies, for the checkpoint. */
  arrays(): { offsets: Float64Array; positions: Float64Array; timestamps: Float64Array } {
    return {
      offsets: this.#offsets.slice(0, this.#length),
      positions: this.#positions.slice(0, this.#length),
      timestamps: this.#timestamps.slice(0, this.#length),
    };
  }

  static from(offsets: Float64Array, positions: Float64Array, timestamps: Float64Array): BlockIndex {
    const index = new BlockIndex();
    for (const [at, offset] of offsets.entries())
      index.#push(offset, positions[at] ?? 0, timestamps[at] ?? Number.NEGATIVE_INFINITY);
    return index;
  }

  #push(offset: number, position: number, timestamp: number): void {
    if (this.#length === this.#offsets.length) {
      this.#offsets = doubled(this.#offsets);
      this.#positions = doubled(this.#positions);
      this.#timestamps = doubled(this.#timestamps);
    }
    this.#offsets[this.#length] = offset;
    this.#positions[this.#length] = position;
    this.#timestamps[this.#length] = timestamp;
    this.#length += 1;
  }
}

function doubled(array: Float64Array): Float64Array {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** How many of 0..length-1, from the start, satisfy a condition that is true up to some point and false after it. */
function countWhere(length: number, holds: (at: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
