// OffsetDelete: forgets what a group committed on chosen partitions.

import { defineHandler } from '../../core/api-handler.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { offsetDelete } from './messages.ts';

export const offsetDeleteHandler = defineHandler<typeof offsetDelete>({
  api: offsetDelete,
  group: ({ groupId }) => groupId,
  async handle({ groupId, topics }, { core }) {
    const asked = topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex }) => ({ topic: name, partition: partitionIndex })),
    );
    const known = asked.filter(({ topic, partition }) => core.topics.partition(topic, partition) !== undefined);
    const { code, partitions: results } = await core.groups.deleteOffsets(groupId, known);
    if (code !== errorCodes.NONE) return { errorCode: code, topics: [] };
    const codes = new Map(known.map((one, place) => [one, results[place]?.code ?? errorCodes.UNKNOWN_SERVER_ERROR]));
    let next = 0;
    return {
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }) => {
          const one = asked[next++];
          const errorCode = (one && codes.get(one)) ?? errorCodes.UNKNOWN_TOPIC_OR_PARTITION;
          return { partitionIndex, errorCode };
        }),
      })),
    };
  },
  refuse: (_request, errorCode) => ({ errorCode, topics: [] }),
});
