// The writing end of a partition: the active segment, rolling, syncing, and what happens when the disk refuses.
// After a failed write or sync nothing more is acknowledged until the file is cut back to its last committed byte.
import type { BatchHeader } from './batch-header.ts';
import { checkpointOf, writeCheckpoint } from './checkpoint.ts';
import { join, type LogFs, parentOf } from './fs.ts';
import type { ProducerState } from './producer-state.ts';
import type { Notice } from './recovery.ts';
import { Segment, segmentName } from './segment.ts';
import type { Damage } from './segment-read.ts';
import { truncateSegments } from './truncate.ts';
import type { Durability } from './types.ts';

/** What writing, deleting and closing share about a partition. Oldest segment first; the last one is written to. */
export type SegmentOwner = {
  fs: LogFs;
  dir: string;
  durability: Durability;
  notice: Notice;
  segments: Segment[];
  producers: ProducerState;
  onDamage: (damage: Damage) => void;
};

export type Write = { raw: Uint8Array; batches: readonly BatchHeader[]; baseOffset: number };

/** A start after a kill reads so much of a segment again, or an eighth of it: a checkpoint grows with what it covers. */
const CHECKPOINT_BYTES = 2 * 1024 * 1024;

export class SegmentWriter {
  readonly #owner: SegmentOwner;
  #active: Segment;
  /** Bytes of the active segment that its last checkpoint covers. */
  #covered = 0;
  /** Full segments that a power cut may still hurt, oldest first, each with its checkpoint. */
  #unsynced: { segment: Segment; checkpoint: Uint8Array }[] = [];
  /** True while a power cut may still take the active segment's name. */
  #nameless: boolean;
  /** True while it may take the partition's folder. */
  #homeless: boolean;
  #failed = false;

  /** `fresh`: neither the folder nor the segment in it was there before, and neither was synced. */
  constructor(owner: SegmentOwner, active: Segment, fresh = false) {
    this.#owner = owner;
    this.#active = active;
    this.#nameless = fresh;
    this.#homeless = fresh;
  }

  get active(): Segment {
    return this.#active;
  }

  /** How many of `writes`, from `from` on and before `until`, go into one file: at least one. */
  fitting(writes: readonly Write[], from: number, until: number, segmentBytes: number): number {
    let room = segmentBytes - this.#active.size;
    let count = 0;
    for (let at = from; at < until; at++) {
      const bytes = writes[at]?.raw.length ?? 0;
      if (bytes > room && count === 0) room = segmentBytes; // it will open a new segment
      room -= bytes;
      if (room < 0 && count > 0) break;
      count += 1;
    }
    return count;
  }

