// Reading whole batches of one segment, the first one containing the wanted offset. Synchronous while the bytes are in
// memory; bytes from disk are verified batch by batch, and a damaged batch is passed over, never served.
import {
  baseOffsetAt,
  batchBytesAt,
  HEADER_BYTES,
  lastOffsetDeltaAt,
  recordCountAt,
  soundBatchAt,
  viewOf,
} from './batch-header.ts';
import { BLOCK_BYTES } from './block-index.ts';
import { resync } from './resync.ts';
import type { Segment } from './segment.ts';

export type Damage = { segment: Segment; from: number; to: number };
export type WalkedBatch = { raw: Uint8Array; view: DataView; at: number; bytes: number; base: number; last: number };
/** `take` adds the batch to the result, `skip` passes over it, `stop` ends before it. */
export type Choice = 'take' | 'skip' | 'stop';

type Walk = {
  segment: Segment;
  position: number;
  /** Offset the next batch must start at; null right after a hole. */
  expected: number | null;
  /** Bytes to ask for next. */
  want: number;
  chunks: Uint8Array[];
  bytes: number;
  stopped: boolean;
  choose: (batch: WalkedBatch, taken: number) => Choice;
  onDamage: (damage: Damage) => void;
};

/** `position`: where in the file the walk ended. */
export type WalkResult = { chunks: Uint8Array[]; bytes: number; stopped: boolean; position: number };

/** Walks the batches of `segment` from the block of `offset` on. Never throws on damaged bytes; rejects on I/O errors. */
export function walkSegment(
  segment: Segment,
  offset: number,
  want: number,
  choose: Walk['choose'],
  onDamage: Walk['onDamage'],
): WalkResult | Promise<WalkResult> {
  const block = segment.index.blockOf(offset);
  return advance({
    segment,
    position: segment.index.positionAt(block),
    expected: segment.index.length > 0 ? segment.index.offsetAt(block) : null,
    want: Math.max(want, 0) + BLOCK_BYTES,
    chunks: [],
    bytes: 0,
    stopped: false,
    choose,
    onDamage,
  });
}

function advance(walk: Walk): WalkResult | Promise<WalkResult> {
  const { segment } = walk;
  while (!walk.stopped && walk.position < segment.size) {
    const hole = segment.holeAt(walk.position);
    if (hole !== undefined) {
      walk.position = hole.to;
      walk.expected = hole.expected;
      continue;
    }
    const { bytes, verify } = segment.fetch(walk.position, walk.want);
    if (verify || bytes instanceof Promise) return advanceFromDisk(walk, bytes, verify);
    const { position, want } = walk;
    // Memory is neither cut short nor damaged: a step without progress would be a bug, and ends the walk instead of looping.
    if (step(walk, bytes, verify) === 'damaged' || (walk.position === position && walk.want === want)) break;
  }
  return walk;
}

async function advanceFromDisk(
  walk: Walk,
  bytes: Uint8Array | Promise<Uint8Array>,
  verify: boolean,
): Promise<WalkResult> {
  const { segment, position } = walk;
  const asked = Math.min(walk.want, segment.size - position);
  const raw = await bytes;
  const damaged = step(walk, raw, verify) === 'damaged';
  if (damaged || (walk.position === position && raw.length < asked && !walk.stopped)) {
    const found = await resync(segment.file, walk.position, segment.size, walk.expected);
    const to = found?.position ?? segment.size;
    const hole = { from: walk.position, to, expected: found?.expected ?? null };
    segment.addHole(hole);
    walk.onDamage({ segment, from: hole.from, to });
  }
  return advance(walk);
}

/** Uses the whole batches of `raw`, which starts at walk.position, and moves the position after them. */
function step(walk: Walk, raw: Uint8Array, verify: boolean): 'more' | 'damaged' {
  const view = viewOf(raw);
  let at = 0;
  let runFrom = 0;
  let runTo = 0;
  let outcome: 'more' | 'damaged' = 'more';
  const { segment } = walk;
  while (at < raw.length) {
    if (at > 0 && segment.holes.length > 0 && segment.holeAt(walk.position + at) !== undefined) break;
    const left = segment.size - walk.position - at;
    const bytes = at + HEADER_BYTES <= raw.length ? batchBytesAt(view, at) : HEADER_BYTES;
    const sound = verify ? soundBatchAt(raw, view, at, walk.expected) : at + bytes <= raw.length ? bytes : 0;
    if (sound < 0 || bytes > left) {
      outcome = 'damaged';
      break;
    }
    if (sound === 0) {
      walk.want = Math.max(walk.want, bytes);
      if (at === 0 && raw.length >= Math.min(walk.want, left)) outcome = 'damaged';
      break;
    }
    const base = baseOffsetAt(view, at);
    const last = base + lastOffsetDeltaAt(view, at);
    const choice = walk.choose({ raw, view, at, bytes: sound, base, last }, walk.bytes + runTo - runFrom);
    if (choice === 'stop') {
      walk.stopped = true;
      break;
    }
    if (choice === 'take') runTo = at + sound;
    else {
      keep(walk, raw, runFrom, runTo);
      runFrom = at + sound;
      runTo = runFrom;
    }
    at += sound;
    walk.expected = last + 1;
  }
  keep(walk, raw, runFrom, runTo);
  walk.position += at;
  return outcome;
}

function keep(walk: Walk, raw: Uint8Array, from: number, to: number): void {
  if (to === from) return;
  walk.chunks.push(raw.subarray(from, to));
  walk.bytes += to - from;
}

/**
 * Whole batches from the one containing `offset`, not past `upTo`; at least one even when larger than `maxBytes`.
 * The empty batches that compaction leaves as place holders stay here: some clients take one for the end of the log.
 */
export function readBatches(
  segment: Segment,
  offset: number,
  maxBytes: number,
  upTo: number,
  onDamage: (damage: Damage) => void,
): WalkResult | Promise<WalkResult> {
  return walkSegment(
    segment,
    offset,
    maxBytes,
    (batch, taken) => {
      if (batch.base >= upTo || (taken > 0 && taken + batch.bytes > maxBytes)) return 'stop';
      return batch.last < offset || recordCountAt(batch.view, batch.at) === 0 ? 'skip' : 'take';
    },
    onDamage,
  );
}
