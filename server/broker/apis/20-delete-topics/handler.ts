// DeleteTopics: by name, or from v6 on by id. Offsets committed on a deleted topic go with it.

import { defineHandler } from '../../core/api-handler.ts';
import type { Core } from '../../core/core.ts';
import type { RequestOf, ResponseDraft } from '../../protocol/api.ts';
import { NO_UUID } from '../../protocol/common-fields.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { deleteTopics } from './messages.ts';

type Reply = ResponseDraft<typeof deleteTopics>['responses'][number];
type Wanted = { name: string | null; topicId: string };

export const deleteTopicsHandler = defineHandler<typeof deleteTopics>({
  api: deleteTopics,
  async handle(request, { core, version }) {
    const responses: Reply[] = [];
    for (const wanted of wantedTopics(request, version)) responses.push(await deleteOne(core, wanted));
    return { responses };
  },
  refuse: (request, errorCode, { version }) => ({
    responses: wantedTopics(request, version).map(({ name, topicId }) => ({ name, topicId, errorCode })),
  }),
});

const wantedTopics = (request: RequestOf<typeof deleteTopics>, version: number): readonly Wanted[] =>
  version >= 6 ? request.topics : request.topicNames.map((name) => ({ name, topicId: NO_UUID }));

async function deleteOne(core: Core, { name, topicId }: Wanted): Promise<Reply> {
  if (name !== null && topicId !== NO_UUID) {
    return { name, topicId, errorCode: errorCodes.INVALID_REQUEST, errorMessage: 'Give a name or an id, not both.' };
  }
  const topic = name === null ? core.topics.byId(topicId) : core.topics.get(name);
  if (!topic) {
    const errorCode = name === null ? errorCodes.UNKNOWN_TOPIC_ID : errorCodes.UNKNOWN_TOPIC_OR_PARTITION;
    return { name, topicId, errorCode, errorMessage: 'This topic does not exist.' };
  }
  const change = await core.topics.delete(topic.name);
  if (!change.ok) return { name: topic.name, topicId, errorCode: change.code, errorMessage: change.message };
  await core.groups.topicDeleted(topic.name);
  return { name: topic.name, topicId: topic.id };
}
