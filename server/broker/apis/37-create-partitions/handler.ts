// CreatePartitions: a topic can only grow. Keys may land elsewhere afterwards: that is Kafka's own rule.

import { defineHandler } from '../../core/api-handler.ts';
import type { Core } from '../../core/core.ts';
import { placementProblem } from '../../core/placement.ts';
import type { RequestOf, ResponseDraft } from '../../protocol/api.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { createPartitions } from './messages.ts';

type Wanted = RequestOf<typeof createPartitions>['topics'][number];
type Reply = ResponseDraft<typeof createPartitions>['results'][number];

export const createPartitionsHandler = defineHandler<typeof createPartitions>({
  api: createPartitions,
  async handle({ topics, validateOnly }, { core }) {
    const results: Reply[] = [];
    for (const wanted of topics) results.push(await grow(core, wanted, validateOnly));
    return { results };
  },
  refuse: ({ topics }, errorCode) => ({ results: topics.map(({ name }) => ({ name, errorCode })) }),
});

async function grow(core: Core, { name, count, assignments }: Wanted, validateOnly: boolean): Promise<Reply> {
  const topic = core.topics.get(name);
  const replicas = assignments?.map(({ brokerIds }) => [...brokerIds]);
  if (topic && replicas) {
    const more = count - topic.partitions.length;
    const copies = topic.partitions[0]?.replication.nodes.length;
    const wrong =
      replicas.length === more
        ? placementProblem(core.cluster, replicas, copies)
        : `${more} new partitions need as many places.`;
    if (wrong !== null) return { name, errorCode: errorCodes.INVALID_REPLICA_ASSIGNMENT, errorMessage: wrong };
  }
  const change = await core.topics.addPartitions(name, count, { validateOnly, replicas });
  return change.ok ? { name } : { name, errorCode: change.code, errorMessage: change.message };
}
