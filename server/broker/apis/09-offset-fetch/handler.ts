// OffsetFetch: what groups have committed; one group up to v7, several from v8 on (KIP-709).

import { defineHandler } from '../../core/api-handler.ts';
import type { Core } from '../../core/core.ts';
import type { RequestOf } from '../../protocol/api.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { offsetFetch } from './messages.ts';

type Request = RequestOf<typeof offsetFetch>;
type Topics = Request['topics'];

/** From this version on a request asks for several groups. */
const several = 8;
const elsewhere = { errorCode: errorCodes.NOT_COORDINATOR, topics: [] };

export const offsetFetchHandler = defineHandler<typeof offsetFetch>({
  api: offsetFetch,
  group: ({ groupId }, version) => (version < several ? groupId : null),
  handle(request, { core, connection, version }) {
    if (version >= several) {
      return {
        groups: request.groups.map(({ groupId, topics }) => ({
          groupId,
          ...(core.cluster.coordinates(connection.nodeId, groupId)
            ? committed(core, groupId, topics, request.requireStable)
            : elsewhere),
        })),
      };
    }
    const answer = committed(core, request.groupId, request.topics, request.requireStable);
    // v1 has no place for an error of the whole request but its partitions.
    return version === 1 && answer.errorCode !== 0 ? { topics: failed(request.topics, answer.errorCode) } : answer;
  },
  refuse(request, errorCode, { version }) {
    if (version >= several) return { groups: request.groups.map(({ groupId }) => ({ groupId, errorCode })) };
    return { errorCode, topics: version === 1 ? failed(request.topics, errorCode) : [] };
  },
});

function committed(core: Core, group: string, topics: Topics, requireStable: boolean) {
  const wanted = topics?.map(({ name, partitionIndexes }) => ({ topic: name, partitions: [...partitionIndexes] }));
  const result = core.groups.fetch({ group, topics: wanted ?? null, requireStable });
  return {
    errorCode: result.code,
    topics: result.topics.map(({ topic, partitions }) => ({
      name: topic,
      partitions: partitions.map(({ partition, offset, leaderEpoch, metadata, code }) => ({
        partitionIndex: partition,
        committedOffset: offset,
        committedLeaderEpoch: leaderEpoch,
        metadata,
        errorCode: code,
      })),
    })),
  };
}

const failed = (topics: Topics, errorCode: number) =>
  (topics ?? []).map(({ name, partitionIndexes }) => ({
    name,
    partitions: partitionIndexes.map((partitionIndex) => ({
      partitionIndex,
      committedOffset: -1,
      metadata: '',
      errorCode,
    })),
  }));
