// OffsetCommit: what a group has read. Partitions that do not exist are refused here, the rest is the coordinator's.

import { defineHandler } from '../../core/api-handler.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { offsetCommit } from './messages.ts';

export const offsetCommitHandler = defineHandler<typeof offsetCommit>({
  api: offsetCommit,
  group: ({ groupId }) => groupId,
  async handle(request, { core, clientId }) {
    const asked = request.topics.flatMap(({ name, partitions }) =>
      partitions.map((one) => ({
        topic: name,
        partition: one.partitionIndex,
        offset: one.committedOffset,
        leaderEpoch: one.committedLeaderEpoch,
        metadata: one.committedMetadata,
      })),
    );
    const known = asked.filter(({ topic, partition }) => core.topics.partition(topic, partition) !== undefined);
    const results = await core.groups.commit({
      group: request.groupId,
      generation: request.generationIdOrMemberEpoch,
      memberId: request.memberId,
      instanceId: request.groupInstanceId,
      clientId,
      offsets: known,
    });
    const codes = new Map(known.map((one, place) => [one, results[place]?.code ?? errorCodes.UNKNOWN_SERVER_ERROR]));
    let next = 0;
    return {
      topics: request.topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }) => {
          const one = asked[next++];
          const errorCode = (one && codes.get(one)) ?? errorCodes.UNKNOWN_TOPIC_OR_PARTITION;
          return { partitionIndex, errorCode };
        }),
      })),
    };
  },
  refuse: (request, errorCode) => ({
    topics: request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
    })),
  }),
});
