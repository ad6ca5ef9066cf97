// OffsetForLeaderEpoch: leaders never move here, so there is one epoch and it ends at the end of the log (KIP-320).

import { defineHandler } from '../../core/api-handler.ts';
import { epochProblem } from '../../core/leader-epoch.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { offsetForLeaderEpoch } from './messages.ts';

export const offsetForLeaderEpochHandler = defineHandler<typeof offsetForLeaderEpoch>({
  api: offsetForLeaderEpoch,
  handle: ({ topics }, { core }) => ({
    topics: topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition: index, currentLeaderEpoch, leaderEpoch }) => {
        const partition = core.topics.partition(topic, index);
        if (!partition) return { partition: index, errorCode: errorCodes.UNKNOWN_TOPIC_OR_PARTITION };
        const errorCode = epochProblem(currentLeaderEpoch, partition.leaderEpoch);
        if (errorCode !== 0 || leaderEpoch < 0 || leaderEpoch > partition.leaderEpoch) {
          return { partition: index, errorCode };
        }
        return { partition: index, leaderEpoch: partition.leaderEpoch, endOffset: partition.log.highWatermark };
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
