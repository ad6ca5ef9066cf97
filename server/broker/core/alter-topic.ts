// Changing the settings of one topic, for AlterConfigs and IncrementalAlterConfigs.

import type { TopicConfig } from '../log/types.ts';
import { errorCodes } from '../protocol/errors.ts';
import { findResource, isProblem, type Resource, type ResourceProblem } from './config-resources.ts';
import type { Core } from './core.ts';

/** `change` gives the new configuration, or says what is wrong. Null when it was carried out. */
export async function alterTopic(
  core: Core,
  resource: Resource,
  validateOnly: boolean,
  change: (config: TopicConfig) => TopicConfig | string,
): Promise<ResourceProblem | null> {
  const found = findResource(core, resource);
  if (found === 'broker') {
    const errorMessage = 'Settings of this broker are given when it starts.';
    return { errorCode: errorCodes.INVALID_REQUEST, errorMessage };
  }
  if (isProblem(found)) return found;
  const config = change(found.config);
  if (typeof config === 'string') return { errorCode: errorCodes.INVALID_CONFIG, errorMessage: config };
  if (validateOnly) return null;
  const result = await core.topics.setConfig(found.name, config);
  return result.ok ? null : { errorCode: result.code, errorMessage: result.message };
}
