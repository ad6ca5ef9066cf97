// DeleteRecords: moves the start of partitions forward.

import { defineHandler } from '../../core/api-handler.ts';
import type { Core } from '../../core/core.ts';
import { leaderProblem } from '../../core/leader-epoch.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { deleteRecords } from './messages.ts';

const toTheEnd = -1;
const anyEpoch = -1;

export const deleteRecordsHandler = defineHandler<typeof deleteRecords>({
  api: deleteRecords,
  async handle({ topics }, { core, connection }) {
    const results = [];
    for (const { name, partitions } of topics) {
      const replies = [];
      for (const { partitionIndex, offset } of partitions) {
        replies.push({
          partitionIndex,
          ...(await moveStart(core, connection.nodeId, { topic: name, index: partitionIndex, offset })),
        });
      }
      results.push({ name, partitions: replies });
    }
    return { topics: results };
  },
  refuse: ({ topics }, errorCode) => ({
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, lowWatermark: -1, errorCode })),
    })),
  }),
});

async function moveStart(
  core: Core,
  node: number,
  { topic, index, offset }: { topic: string; index: number; offset: number },
): Promise<{ lowWatermark: number; errorCode?: number }> {
  const partition = core.topics.partition(topic, index);
  if (!partition) return { lowWatermark: -1, errorCode: errorCodes.UNKNOWN_TOPIC_OR_PARTITION };
  const problem = leaderProblem(partition, node, anyEpoch);
  if (problem !== errorCodes.NONE) return { lowWatermark: -1, errorCode: problem };
  const { log } = partition;
  const { highWatermark } = partition.replication;
  const target = offset === toTheEnd ? highWatermark : offset;
  if (target < 0 || target > highWatermark) {
    return { lowWatermark: -1, errorCode: errorCodes.OFFSET_OUT_OF_RANGE };
  }
  const before = log.logStart;
  await log.deleteBefore(target);
  if (log.logStart !== before) {
    core.hub.emit({ type: 'log-start-moved', topic, partition: index, logStart: log.logStart });
  }
  return { lowWatermark: log.logStart };
}
