// Metadata: the live brokers, and the topics asked for; topics that miss are created when the client and the broker agree.

import { defineHandler, type RequestContext } from '../../core/api-handler.ts';
import type { Core } from '../../core/core.ts';
import type { Topic } from '../../core/partition.ts';
import type { RequestOf, ResponseDraft } from '../../protocol/api.ts';
import { NO_UUID } from '../../protocol/common-fields.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { metadata } from './messages.ts';

type Request = RequestOf<typeof metadata>;
type Response = ResponseDraft<typeof metadata>;
type TopicReply = Response['topics'][number];

const nobody = -1;

export const metadataHandler = defineHandler<typeof metadata>({
  api: metadata,
  handle(request, context) {
    const { core } = context;
    const wanted = wantedTopics(request, context);
    if (wanted === null) {
      return shape(
        core,
        core.topics.list().map((topic) => described(core, topic)),
      );
    }
    const replies = wanted.map((one) => lookUp(core, one, mayCreate(request, context)));
    if (!replies.some((reply) => reply instanceof Promise)) return shape(core, replies as TopicReply[]);
    return Promise.all(replies).then((done) => shape(core, done));
  },
  refuse(request, errorCode, context) {
    const wanted =
      wantedTopics(request, context) ?? context.core.topics.list().map(({ name, id }) => ({ name, topicId: id }));
    return shape(
      context.core,
      wanted.map(({ name, topicId }) => ({ errorCode, name: name ?? '', topicId, partitions: [] })),
    );
  },
});

/** v0: an empty list asks for all; v1+: null does. */
function wantedTopics(request: Request, { version }: RequestContext): Request['topics'] {
  return version === 0 && request.topics?.length === 0 ? null : request.topics;
}

/** v0 to v3 have no flag: they always allow it. */
const mayCreate = (request: Request, { core, version }: RequestContext): boolean =>
  core.settings.autoCreateTopics && (version < 4 || request.allowAutoTopicCreation);

function lookUp(
  core: Core,
  { name, topicId }: { name: string | null; topicId: string },
  create: boolean,
): TopicReply | Promise<TopicReply> {
  if (name === null) {
    const topic = core.topics.byId(topicId);
    return topic
      ? described(core, topic)
      : { errorCode: errorCodes.UNKNOWN_TOPIC_ID, name: null, topicId, partitions: [] };
  }
  const topic = core.topics.get(name);
  if (topic) return described(core, topic);
  const missing = (errorCode: number): TopicReply => ({ errorCode, name, topicId: NO_UUID, partitions: [] });
  const problem = core.topics.problem(name, core.settings.defaultPartitions);
  if (problem?.code === errorCodes.INVALID_TOPIC_EXCEPTION) return missing(problem.code);
  if (!create) return missing(errorCodes.UNKNOWN_TOPIC_OR_PARTITION);
  return core.topics
    .ensure(name, core.settings.defaultPartitions)
    .then((change) => (change.ok ? described(core, change.topic) : missing(change.code)));
}

function described({ cluster }: Core, topic: Topic): TopicReply {
  return {
    name: topic.name,
    topicId: topic.id,
    partitions: topic.partitions.map(({ index, replication }) => ({
      errorCode: replication.leader === null ? errorCodes.LEADER_NOT_AVAILABLE : errorCodes.NONE,
      partitionIndex: index,
      leaderId: replication.leader ?? nobody,
      leaderEpoch: replication.epoch,
      replicaNodes: replication.nodes,
      isrNodes: replication.isr,
      offlineReplicas: cluster.single ? [] : replication.nodes.filter((node) => !cluster.isAlive(node)),
    })),
  };
}

const shape = ({ cluster, clusterId }: Core, topics: TopicReply[]): Response => ({
  brokers: cluster.endpoints(),
  clusterId,
  controllerId: cluster.controller ?? nobody,
  topics,
});
