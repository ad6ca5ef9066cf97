// Fetch: whole batches from the wanted offsets on; waits for more when there is too little (long poll). Sessions (KIP-227)
// are answered with session 0: every fetch is a full one, which every client accepts.

import { defineHandler, type RequestContext } from '../../core/api-handler.ts';
import { park } from '../../core/fetch-waiters.ts';
import { leaderProblem } from '../../core/leader-epoch.ts';
import { type Partition, readableEnd, type Topic } from '../../core/partition.ts';
import type { ReadResult } from '../../log/types.ts';
import type { RequestOf, ResponseDraft } from '../../protocol/api.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { fetch } from './messages.ts';

type Request = RequestOf<typeof fetch>;
type Response = ResponseDraft<typeof fetch>;
type PartitionReply = Response['responses'][number]['partitions'][number];
type Wanted = Request['topics'][number]['partitions'][number];
type Round = { response: Response; bytes: number; failed: boolean; watched: Watched[] };
/** A partition and how far it could be read when it was looked at. */
type Watched = { partition: Partition; upTo: number };

const nothing: ReadResult = { chunks: [], bytes: 0 };
const readCommitted = 1;
const byId = 13;
const withEndpoints = 16;
const nobody = -1;
/** However many replies wait for their readers, the next one may have this many bytes. */
const leastReply = 64 * 1024;

export const fetchHandler = defineHandler<typeof fetch>({
  api: fetch,
  async handle(request, context) {
    // Epochs -1 and 0 ask for everything, session or not; only a later one leans on a session (KIP-227).
    if (request.sessionEpoch > 0) return { errorCode: errorCodes.FETCH_SESSION_ID_NOT_FOUND, responses: [] };
    tellPositions(request, context);
    const { core, connection } = context;
    const deadline = core.clock.now() + Math.min(Math.max(0, request.maxWaitMs), core.settings.limits.maxWaitMs);
    for (;;) {
      const round = await evaluate(request, context);
      const left = deadline - core.clock.now();
      const missing = Math.min(request.minBytes, request.maxBytes) - round.bytes;
      if (missing <= 0 || round.failed || left <= 0 || !connection.isOpen) {
        if (core.quotas.any) context.throttleMs = core.quotas.charge('fetch', context.clientId, round.bytes);
        return round.response;
      }
      // Records may have come to one partition while another was read: nothing would wake us for those.
      if (round.watched.some(({ partition, upTo }) => readableEnd(partition, stableOnly(request)) !== upTo)) continue;
      const gates = round.watched.map(({ partition }) => partition.gate);
      await park(core.clock, gates, missing, left, (run) => connection.whenClosed(run));
    }
  },
  refuse(request, errorCode, { version }) {
    if (version >= 7) return { errorCode, responses: [] };
    const failed = (one: Wanted): PartitionReply => empty(one.partition, errorCode);
    return {
      responses: request.topics.map(({ topic, partitions }) => ({ topic, partitions: partitions.map(failed) })),
    };
  },
});

const stableOnly = ({ isolationLevel }: Request): boolean => isolationLevel === readCommitted;

/** Topics are named up to v12, told by id from v13 on. */
const topicOf = (wanted: { topic: string; topicId: string }, { core, version }: RequestContext): Topic | undefined =>
  version < byId ? core.topics.get(wanted.topic) : core.topics.byId(wanted.topicId);

/** One look at everything asked for. */
async function evaluate(request: Request, context: RequestContext): Promise<Round> {
  const { core, connection, version } = context;
  const round: Round = { response: { responses: [] }, bytes: 0, failed: false, watched: [] };
  const room = Math.max(leastReply, core.admission.replyRoom);
  const budget = Math.min(request.maxBytes, core.settings.limits.maxFetchBytes, room);
  const responses: Response['responses'][number][] = [];
  for (const { topic, topicId, partitions } of request.topics) {
    const known = topicOf({ topic, topicId }, context);
    const unknown = known || version < byId ? errorCodes.UNKNOWN_TOPIC_OR_PARTITION : errorCodes.UNKNOWN_TOPIC_ID;
    const replies: PartitionReply[] = [];
    for (const wanted of partitions) {
      const partition = known?.partitions[wanted.partition];
      const reply = partition
        ? await readOne(partition, wanted, request, { budget, round, node: connection.nodeId })
        : empty(wanted.partition, unknown);
      if (reply.errorCode) round.failed = true;
      replies.push(reply);
    }
    responses.push({ topic, topicId, partitions: replies });
  }
  const moved =
    version >= withEndpoints && responses.some(({ partitions }) => partitions.some((one) => one.currentLeader));
  round.response = { responses, nodeEndpoints: moved ? core.cluster.endpoints() : [] };
  return round;
}

async function readOne(
  partition: Partition,
  wanted: Wanted,
  request: Request,
  { budget, round, node }: { budget: number; round: Round; node: number },
): Promise<PartitionReply> {
  const { log, replication } = partition;
  const problem = leaderProblem(partition, node, wanted.currentLeaderEpoch);
  if (problem !== 0) {
    const currentLeader = { leaderId: replication.leader ?? nobody, leaderEpoch: replication.epoch };
    return { ...empty(partition.index, problem), currentLeader };
  }
  const { logStart } = log;
  const { highWatermark } = replication;
  const offset = wanted.fetchOffset;
  if (offset < logStart || offset > log.end) {
    return {
      ...empty(partition.index, errorCodes.OFFSET_OUT_OF_RANGE),
      highWatermark,
      logStartOffset: logStart,
    };
  }
  const upTo = readableEnd(partition, stableOnly(request));
  round.watched.push({ partition, upTo });
  const room = Math.min(Math.max(0, wanted.partitionMaxBytes), budget - round.bytes);
  let read = nothing;
  if (offset < upTo && (room > 0 || round.bytes === 0)) read = await log.read(offset, Math.max(0, room), upTo);
  // Only the first batch of a reply may be larger than the limits.
  if (read.bytes > room && round.bytes > 0) read = nothing;
  round.bytes += read.bytes;
  return {
    partitionIndex: partition.index,
    highWatermark,
    lastStableOffset: readableEnd(partition, true),
    logStartOffset: logStart,
    abortedTransactions: request.isolationLevel === readCommitted ? [] : null,
    records: read.chunks,
  };
}

/** Records are empty, never null: librdkafka takes null for an error. */
const empty = (partitionIndex: number, errorCode: number): PartitionReply => ({
  partitionIndex,
  errorCode,
  highWatermark: -1,
  abortedTransactions: [],
  records: [],
});

function tellPositions(request: Request, context: RequestContext): void {
  const { core, connection, clientId } = context;
  if (!core.hub.listening) return;
  for (const wanted of request.topics) {
    const topic = topicOf(wanted, context);
    for (const { partition: index, fetchOffset } of wanted.partitions) {
      const partition = topic?.partitions[index];
      if (partition) core.hub.fetched(partition, { connection: connection.id, clientId, offset: fetchOffset });
    }
  }
}
