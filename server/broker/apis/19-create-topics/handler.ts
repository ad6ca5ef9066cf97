// CreateTopics: each topic is checked and created by itself; nothing is shared but the request.

import { defineHandler } from '../../core/api-handler.ts';
import type { Core } from '../../core/core.ts';
import { configFrom, listSettings, settingSource } from '../../core/topic-config.ts';
import type { RequestOf, ResponseDraft } from '../../protocol/api.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { createTopics } from './messages.ts';

type Wanted = RequestOf<typeof createTopics>['topics'][number];
type Reply = ResponseDraft<typeof createTopics>['topics'][number];
type Problem = { errorCode: number; errorMessage: string };

const brokerDefault = -1;
const onlyReplica = 1;

export const createTopicsHandler = defineHandler<typeof createTopics>({
  api: createTopics,
  async handle({ topics, validateOnly }, { core }) {
    const names = new Map<string, number>();
    for (const { name } of topics) names.set(name, (names.get(name) ?? 0) + 1);
    const twice = problem(errorCodes.INVALID_REQUEST, 'Duplicate topic name in the request.');
    const answered = new Map(topics.map((wanted) => [wanted.name, wanted]));
    return {
      topics: await Promise.all(
        [...answered].map(([name, wanted]) =>
          names.get(name) === 1 ? createOne(core, wanted, validateOnly) : refusal(name, twice),
        ),
      ),
    };
  },
  refuse: ({ topics }, errorCode) => ({ topics: topics.map(({ name }) => ({ name, errorCode })) }),
});

const problem = (errorCode: number, errorMessage: string): Problem => ({ errorCode, errorMessage });
const refusal = (name: string, { errorCode, errorMessage }: Problem): Reply => ({
  name,
  errorCode,
  errorMessage,
  configs: null,
});

async function createOne(core: Core, wanted: Wanted, validateOnly: boolean): Promise<Reply> {
  const { name } = wanted;
  const partitions = partitionsOf(core, wanted);
  if (typeof partitions === 'object') return refusal(name, partitions);
  const impossible = core.topics.problem(name, partitions);
  if (impossible) return refusal(name, problem(impossible.code, impossible.message));
  const config = configFrom(wanted.configs);
  if (typeof config === 'string') return refusal(name, problem(errorCodes.INVALID_CONFIG, config));
  const described = {
    numPartitions: partitions,
    replicationFactor: onlyReplica,
    configs: listSettings(config).map(({ key, value, isDefault }) => ({
      name: key,
      value,
      configSource: settingSource(isDefault),
    })),
  };
  if (validateOnly) return { name, ...described };
  const change = await core.topics.create(name, partitions, 'admin', config);
  if (!change.ok) return refusal(name, problem(change.code, change.message));
  return { name, topicId: change.topic.id, ...described };
}

/** How many partitions; a placement of replicas is accepted when it is the only possible one. */
function partitionsOf(core: Core, { numPartitions, replicationFactor, assignments }: Wanted): number | Problem {
  const { nodeId, defaultPartitions } = core.settings;
  if (assignments.length > 0) {
    if (numPartitions !== brokerDefault || replicationFactor !== brokerDefault) {
      return problem(errorCodes.INVALID_REQUEST, 'Give either a placement, or numbers of partitions and replicas.');
    }
    const places = [...assignments].sort((a, b) => a.partitionIndex - b.partitionIndex);
    const legal = places.every(
      ({ partitionIndex, brokerIds }, place) =>
        partitionIndex === place && brokerIds.length === onlyReplica && brokerIds[0] === nodeId,
    );
    if (legal) return assignments.length;
    return problem(errorCodes.INVALID_REPLICA_ASSIGNMENT, `Partitions from 0 on, each on broker ${nodeId} alone.`);
  }
  if (replicationFactor !== brokerDefault && replicationFactor !== onlyReplica) {
    return problem(
      errorCodes.INVALID_REPLICATION_FACTOR,
      `Replication factor: ${replicationFactor} larger than available brokers: 1.`,
    );
  }
  return numPartitions === brokerDefault ? defaultPartitions : numPartitions;
}
