// One segment file: raw record batches, named after its first offset, with a sparse index in memory.
// Only committed bytes count: what a failed write left behind is outside `size` and gets truncated.
import type { BatchHeader } from './batch-header.ts';
import { BlockIndex } from './block-index.ts';
import type { LogFile } from './fs.ts';
import { Slabs } from './slabs.ts';

/** Damaged bytes nobody is served: [from, to) of the file. `expected`: the offset of the batch after it, null at the end. */
export type Hole = { from: number; to: number; expected: number | null };

/** What is kept of a segment between two runs (checkpoint.ts). */
export type SegmentState = {
  size: number;
  end: number;
  maxTimestamp: number;
  holes: Hole[];
  index: BlockIndex;
};

/** Consumers at the end of a log read from memory: this much of the newest bytes of an active segment on disk. */
const TAIL_BYTES = 512 * 1024;

export const segmentName = (base: number): string => `${String(base).padStart(20, '0')}.log`;
/** Ends the name of a file that compaction has not finished. */
export const COMPACTING = '.compact';
export const SEGMENT_NAME = /^(\d{20})\.log$/;

export class Segment {
  readonly base: number;
  readonly file: LogFile;
  /** Reads from memory are not summed again, reads from disk are. */
  readonly verify: boolean;
  readonly holes: Hole[];
  readonly index: BlockIndex;
  size: number;
  /** The offset after the last one stored here. */
  end: number;
  maxTimestamp: number;
  /** Bytes known to survive a power cut. */
  synced: number;
  /** Its file is gone, or replaced: readers still on it look again. */
  removed = false;
  /** The last checkpoint being written: whoever replaces the file waits for it. */
  checkpoint: Promise<void> = Promise.resolve();
  #tail: Slabs | null;

  constructor(base: number, file: LogFile, options: { memory: boolean; state?: SegmentState }) {
    const { memory, state } = options;
    this.base = base;
    this.file = file;
    this.verify = !memory;
    this.size = state?.size ?? 0;
    this.end = state?.end ?? base;
    this.maxTimestamp = state?.maxTimestamp ?? -1;
    this.holes = state?.holes ?? [];
    this.index = state?.index ?? new BlockIndex();
    this.synced = this.size;
    this.#tail = memory ? null : new Slabs(this.size);
  }

  /** Position and verification of the bytes at `position`: the tail in memory when it has them. */
  fetch(position: number, length: number): { bytes: Uint8Array | Promise<Uint8Array>; verify: boolean } {
    const allowed = Math.min(length, this.size - position);
    if (this.#tail !== null && position >= this.#tail.start)
      return { bytes: this.#tail.read(position, allowed), verify: false };
    return { bytes: this.file.read(position, allowed), verify: this.verify };
  }

  /** Notes batches that are now in the file, `raw` holding them at their header's position. */
  commit(raw: Uint8Array, batches: readonly BatchHeader[], firstOffset: number): void {
    let offset = firstOffset;
    for (const batch of batches) {
      this.index.add(offset, this.size + batch.position, batch.maxTimestamp);
      this.maxTimestamp = Math.max(this.maxTimestamp, batch.maxTimestamp);
      offset += batch.lastOffsetDelta + 1;
    }
    this.#tail?.append(raw);
    this.#tail?.keepLast(TAIL_BYTES);
    this.size += raw.length;
    this.end = offset;
  }

  /** Starts an empty tail at the current size: after recovery, or when the segment is no longer written to. */
  rebuildTail(): void {
    if (this.#tail !== null) this.#tail = new Slabs(this.size);
  }

  /** The file ends at `position` now, before the batch of offset `end`. `inLast`: see BlockIndex.cut. */
  cut(position: number, end: number, inLast: number | null): void {
    this.size = position;
    this.end = end;
    this.synced = position;
    this.maxTimestamp = this.index.cut(position, inLast);
    const kept = this.holes.filter(({ from }) => from < position);
    this.holes.splice(0, this.holes.length, ...kept);
    this.rebuildTail();
  }

  holeAt(position: number): Hole | undefined {
    return this.holes.find((hole) => hole.from <= position && position < hole.to);
  }

  addHole(hole: Hole): void {
    if (this.holes.some((known) => known.from <= hole.from && hole.to <= known.to)) return;
    this.holes.push(hole);
    this.holes.sort((a, b) => a.from - b.from);
  }
}
