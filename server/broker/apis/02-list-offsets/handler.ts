// ListOffsets: the start, the end, or the offset that belongs to a time.

import { defineHandler } from '../../core/api-handler.ts';
import { leaderProblem } from '../../core/leader-epoch.ts';
import { type Partition, readableEnd } from '../../core/partition.ts';
import type { ResponseDraft } from '../../protocol/api.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { listOffsets } from './messages.ts';

type PartitionReply = ResponseDraft<typeof listOffsets>['topics'][number]['partitions'][number];
type Found = { offset: number; timestamp: number } | null;

const latest = -1;
const earliest = -2;
const largestTimestamp = -3;

export const listOffsetsHandler = defineHandler<typeof listOffsets>({
  api: listOffsets,
  async handle(request, { core, connection }) {
    const stableOnly = request.isolationLevel === 1;
    const topics = [];
    for (const { name, partitions } of request.topics) {
      const replies: PartitionReply[] = [];
      for (const { partitionIndex, currentLeaderEpoch, timestamp } of partitions) {
        const partition = core.topics.partition(name, partitionIndex);
        const errorCode = partition
          ? leaderProblem(partition, connection.nodeId, currentLeaderEpoch)
          : errorCodes.UNKNOWN_TOPIC_OR_PARTITION;
        const answered = partition && errorCode === 0 ? await answer(partition, timestamp, stableOnly) : { errorCode };
        replies.push({ partitionIndex, ...answered });
      }
      topics.push({ name, partitions: replies });
    }
    return { topics };
  },
  refuse: (request, errorCode) => ({
    topics: request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
    })),
  }),
});

async function answer(
  partition: Partition,
  timestamp: number,
  stableOnly: boolean,
): Promise<Omit<PartitionReply, 'partitionIndex'>> {
  const { log, replication } = partition;
  const leaderEpoch = replication.epoch;
  if (timestamp === latest) return { offset: readableEnd(partition, stableOnly), leaderEpoch };
  if (timestamp === earliest) return { offset: log.logStart, leaderEpoch };
  if (timestamp < largestTimestamp) return { errorCode: errorCodes.UNSUPPORTED_VERSION };
  const found: Found =
    timestamp === largestTimestamp ? await log.offsetOfMaxTimestamp() : await log.offsetForTimestamp(timestamp);
  return found ? { ...found, leaderEpoch } : {};
}
