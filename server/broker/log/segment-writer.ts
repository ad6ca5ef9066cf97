// The writing end of a partition: the active segment, rolling, syncing, and what happens when the disk refuses.
// After a failed write or sync nothing more is acknowledged until the file is cut back to its last committed byte.
import type { BatchHeader } from './batch-header.ts';
import { checkpointOf, writeCheckpoint } from './checkpoint.ts';
import { join, type LogFs } from './fs.ts';
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
  #checkpointing = false;
  #failed = false;

  constructor(owner: SegmentOwner, active: Segment) {
    this.#owner = owner;
    this.#active = active;
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
    if (writing === undefined) {
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
    this.#works();
  }

  async roll(): Promise<void> {
    if (this.#failed) await this.#cutUnacknowledged();
    const { fs, dir, segments } = this.#owner;
    const full = this.#active;
    await full.file.sync();
    full.synced = full.size;
    const file = await fs.open(join(dir, segmentName(full.end)));
    if (file.size > 0) await file.truncate(0);
    await fs.syncDir(dir);
    this.#active = new Segment(full.end, file, { memory: fs.memory });
    segments.push(this.#active);
    full.rebuildTail();
    this.#works();
    this.#covered = 0;
    if (!fs.memory) noteCheckpoint(this.#owner, full);
  }

  /** Syncs what is not yet synced. Never rejects: a failure stops acknowledgements instead. */
  async flush(): Promise<void> {
    const segment = this.#active;
    const { size } = segment;
    if (this.#failed || segment.synced >= size) return;
    try {
      await segment.file.sync();
      segment.synced = Math.max(segment.synced, size);
    } catch (error) {
      this.fail(error);
    }
  }

  /** From here on nothing is acknowledged until a write succeeds; the next one tries to. */
  fail(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    const { synced, size } = this.#active;
    const risk = synced < size ? `; ${size - synced} acknowledged bytes may not survive a power cut` : '';
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
    if (this.#owner.durability === 'durable') await this.#active.file.sync();
    this.#commit(writes);
    if (this.#owner.durability === 'durable') this.#active.synced = this.#active.size;
    this.#checkpointWhenDue();
  }

  /** Beside the appends that follow: what they add is not in it. */
  #checkpointWhenDue(): void {
    const segment = this.#active;
    const { size } = segment;
    if (this.#owner.fs.memory || this.#checkpointing) return;
    if (size - this.#covered < Math.max(CHECKPOINT_BYTES, size / 8)) return;
    this.#checkpointing = true;
    this.#covered = size;
    const content = checkpointOf(segment, this.#owner.producers.snapshot(segment.end));
    const synced = this.flush().then(() => segment.synced >= size);
    noteCheckpoint(this.#owner, segment, content, synced);
    void segment.checkpoint.then(() => {
      this.#checkpointing = false;
    });
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

/** Writes a checkpoint of `segment` after the one under way. Only a faster start depends on it: a failure is a notice. */
function noteCheckpoint(
  { fs, dir, producers, notice }: SegmentOwner,
  segment: Segment,
  content = checkpointOf(segment, producers.snapshot(segment.end)),
  synced: Promise<boolean> | true = true,
): void {
  const write = async (): Promise<void> => {
    if (await synced) await writeCheckpoint(fs, dir, segment.base, content);
  };
  segment.checkpoint = segment.checkpoint
    .then(write)
    .catch((error: unknown) => notice('warn', `${dir}: no checkpoint written: ${String(error)}`));
}

/** Syncs and closes every file; leaves a checkpoint when the next start would have much to read. */
export async function closeSegments(owner: SegmentOwner, writer: SegmentWriter): Promise<void> {
  const { fs, segments } = owner;
  await writer.flush();
  const { active } = writer;
  if (!fs.memory && active.synced === active.size && active.size >= CHECKPOINT_BYTES) noteCheckpoint(owner, active);
  await Promise.all(segments.map((segment) => segment.checkpoint));
  await Promise.allSettled(segments.map((segment) => segment.file.close()));
}
