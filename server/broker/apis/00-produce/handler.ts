// Produce: hands the batches to the partition logs as they came, answers once they are written, wakes waiting consumers.

import { CloseConnection, defineHandler, type RequestContext } from '../../core/api-handler.ts';
import { wake } from '../../core/fetch-waiters.ts';
import type { Partition } from '../../core/partition.ts';
import type { AppendResult } from '../../log/types.ts';
import type { RequestOf, ResponseDraft } from '../../protocol/api.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { produce } from './messages.ts';

type Request = RequestOf<typeof produce>;
type TopicData = Request['topicData'][number];
type TopicReply = ResponseDraft<typeof produce>['responses'][number];
type PartitionReply = TopicReply['partitionResponses'][number];

/** This broker is the only one: every partition has one replica, always in sync. */
const onlyReplica = 1;

export const produceHandler = defineHandler<typeof produce>({
  api: produce,
  async handle(request, context) {
    const problem = wholeProblem(request);
    const responses = problem
      ? refused(request, problem.code, problem.message)
      : await Promise.all(request.topicData.map((data) => writeTopic(data, request.acks, context)));
    if (request.acks !== 0) return { responses };
    hangUpOnError(responses);
    return null;
  },
  refuse(request, code) {
    return request.acks === 0 ? null : { responses: refused(request, code, null) };
  },
});

function wholeProblem({ acks, transactionalId }: Request): { code: number; message: string } | null {
  if (acks < -1 || acks > 1)
    return { code: errorCodes.INVALID_REQUIRED_ACKS, message: `acks ${acks} is not -1, 0 or 1` };
  if (transactionalId === null) return null;
  return { code: errorCodes.INVALID_REQUEST, message: 'transactions are not served by this broker' };
}

function refused(request: Request, errorCode: number, errorMessage: string | null): TopicReply[] {
  return request.topicData.map(({ name, partitionData }) => ({
    name,
    partitionResponses: partitionData.map(({ index }) => ({ index, errorCode, baseOffset: -1, errorMessage })),
  }));
}

async function writeTopic(data: TopicData, acks: number, context: RequestContext): Promise<TopicReply> {
  const { core } = context;
  if (!core.topics.get(data.name) && core.settings.autoCreateTopics) {
    const change = await core.topics.ensure(data.name, core.settings.defaultPartitions);
    if (!change.ok) {
      const failed = { errorCode: change.code, baseOffset: -1, errorMessage: change.message };
      return { name: data.name, partitionResponses: data.partitionData.map(({ index }) => ({ index, ...failed })) };
    }
  }
  const partitionResponses = await Promise.all(
    data.partitionData.map(async ({ index, records }) => {
      const partition = core.topics.partition(data.name, index);
      return partition ? write(partition, records, acks, context) : unknownPartition(data.name, index);
    }),
  );
  return { name: data.name, partitionResponses };
}

async function write(
  partition: Partition,
  records: Uint8Array | null,
  acks: number,
  context: RequestContext,
): Promise<PartitionReply> {
  const { index } = partition;
  if (records === null || records.length === 0) {
    return { index, errorCode: errorCodes.INVALID_RECORD, baseOffset: -1, errorMessage: 'no records' };
  }
  const needed = partition.topic.config['min.insync.replicas'];
  if (acks === -1 && needed > onlyReplica) {
    const errorMessage = `1 replica is in sync, ${needed} are needed`;
    return { index, errorCode: errorCodes.NOT_ENOUGH_REPLICAS, baseOffset: -1, errorMessage };
  }
  const result = await partition.log.append(records, { leaderEpoch: partition.leaderEpoch });
  if (!result.ok) return { index, errorCode: result.code, baseOffset: -1, errorMessage: result.message };
  if (!result.duplicate) tell(partition, result, records.length, acks, context);
  return {
    index,
    baseOffset: result.baseOffset,
    logAppendTimeMs: result.logAppendTime,
    logStartOffset: result.logStart,
  };
}

function tell(
  partition: Partition,
  { baseOffset, lastOffset }: Extract<AppendResult, { ok: true }>,
  bytes: number,
  acks: number,
  { core, connection, clientId }: RequestContext,
): void {
  wake(partition.gate, bytes);
  core.retention.appended(bytes);
  const count = lastOffset + 1 - baseOffset;
  const at = core.clock.now();
  core.hub.appended(partition, { baseOffset, count, bytes, connection: connection.id, clientId, acks, at });
}

const unknownPartition = (topic: string, index: number): PartitionReply => ({
  index,
  errorCode: errorCodes.UNKNOWN_TOPIC_OR_PARTITION,
  baseOffset: -1,
  errorMessage: `no partition ${topic}-${index}`,
});

/** With acks=0 the only way to say that something went wrong is to hang up, as Apache does. */
function hangUpOnError(responses: TopicReply[]): void {
  for (const { name, partitionResponses } of responses) {
    for (const { index, errorCode, errorMessage } of partitionResponses) {
      if (!errorCode) continue;
      throw new CloseConnection('bad-frame', `Produce with acks=0 to ${name}-${index}: ${errorMessage ?? errorCode}`);
    }
  }
}
