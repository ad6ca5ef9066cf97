// Opening what a previous run left: every byte not covered by a checkpoint is read and summed again. A damaged batch in
// the middle becomes a hole; a damaged end of the last segment is cut off.
import { batchBytesAt, HEADER_BYTES, readHeader, soundBatchAt, viewOf } from './batch-header.ts';
import { readCheckpoint, removeCheckpoint } from './checkpoint.ts';
import { join, type LogFile, type LogFs, readFully } from './fs.ts';
import type { ProducerState } from './producer-state.ts';
import { resync } from './resync.ts';
import { COMPACTING, SEGMENT_NAME, Segment, segmentName } from './segment.ts';

const SCAN_BYTES = 1024 * 1024;

export type Notice = (level: 'info' | 'warn' | 'error', message: string) => void;

/**
 * Opens the segments of a partition folder in order, creating the first one when there is none. `fresh`: it was created,
 * and a power cut may take its name until its folder is synced, which is done here only when `safe` asks for it.
 */
export async function recoverSegments(options: {
  fs: LogFs;
  dir: string;
  producers: ProducerState;
  now: number;
  notice: Notice;
  safe: boolean;
}): Promise<{ segments: Segment[]; fresh: boolean }> {
  const { fs, dir, producers, now, notice } = options;
  const names = await fs.list(dir);
  for (const name of names) if (name.endsWith(COMPACTING)) await fs.remove(join(dir, name));
  const bases = names.flatMap((name) => {
    const base = Number(SEGMENT_NAME.exec(name)?.[1] ?? Number.NaN);
    return Number.isSafeInteger(base) ? [base] : [];
  });
  const fresh = bases.length === 0 && !options.safe;
  if (bases.length === 0) bases.push(0);
  const segments: Segment[] = [];
  /** Bytes of the last segment that a checkpoint vouches for. */
  let covered = 0;
  try {
    for (const base of bases) {
      const file = await fs.open(join(dir, segmentName(base)));
      if (await replaced(options, segments.at(-1), base, file)) continue;
      const checkpoint = fs.memory ? null : await readCheckpoint(fs, dir, base, file.size);
      if (checkpoint) producers.restore(checkpoint.producers);
      const segment = new Segment(base, file, { memory: fs.memory, ...(checkpoint && { state: checkpoint.state }) });
      segments.push(segment);
      covered = segment.size;
      await scan(segment, producers, now);
      // What was read may still be in the page cache only: from here on it is served, so it must not vanish.
      if (segment.size > covered) await file.sync();
    }
    for (const segment of segments) {
      const path = `${dir}/${segmentName(segment.base)}`;
      if (segment === segments.at(-1)) await cutTail(segment, covered, path, notice);
      else if (segment.file.size > segment.size) {
        segment.addHole({ from: segment.size, to: segment.file.size, expected: null });
        segment.size = segment.file.size;
      }
      for (const hole of segment.holes)
        notice('warn', `${path}: damaged bytes ${hole.from} to ${hole.to} are passed over`);
      segment.rebuildTail();
    }
    if (!fresh) await fs.syncDir(dir);
  } catch (error) {
    await Promise.allSettled(segments.map((segment) => segment.file.close()));
    throw error;
  }
  return { segments, fresh };
}

/**
 * A segment whose offsets the one before it holds: compaction had put that one in the place of both, or it was begun and
 * never written to. Removed, unless damage in the one before makes it the better copy.
 */
async function replaced(
  { fs, dir, notice }: { fs: LogFs; dir: string; notice: Notice },
  previous: Segment | undefined,
  base: number,
  file: LogFile,
): Promise<boolean> {
  if (previous === undefined || previous.end <= base) return false;
  const sound = previous.holes.length === 0 && previous.size === previous.file.size;
  if (!sound && file.size > 0) return false;
  notice('info', `${dir}/${segmentName(base)}: removed, the segment before it holds its offsets`);
  await file.close();
  await fs.remove(join(dir, segmentName(base)));
  await removeCheckpoint(fs, dir, base);
  return true;
}

/** Reads the batches after `segment.size` up to the end of the file, or up to damage that nothing sound follows. */
async function scan(segment: Segment, producers: ProducerState, now: number): Promise<void> {
  const { file } = segment;
  let want = SCAN_BYTES;
  let expected = segment.end;
  while (segment.size < file.size) {
    const asked = Math.min(want, file.size - segment.size);
    const raw = await readFully(file, segment.size, asked);
    if (raw.length < asked) return; // shorter than the file said: another hand is in the folder
    const view = viewOf(raw);
    let at = 0;
    let damaged = false;
    while (at < raw.length) {
      const bytes = soundBatchAt(raw, view, at, expected);
      if (bytes > 0) {
        const header = readHeader(view, at);
        segment.index.add(header.baseOffset, segment.size + at, header.maxTimestamp);
        segment.maxTimestamp = Math.max(segment.maxTimestamp, header.maxTimestamp);
        producers.record(header, header.baseOffset, now);
        expected = header.baseOffset + header.lastOffsetDelta + 1;
        segment.end = expected;
        at += bytes;
        continue;
      }
      // Cut by the end of what was read, not of the file: read on from this batch, with more room.
      const needed = at + HEADER_BYTES <= raw.length ? batchBytesAt(view, at) : HEADER_BYTES;
      damaged = bytes < 0 || segment.size + at + needed > file.size;
      want = Math.max(SCAN_BYTES, needed);
      break;
    }
    segment.size += at;
    if (!damaged) continue;
    const found = await resync(file, segment.size, file.size, expected);
    if (found === null) return;
    segment.addHole({ from: segment.size, to: found.position, expected: found.expected });
    segment.size = found.position;
    expected = found.expected;
  }
}

/** Removes what follows the last sound batch: a write that a crash or a full disk left unfinished. */
async function cutTail(segment: Segment, covered: number, path: string, notice: Notice): Promise<void> {
  // A hole that nothing sound follows is the torn end itself: new batches must not be written behind it.
  const last = segment.holes.at(-1);
  if (last !== undefined && last.to >= segment.size && last.from >= covered) {
    segment.size = last.from;
    segment.holes.pop();
  }
  const extra = segment.file.size - segment.size;
  if (extra > 0) {
    notice('warn', `${path}: ${extra} bytes of an unfinished write cut off after offset ${segment.end - 1}`);
    await segment.file.truncate(segment.size);
  }
  if (extra > 0 || segment.size > 0) await segment.file.sync();
  segment.synced = segment.size;
}
