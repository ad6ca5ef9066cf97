// IncrementalAlterConfigs: sets, resets, appends to or removes from single settings of a topic (KIP-339).

import { alterTopic } from '../../core/alter-topic.ts';
import { defineHandler } from '../../core/api-handler.ts';
import { configFrom, isConfigKey, isListKey } from '../../core/topic-config.ts';
import type { TopicConfig } from '../../log/types.ts';
import type { RequestOf } from '../../protocol/api.ts';
import { incrementalAlterConfigs } from './messages.ts';

type Change = RequestOf<typeof incrementalAlterConfigs>['resources'][number]['configs'][number];

const operation = { set: 0, reset: 1, append: 2, subtract: 3 };

export const incrementalAlterConfigsHandler = defineHandler<typeof incrementalAlterConfigs>({
  api: incrementalAlterConfigs,
  async handle({ resources, validateOnly }, { core }) {
    const responses = [];
    for (const { resourceType, resourceName, configs } of resources) {
      const resource = { resourceType, resourceName };
      const result = await alterTopic(core, resource, validateOnly, (config) => changed(config, configs));
      responses.push({ ...resource, ...result });
    }
    return { responses };
  },
  refuse: ({ resources }, errorCode) => ({
    responses: resources.map(({ resourceType, resourceName }) => ({ errorCode, resourceType, resourceName })),
  }),
});

function changed(before: TopicConfig, changes: readonly Change[]): TopicConfig | string {
  const names = changes.map(({ name }) => name);
  if (new Set(names).size !== names.length) return 'A setting is named twice.';
  let config = before;
  for (const change of changes) {
    const value = wantedValue(config, change);
    if (typeof value === 'object' && value !== null) return value.problem;
    const next = configFrom([{ name: change.name, value }], config);
    if (typeof next === 'string') return next;
    config = next;
  }
  return config;
}

/** The value to set; null for the default. */
function wantedValue(
  config: TopicConfig,
  { name, configOperation, value }: Change,
): string | null | { problem: string } {
  if (configOperation === operation.reset) return null;
  if (value === null) return { problem: `${name} has no value` };
  if (configOperation === operation.set) return value;
  if (configOperation !== operation.append && configOperation !== operation.subtract) {
    return { problem: `Operation ${configOperation} does not exist.` };
  }
  if (!isConfigKey(name) || !isListKey(name)) return { problem: `${name} is not a list.` };
  const items = String(config[name]).split(',');
  const named = value.split(',').map((item) => item.trim());
  const kept = items.filter((item) => !named.includes(item));
  return (configOperation === operation.append ? [...kept, ...named] : kept).join(',');
}
