// The beginning of a partition: where it is (DeleteRecords may put it inside a segment), when retention moves it,
// and the removal of whole segments below it.
import { removeCheckpoint } from './checkpoint.ts';
import { join, type LogFs, readWhole, replaceFile } from './fs.ts';
import { type Segment, segmentName } from './segment.ts';
import type { SegmentOwner } from './segment-writer.ts';
import type { TopicConfig } from './types.ts';

const NAME = 'log-start';

/** 0 when nothing was written: the first segment's name then tells. */
export async function readLogStart(fs: LogFs, dir: string): Promise<number> {
  const content = await readWhole(fs, dir, NAME);
  const offset = content === null ? 0 : Number(new TextDecoder().decode(content));
  return Number.isSafeInteger(offset) && offset > 0 ? offset : 0;
}

export async function writeLogStart(fs: LogFs, dir: string, offset: number): Promise<void> {
  await replaceFile(fs, dir, NAME, new TextEncoder().encode(String(offset)), true);
}

/** The first offset that retention.ms (by largest timestamp) and retention.bytes keep; -1 in either means for ever. */
export function retainedFrom(segments: readonly Segment[], config: TopicConfig, now: number): number {
  const { 'retention.ms': ms, 'retention.bytes': bytes } = config;
  let start = segments[0]?.base ?? 0;
  let total = segments.reduce((sum, segment) => sum + segment.size, 0);
  for (const [at, segment] of segments.entries()) {
    const expired = ms >= 0 && segment.maxTimestamp >= 0 && now - segment.maxTimestamp > ms;
    const tooMuch = bytes >= 0 && total - segment.size >= bytes && at < segments.length - 1;
    if (segment.size > 0 && !expired && !tooMuch) break;
    start = segment.end;
    total -= segment.size;
  }
  return start;
}

/** Removes the segments that end at or before `offset`; the one being written to stays. */
export async function deleteSegmentsBelow(owner: SegmentOwner, offset: number): Promise<void> {
  const { fs, dir, segments } = owner;
  let count = 0;
  while (count < segments.length - 1 && (segments[count]?.end ?? 0) <= offset) count += 1;
  if (count === 0) return;
  for (const segment of segments.splice(0, count)) {
    segment.removed = true;
    await segment.checkpoint;
    await fs.remove(join(dir, segmentName(segment.base)));
    await removeCheckpoint(fs, dir, segment.base);
    await segment.file.close();
  }
  await fs.syncDir(dir);
}
