// The file that takes the place of one or more segments: written beside them, synced, then renamed over the first. On
// disk at every moment: the old segments, or the new one, or the new one and some of the old that recovery removes.

import { BlockIndex } from './block-index.ts';
import { checkpointOf, removeCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { placeHolders } from './compact-batch.ts';
import { join, type LogFile } from './fs.ts';
import { COMPACTING, Segment, segmentName } from './segment.ts';
import type { SegmentOwner } from './segment-writer.ts';

export class CompactedSegment {
  readonly #owner: SegmentOwner;
  readonly #group: readonly Segment[];
  readonly #base: number;
  readonly #file: LogFile;
  readonly #index = new BlockIndex();
  #chunks: Uint8Array[] = [];
  /** Bytes put, written or not. */
  #size = 0;
  #maxTimestamp = -1;
  /** Offsets below are covered by what was put. */
  #covered: number;
  #replaced = false;

  private constructor(owner: SegmentOwner, group: readonly Segment[], base: number, file: LogFile) {
    this.#owner = owner;
    this.#group = group;
    this.#base = base;
    this.#file = file;
    this.#covered = base;
  }

  static async create(owner: SegmentOwner, group: readonly Segment[], base: number): Promise<CompactedSegment> {
    const temporary = join(owner.dir, segmentName(base) + COMPACTING);
    await owner.fs.remove(temporary);
    return new CompactedSegment(owner, group, base, await owner.fs.open(temporary));
  }

  /** The next batch; offsets that were left out before it get a place holder. */
  put(raw: Uint8Array, base: number, last: number, maxTimestamp: number): void {
    this.#cover(base);
    this.#push(raw, base, maxTimestamp);
    this.#covered = last + 1;
  }

  /** Writes what was put. */
  async flush(): Promise<void> {
    const chunks = this.#chunks;
    this.#chunks = [];
    if (chunks.length > 0) await this.#file.append(chunks);
  }

  /** Takes the place of the group; `after`: the offset that the next segment starts at. */
  async finish(after: number): Promise<void> {
    const { fs, dir, segments, producers } = this.#owner;
    this.#cover(after);
    await this.flush();
    await this.#file.sync();
    await Promise.all(this.#group.map((segment) => segment.checkpoint));
    // A checkpoint of the old content must never be read beside the new one.
    await removeCheckpoint(fs, dir, this.#base);
    await fs.syncDir(dir);
    const path = join(dir, segmentName(this.#base));
    await fs.rename(path + COMPACTING, path);
    await fs.syncDir(dir);
    this.#replaced = true;
    const state = { size: this.#size, end: after, maxTimestamp: this.#maxTimestamp, holes: [], index: this.#index };
    const segment = new Segment(this.#base, this.#file, { memory: fs.memory, state });
    segments.splice(
      segments.findIndex(({ base }) => base === this.#base),
      this.#group.length,
      segment,
    );
    for (const old of this.#group) {
      old.removed = true;
      if (old.base !== this.#base) {
        await fs.remove(join(dir, segmentName(old.base)));
        await removeCheckpoint(fs, dir, old.base);
      }
      await old.file.close();
    }
    if (this.#group.length > 1) await fs.syncDir(dir);
    if (fs.memory) return;
    const checkpoint = checkpointOf(segment, producers.snapshot(after));
    segment.checkpoint = writeCheckpoint(fs, dir, this.#base, checkpoint).catch(() => undefined);
    await segment.checkpoint;
  }

  /** Nothing changes: what was written goes. */
  async abandon(): Promise<void> {
    if (this.#replaced) return;
    await this.#file.close().catch(() => undefined);
    await this.#owner.fs.remove(join(this.#owner.dir, segmentName(this.#base) + COMPACTING)).catch(() => undefined);
  }

  #cover(to: number): void {
    for (const holder of placeHolders(this.#covered, to)) this.#push(holder.raw, holder.base, -1);
    this.#covered = Math.max(this.#covered, to);
  }

  #push(raw: Uint8Array, base: number, maxTimestamp: number): void {
    this.#index.add(base, this.#size, maxTimestamp);
    this.#maxTimestamp = Math.max(this.#maxTimestamp, maxTimestamp);
    this.#chunks.push(raw);
    this.#size += raw.length;
  }
}
