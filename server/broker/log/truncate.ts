// Cutting the end off a partition: what a replica that becomes leader never had does not exist for anybody (KIP-101).
// The caller sees to it that nothing is appended meanwhile; readers only read below the cut.
import { maxTimestampAt } from './batch-header.ts';
import { removeCheckpoint } from './checkpoint.ts';
import { join } from './fs.ts';
import { type Segment, segmentName } from './segment.ts';
import { walkSegment } from './segment-read.ts';
import type { SegmentOwner } from './segment-writer.ts';

const READ_BYTES = 64 * 1024;

/**
 * Removes every batch whose first offset is at or after `offset`; the last segment left is the one to write to.
 * Rejects on I/O errors: the log is then to be opened again.
 */
export async function truncateSegments(owner: SegmentOwner, offset: number): Promise<Segment> {
  const { fs, dir, segments } = owner;
  for (;;) {
    const last = segments.at(-1);
    if (last === undefined) throw new Error(`${dir}: no segment`);
    await last.checkpoint;
    if (segments.length === 1 || last.base < offset) {
      await cutSegment(owner, last, offset);
      await fs.syncDir(dir);
      return last;
    }
    segments.pop();
    last.removed = true;
    await fs.remove(join(dir, segmentName(last.base)));
    await removeCheckpoint(fs, dir, last.base);
    await last.file.close();
  }
}

async function cutSegment({ fs, dir, onDamage }: SegmentOwner, segment: Segment, offset: number): Promise<void> {
  if (segment.end <= offset) return;
  let end = Math.max(segment.base, Math.min(offset, segment.end));
  let maxTimestamp: number | null = null;
  const { position } = await walkSegment(
    segment,
    offset,
    READ_BYTES,
    (batch) => {
      if (batch.base >= offset) return 'stop';
      end = batch.last + 1;
      maxTimestamp = Math.max(maxTimestamp ?? -1, maxTimestampAt(batch.view, batch.at));
      return 'skip';
    },
    onDamage,
  );
  await removeCheckpoint(fs, dir, segment.base);
  await segment.file.truncate(position);
  await segment.file.sync();
  segment.cut(position, end, maxTimestamp);
}
