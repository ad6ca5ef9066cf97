// AlterConfigs: replaces every setting of a topic; what is not named goes back to its default.

import { alterTopic } from '../../core/alter-topic.ts';
import { defineHandler } from '../../core/api-handler.ts';
import { configFrom } from '../../core/topic-config.ts';
import { alterConfigs } from './messages.ts';

export const alterConfigsHandler = defineHandler<typeof alterConfigs>({
  api: alterConfigs,
  async handle({ resources, validateOnly }, { core }) {
    const responses = [];
    for (const { resourceType, resourceName, configs } of resources) {
      const resource = { resourceType, resourceName };
      const result = await alterTopic(core, resource, validateOnly, () => configFrom(configs));
      responses.push({ ...resource, ...result });
    }
    return { responses };
  },
  refuse: ({ resources }, errorCode) => ({
    responses: resources.map(({ resourceType, resourceName }) => ({ errorCode, resourceType, resourceName })),
  }),
});
