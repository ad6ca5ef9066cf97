// OffsetForLeaderEpoch: where a leader's time ended, so that a reader sees what a new leader never had (KIP-101, KIP-320).

import { defineHandler } from '../../core/api-handler.ts';
import { leaderProblem } from '../../core/leader-epoch.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { offsetForLeaderEpoch } from './messages.ts';

export const offsetForLeaderEpochHandler = defineHandler<typeof offsetForLeaderEpoch>({
  api: offsetForLeaderEpoch,
  handle: ({ topics }, { core, connection }) => ({
    topics: topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition: index, currentLeaderEpoch, leaderEpoch }) => {
        const partition = core.topics.partition(topic, index);
        if (!partition) return { partition: index, errorCode: errorCodes.UNKNOWN_TOPIC_OR_PARTITION };
        const errorCode = leaderProblem(partition, connection.nodeId, currentLeaderEpoch);
        const found = errorCode === 0 && leaderEpoch >= 0 ? partition.replication.endOfEpoch(leaderEpoch) : null;
        if (found === null) return { partition: index, errorCode };
        return { partition: index, leaderEpoch: found.epoch, endOffset: found.end };
      }),
    })),
  }),
  refuse: ({ topics }, errorCode) => ({
    topics: topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition }) => ({ partition, errorCode })),
    })),
  }),
});
