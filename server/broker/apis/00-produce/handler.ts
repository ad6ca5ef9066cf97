// Produce: hands the batches to the partition logs as they came, answers once they are written (acks=1) or confirmed by
// every copy in sync (acks=all), wakes waiting consumers.

import { CloseConnection, defineHandler, type RequestContext } from '../../core/api-handler.ts';
import { leaderProblem } from '../../core/leader-epoch.ts';
import type { Partition } from '../../core/partition.ts';
import type { AppendResult } from '../../log/types.ts';
import type { RequestOf, ResponseDraft } from '../../protocol/api.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { produce } from './messages.ts';

type Request = RequestOf<typeof produce>;
type TopicData = Request['topicData'][number];
type TopicReply = ResponseDraft<typeof produce>['responses'][number];
type PartitionReply = TopicReply['partitionResponses'][number];

const anyEpoch = -1;
const allInSync = -1;

export const produceHandler = defineHandler<typeof produce>({
  api: produce,
  async handle(request, context) {
    charge(request, context);
    const problem = wholeProblem(request);
    const responses = problem
      ? refused(request, problem.code, problem.message)
      : await Promise.all(request.topicData.map((data) => writeTopic(data, request, context)));
    if (request.acks !== 0) return { responses };
    hangUpOnError(responses);
    return null;
  },
  refuse(request, code) {
    return request.acks === 0 ? null : { responses: refused(request, code, null) };
  },
});

function charge({ topicData }: Request, context: RequestContext): void {
  const { quotas } = context.core;
  if (!quotas.any) return;
  let bytes = 0;
  for (const { partitionData } of topicData) for (const { records } of partitionData) bytes += records?.length ?? 0;
  context.throttleMs = quotas.charge('produce', context.clientId, bytes);
}

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

async function writeTopic(data: TopicData, request: Request, context: RequestContext): Promise<TopicReply> {
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
      return partition ? write(partition, records, request, context) : unknownPartition(data.name, index);
    }),
  );
  return { name: data.name, partitionResponses };
}

async function write(
  partition: Partition,
  records: Uint8Array | null,
  { acks, timeoutMs }: Request,
  context: RequestContext,
): Promise<PartitionReply> {
  const { index, replication } = partition;
  const no = (errorCode: number, errorMessage: string): PartitionReply => ({
    index,
    errorCode,
    baseOffset: -1,
    errorMessage,
  });
  if (records === null || records.length === 0) return no(errorCodes.INVALID_RECORD, 'no records');
  const problem = leaderProblem(partition, context.connection.nodeId, anyEpoch);
  if (problem !== errorCodes.NONE) return no(problem, notLeader);
  const needed = acks === allInSync ? leastInSync(partition) : 0;
  if (replication.isr.length < needed) return no(errorCodes.NOT_ENOUGH_REPLICAS, tooFew(partition, needed));
  const { epoch } = replication;
  const result = await partition.log.append(records, { leaderEpoch: epoch });
  if (!result.ok) return no(result.code, result.message);
  // The leader went while its disk wrote: what it had alone is cut off.
  if (replication.epoch !== epoch || replication.leader === null)
    return no(errorCodes.NOT_LEADER_OR_FOLLOWER, notLeader);
  if (!result.duplicate) tell(partition, result, records.length, acks, context);
  const upTo = result.lastOffset + 1;
  if (acks === allInSync && replication.highWatermark < upTo) {
    await confirmed(partition, upTo, timeoutMs, context);
    if (replication.epoch !== epoch || replication.leader === null)
      return no(errorCodes.NOT_LEADER_OR_FOLLOWER, notLeader);
    if (replication.highWatermark < upTo) return no(errorCodes.REQUEST_TIMED_OUT, 'followers did not confirm in time');
    if (replication.isr.length < needed) {
      return no(errorCodes.NOT_ENOUGH_REPLICAS_AFTER_APPEND, tooFew(partition, needed));
    }
  }
  return {
    index,
    baseOffset: result.baseOffset,
    logAppendTimeMs: result.logAppendTime,
    logStartOffset: result.logStart,
  };
}

/** min.insync.replicas; never more than there are copies, as Apache has it since 4.1 (KIP-966). */
const leastInSync = ({ topic, replication }: Partition): number =>
  Math.min(topic.config['min.insync.replicas'], replication.nodes.length);

const notLeader = 'another broker leads this partition';
const tooFew = ({ replication }: Partition, needed: number): string =>
  `${replication.isr.length} replica(s) in sync, ${needed} needed`;

/** Until every copy in sync has the records, the client's patience ends, or nobody would hear the answer. */
async function confirmed(
  { replication }: Partition,
  upTo: number,
  timeoutMs: number,
  { core, connection }: RequestContext,
): Promise<void> {
  await replication.confirmed(upTo, (run) => {
    const patience = Math.min(Math.max(0, timeoutMs), core.settings.limits.maxWaitMs);
    const timer = core.clock.after(patience, run);
    const forget = connection.whenClosed(run);
    return () => {
      timer.cancel();
      forget();
    };
  });
}

function tell(
  partition: Partition,
  { baseOffset, lastOffset }: Extract<AppendResult, { ok: true }>,
  bytes: number,
  acks: number,
  { core, connection, clientId }: RequestContext,
): void {
  core.cluster.appended(partition, bytes);
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
