// CreateTopics: each topic is checked and created by itself; nothing is shared but the request.

import { defineHandler } from '../../core/api-handler.ts';
import type { Core } from '../../core/core.ts';
import { placementProblem } from '../../core/placement.ts';
import { configFrom, listSettings, settingSource } from '../../core/topic-config.ts';
import type { RequestOf, ResponseDraft } from '../../protocol/api.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { createTopics } from './messages.ts';

type Wanted = RequestOf<typeof createTopics>['topics'][number];
type Reply = ResponseDraft<typeof createTopics>['topics'][number];
type Problem = { errorCode: number; errorMessage: string };

const brokerDefault = -1;

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
  const replicas = replicasOf(core, wanted);
  if ('errorCode' in replicas) return refusal(name, replicas);
  const partitions = replicas.length;
  const impossible = core.topics.problem(name, partitions);
  if (impossible) return refusal(name, problem(impossible.code, impossible.message));
  const config = configFrom(wanted.configs);
  if (typeof config === 'string') return refusal(name, problem(errorCodes.INVALID_CONFIG, config));
  const described = {
    numPartitions: partitions,
    replicationFactor: replicas[0]?.length ?? 1,
    configs: listSettings(config).map(({ key, value, isDefault }) => ({
      name: key,
      value,
      configSource: settingSource(isDefault),
    })),
  };
  if (validateOnly) return { name, ...described };
  const change = await core.topics.create(name, partitions, 'admin', config, replicas);
  if (!change.ok) return refusal(name, problem(change.code, change.message));
  return { name, topicId: change.topic.id, ...described };
}

/** The nodes of each partition: as wanted, or spread over the live ones. */
function replicasOf(core: Core, { numPartitions, replicationFactor, assignments }: Wanted): number[][] | Problem {
  const { cluster, settings, topics } = core;
  if (assignments.length > 0) {
    if (numPartitions !== brokerDefault || replicationFactor !== brokerDefault) {
      return problem(errorCodes.INVALID_REQUEST, 'Give either a placement, or numbers of partitions and replicas.');
    }
    const places = [...assignments].sort((a, b) => a.partitionIndex - b.partitionIndex);
    const replicas = places.map(({ brokerIds }) => [...brokerIds]);
    const inOrder = places.every(({ partitionIndex }, place) => partitionIndex === place);
    const wrong = inOrder ? placementProblem(cluster, replicas) : 'Partitions are numbered from 0 on.';
    return wrong === null ? replicas : problem(errorCodes.INVALID_REPLICA_ASSIGNMENT, wrong);
  }
  const copies = replicationFactor === brokerDefault ? cluster.defaultCopies : replicationFactor;
  if (copies < 1) return problem(errorCodes.INVALID_REPLICATION_FACTOR, 'Replication factor must be larger than 0.');
  if (replicationFactor !== brokerDefault && copies > cluster.aliveCount) {
    const message = `Replication factor: ${copies} larger than available brokers: ${cluster.aliveCount}.`;
    return problem(errorCodes.INVALID_REPLICATION_FACTOR, message);
  }
  const count = numPartitions === brokerDefault ? settings.defaultPartitions : numPartitions;
  // Too many are refused with the reason before they are laid out.
  return cluster.place(Math.max(0, Math.min(count, settings.limits.maxPartitions + 1)), copies, topics.partitionCount);
}
