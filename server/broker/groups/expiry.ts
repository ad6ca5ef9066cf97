// Forgetting: offsets of groups nobody is in any more, then the empty groups themselves (offsets.retention.minutes).

import type { Group } from './group.ts';

/**
 * Drops what is older than the retention in one Empty group. A group that had members keeps its offsets for the whole
 * retention after the last one left; without members ever, the commit time alone counts (KIP-211).
 */
export async function expireOffsets(group: Group): Promise<void> {
  if (group.phase !== 'Empty') return;
  const { clock, limits } = group.context;
  const now = clock.now();
  const emptySince = group.protocolType === null ? 0 : group.since;
  await group.offsets.forget(({ at }) => now - Math.max(at, emptySince) > limits.offsetsRetentionMs);
}