  /** Resolves when the writes are committed: in the file, and synced when the durability says so. */
  write(writes: readonly Write[], segmentBytes: number): Promise<void> | undefined {
    const chunks: Uint8Array[] = [];
    for (const { raw } of writes) if (raw.length > 0) chunks.push(raw);
    const first = chunks[0];
    if (first === undefined) return undefined;
    const roll = this.#active.size > 0 && this.#active.size + first.length > segmentBytes;
    if (this.#failed || roll) return this.#prepareAndWrite(writes, chunks, roll);
    const writing = this.#active.file.append(chunks);
    if (writing === undefined && this.#owner.durability !== 'durable') {
      this.#commit(writes);
      return undefined;
    }
    return this.#afterWriting(writing, writes);
  }

  /** Everything from `offset` on is gone, here and for good. Nothing may be under way. */
  async truncate(offset: number): Promise<void> {
    if (this.#failed) await this.#cutUnacknowledged();
    this.#active = await truncateSegments(this.#owner, offset);
    this.#covered = 0;
    this.#unsynced = this.#unsynced.filter(({ segment }) => !segment.removed && segment !== this.#active);
    this.#works();
  }

  /** With durability `interval`, what the next flush is for is left to it: no producer waits for the disk here. */
  async roll(): Promise<void> {
    if (this.#failed) await this.#cutUnacknowledged();
    const { fs, dir, segments, producers, durability } = this.#owner;
    const full = this.#active;
    const safe = fs.memory || durability === 'durable';
    if (safe && full.synced < full.size) await full.file.sync();
    if (safe) full.synced = full.size;
    const file = await fs.open(join(dir, segmentName(full.end)));
    if (file.size > 0) await file.truncate(0);
    if (safe) await fs.syncDir(dir);
    this.#nameless = !safe;
    this.#active = new Segment(full.end, file, { memory: fs.memory });
    segments.push(this.#active);
    full.rebuildTail();
    this.#works();
    this.#covered = 0;
    if (fs.memory) return;
    const checkpoint = checkpointOf(full, producers.snapshot(full.end));
    if (safe) noteCheckpoint(this.#owner, full, checkpoint);
    else this.#unsynced.push({ segment: full, checkpoint });
  }

  /** Syncs what is not yet synced, oldest first. Never rejects: a failure stops acknowledgements instead. */
  async flush(): Promise<void> {
    if (this.#failed || this.#owner.fs.memory) return;
    const segment = this.#active;
    const { size } = segment;
    const checkpoint = segment.synced < size ? this.#dueCheckpoint() : null;
    try {
      const full = this.#unsynced.slice();
      for (const one of full) await this.#syncFull(one);
      if (full.length > 0 || segment.synced < size) await this.#syncNames(segment);
      if (segment.synced >= size) return;
      await segment.file.sync();
      segment.synced = Math.max(segment.synced, size);
      if (checkpoint !== null && !segment.removed) noteCheckpoint(this.#owner, segment, checkpoint);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Names are worth a sync once there is something under them. */
  async #syncNames(segment: Segment): Promise<void> {
    const { fs, dir } = this.#owner;
    if (this.#nameless) await fs.syncDir(dir);
    this.#nameless = this.#nameless && segment !== this.#active;
    if (this.#homeless) await fs.syncDir(parentOf(dir));
    this.#homeless = false;
  }

  async #syncFull(full: { segment: Segment; checkpoint: Uint8Array }): Promise<void> {
    const { segment, checkpoint } = full;
    try {
      if (!segment.removed && segment.synced < segment.size) await segment.file.sync();
    } catch (error) {
      // Removed or replaced under the sync: then nothing of it is needed any more.
      if (!segment.removed) throw error;
    } finally {
      // After an error too: the kernel would answer a second sync of lost pages with success.
      this.#unsynced = this.#unsynced.filter((one) => one !== full);
    }
    if (segment.removed) return;
    segment.synced = segment.size;
    noteCheckpoint(this.#owner, segment, checkpoint);
  }

  /** From here on nothing is acknowledged until a write succeeds; the next one tries to. */
  fail(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    const open = [...this.#unsynced.map(({ segment }) => segment), this.#active];
    const bytes = open.reduce((sum, { size, synced }) => sum + Math.max(0, size - synced), 0);
    const risk = bytes > 0 ? `; ${bytes} acknowledged bytes may not survive a power cut` : '';
    this.#owner.notice('error', `${this.#owner.dir}: the log cannot be written: ${String(error)}${risk}`);
  }

  async #prepareAndWrite(writes: readonly Write[], chunks: Uint8Array[], roll: boolean): Promise<void> {
    if (this.#failed) await this.#cutUnacknowledged();
    if (roll) await this.roll();
    await this.#afterWriting(this.#active.file.append(chunks), writes);
    this.#works();
  }

  async #afterWriting(writing: Promise<void> | undefined, writes: readonly Write[]): Promise<void> {
    await writing;
    if (this.#owner.durability !== 'durable') {
      this.#commit(writes);
      return;
    }
    await this.#active.file.sync();
    this.#commit(writes);
    this.#active.synced = this.#active.size;
    const checkpoint = this.#dueCheckpoint();
    if (checkpoint !== null) noteCheckpoint(this.#owner, this.#active, checkpoint);
  }

  /** The active segment as it is now, when enough came to it since its last checkpoint. To be written once it is synced. */
  #dueCheckpoint(): Uint8Array | null {
    const segment = this.#active;
    if (this.#owner.fs.memory || segment.size - this.#covered < Math.max(CHECKPOINT_BYTES, segment.size / 8))
      return null;
    this.#covered = segment.size;
    return checkpointOf(segment, this.#owner.producers.snapshot(segment.end));
  }

  #commit(writes: readonly Write[]): void {
    for (const { raw, batches, baseOffset } of writes)
      if (raw.length > 0) this.#active.commit(raw, batches, baseOffset);
  }

  /** Rejects while the disk still refuses. What stays was acknowledged. */
  async #cutUnacknowledged(): Promise<void> {
    const segment = this.#active;
    await segment.file.truncate(segment.size);
    await segment.file.sync();
    segment.synced = segment.size;
  }

  #works(): void {
    if (!this.#failed) return;
    this.#failed = false;
    this.#owner.notice('info', `${this.#owner.dir}: the log is written again`);
  }
}

/** Writes a checkpoint after the one under way. Only a faster start depends on it: a failure is a notice. */
function noteCheckpoint({ fs, dir, notice }: SegmentOwner, segment: Segment, checkpoint: Uint8Array): void {
  segment.checkpoint = segment.checkpoint
    .then(() => writeCheckpoint(fs, dir, segment.base, checkpoint))
    .catch((error: unknown) => notice('warn', `${dir}: no checkpoint written: ${String(error)}`));
}

/** Syncs and closes every file; leaves a checkpoint when the next start would have much to read. */
export async function closeSegments(owner: SegmentOwner, writer: SegmentWriter): Promise<void> {
  const { fs, segments, producers } = owner;
  await writer.flush();
  const { active } = writer;
  if (!fs.memory && active.synced === active.size && active.size >= CHECKPOINT_BYTES)
    noteCheckpoint(owner, active, checkpointOf(active, producers.snapshot(active.end)));
  await Promise.all(segments.map((segment) => segment.checkpoint));
  await Promise.allSettled(segments.map((segment) => segment.file.close()));
}
