// OffsetCommit and OffsetFetch: who may commit, and what is answered for what was never committed.

import {
  COORDINATOR_NOT_AVAILABLE,
  ILLEGAL_GENERATION,
  NONE,
  REBALANCE_IN_PROGRESS,
  UNKNOWN_MEMBER_ID,
  UNSTABLE_OFFSET_COMMIT,
} from './codes.ts';
import type { Group } from './group.ts';
import type { CommitRequest, CommitResult, FetchedOffset, OffsetFetchRequest, OffsetFetchResult } from './types.ts';
import { findMember } from './validate.ts';

/** Commits for a group that exists; tells and answers once the log has the offsets. */
export async function commit(group: Group, request: CommitRequest): Promise<CommitResult> {
  const refusal = mayCommit(group, request);
  if (refusal !== NONE) return refuseCommit(request, refusal);
  const results = await group.offsets.commit(request.offsets, () => group.phase !== 'Dead');
  // A negative one is no place in the log: there is nothing to show.
  const kept = request.offsets.filter(({ offset }, index) => offset >= 0 && results[index]?.code === NONE);
  if (kept.length > 0) {
    group.context.emit({
      type: 'committed',
      group: group.name,
      memberId: request.memberId === '' ? null : request.memberId,
      clientId: request.clientId,
      offsets: kept.map(({ topic, partition, offset }) => ({ topic, partition, offset })),
    });
  }
  return results;
}

export const refuseCommit = (request: CommitRequest, code: number): CommitResult =>
  request.offsets.map(({ topic, partition }) => ({ topic, partition, code }));

function mayCommit(group: Group, request: CommitRequest): number {
  if (group.phase === 'Dead') return COORDINATOR_NOT_AVAILABLE;
  // Simple consumers and administrators have no generation; a group somebody is in belongs to its members.
  if (request.generation < 0 && group.phase === 'Empty') return NONE;
  if (request.generation < 0 && request.memberId === '' && request.instanceId === null) return UNKNOWN_MEMBER_ID;
  const member = findMember(group, request.memberId, request.instanceId);
  if (typeof member === 'number') return member;
  if (request.generation !== group.generation) return ILLEGAL_GENERATION;
  group.touch(member);
  // Between two assignments nobody owns anything. While members are still rejoining, the old owners may finish.
  return group.phase === 'CompletingRebalance' ? REBALANCE_IN_PROGRESS : NONE;
}

export function fetchOffsets(
  group: Group | undefined,
  request: OffsetFetchRequest,
  hasPendingOffset: (topic: string, partition: number) => boolean,
): OffsetFetchResult {
  const one = (topic: string, partition: number): FetchedOffset => {
    const found = group?.offsets.fetch(topic, partition);
    const offset = found ?? { partition, offset: -1, leaderEpoch: -1, metadata: '', code: NONE };
    if (!request.requireStable || !hasPendingOffset(topic, partition)) return offset;
    return { partition, offset: -1, leaderEpoch: -1, metadata: '', code: UNSTABLE_OFFSET_COMMIT };
  };
  const wanted = request.topics ?? everyTopic(group);
  return {
    code: NONE,
    topics: wanted.map(({ topic, partitions }) => ({ topic, partitions: partitions.map((p) => one(topic, p)) })),
  };
}

function everyTopic(group: Group | undefined): { topic: string; partitions: number[] }[] {
  const topics = new Map<string, number[]>();
  for (const { topic, partition } of group?.offsets.all() ?? []) {
    const partitions = topics.get(topic);
    if (partitions) partitions.push(partition);
    else topics.set(topic, [partition]);
  }
  return [...topics].map(([topic, partitions]) => ({ topic, partitions }));
}
