// OffsetDelete: forgets what a group committed on chosen partitions.

import { defineHandler } from '../../core/api-handler.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { offsetDelete } from './messages.ts';

export const offsetDeleteHandler = defineHandler<typeof offsetDelete>({
  api: offsetDelete,
  async handle({ groupId, topics }, { core }) {
    const asked = topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex }) => ({ topic: name, partition: partitionIndex })),
    );
    const { code, partitions: results } = await core.groups.deleteOffsets(groupId, asked);
    if (code !== errorCodes.NONE) return { errorCode: code, topics: [] };
    let next = 0;
    return {
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }) => ({
          partitionIndex,
          errorCode: results[next++]?.code ?? errorCodes.UNKNOWN_SERVER_ERROR,
        })),
      })),
    };
  },
  refuse: (_request, errorCode) => ({ errorCode, topics: [] }),
});
