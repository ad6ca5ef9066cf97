// DescribeConfigs: settings of topics and of this broker, defaults included.

import { defineHandler, type RequestContext } from '../../core/api-handler.ts';
import { brokerSettings, findResource, isProblem } from '../../core/config-resources.ts';
import type { Topic } from '../../core/partition.ts';
import { configTypes, fixedSettings, listSettings, settingSource } from '../../core/topic-config.ts';
import type { TopicConfig } from '../../log/types.ts';
import type { RequestOf, ResponseDraft } from '../../protocol/api.ts';
import { describeConfigs } from './messages.ts';

type Request = RequestOf<typeof describeConfigs>;
type Config = ResponseDraft<typeof describeConfigs>['results'][number]['configs'][number];

const staticBrokerConfig = 4;
const defaultConfig = 5;

export const describeConfigsHandler = defineHandler<typeof describeConfigs>({
  api: describeConfigs,
  handle: (request, context) => ({
    results: request.resources.map(({ resourceType, resourceName, configurationKeys }) => {
      const found = findResource(context.core, { resourceType, resourceName });
      if (isProblem(found)) return { ...found, resourceType, resourceName, configs: [] };
      const all =
        found === 'broker'
          ? brokerConfigs(context, Number(resourceName) || context.connection.nodeId)
          : topicConfigs(found, request, context.core.settings.uncleanLeaderElection);
      const configs = configurationKeys === null ? all : all.filter(({ name }) => configurationKeys.includes(name));
      return { resourceType, resourceName, configs };
    }),
  }),
  refuse: ({ resources }, errorCode) => ({
    results: resources.map(({ resourceType, resourceName }) => ({
      errorCode,
      resourceType,
      resourceName,
      configs: [],
    })),
  }),
});

const topicConfigs = ({ config }: Topic, request: Request, unclean: boolean): Config[] => [
  ...ownConfigs(config, request),
  ...fixedSettings.map(({ key, value, type }) => ({
    name: key,
    value: key === 'unclean.leader.election.enable' ? String(unclean) : value,
    readOnly: true,
    isDefault: true,
    configSource: defaultConfig,
    isSensitive: false,
    configType: configTypes[type],
  })),
];

const ownConfigs = (config: TopicConfig, { includeSynonyms, includeDocumentation }: Request): Config[] =>
  listSettings(config).map(({ key, value, defaultValue, isDefault, type, doc }) => ({
    name: key,
    value,
    readOnly: false,
    isDefault,
    configSource: settingSource(isDefault),
    isSensitive: false,
    synonyms: includeSynonyms ? synonymsOf(key, value, defaultValue, isDefault) : [],
    configType: type,
    documentation: includeDocumentation ? doc : null,
  }));

function synonymsOf(name: string, value: string, defaultValue: string, isDefault: boolean) {
  const fallback = { name, value: defaultValue, source: defaultConfig };
  return isDefault ? [fallback] : [{ name, value, source: settingSource(false) }, fallback];
}

const brokerConfigs = ({ core }: RequestContext, node: number): Config[] =>
  brokerSettings(core, node).map(({ key, value, type }) => ({
    name: key,
    value,
    readOnly: true,
    isDefault: false,
    configSource: staticBrokerConfig,
    isSensitive: false,
    configType: type,
  }));
