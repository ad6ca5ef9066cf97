// Resources whose settings can be read or changed: topics (2) and this broker (4, read only).

import { errorCodes } from '../protocol/errors.ts';
import type { Core } from './core.ts';
import type { Topic } from './partition.ts';
import { configTypes } from './topic-config.ts';

export type Resource = { resourceType: number; resourceName: string };
export type ResourceProblem = { errorCode: number; errorMessage: string };

const topicType = 2;
const brokerType = 4;

/** The topic meant, the broker, or why there is neither. An empty broker name is the default of all brokers. */
export function findResource(core: Core, { resourceType, resourceName }: Resource): Topic | 'broker' | ResourceProblem {
  if (resourceType === topicType) {
    const topic = core.topics.get(resourceName);
    if (topic) return topic;
    return { errorCode: errorCodes.UNKNOWN_TOPIC_OR_PARTITION, errorMessage: 'This topic does not exist.' };
  }
  if (resourceType !== brokerType) {
    return {
      errorCode: errorCodes.INVALID_REQUEST,
      errorMessage: `Resource type ${resourceType} has no settings here.`,
    };
  }
  if (resourceName === '' || core.cluster.has(Number(resourceName))) return 'broker';
  return { errorCode: errorCodes.INVALID_REQUEST, errorMessage: `There is no broker ${resourceName.slice(0, 20)}.` };
}

export const isProblem = (found: Topic | 'broker' | ResourceProblem): found is ResourceProblem =>
  typeof found === 'object' && 'errorCode' in found;

/** What a broker was started with, under Apache's names. */
export function brokerSettings(core: Core, node: number): { key: string; value: string; type: number }[] {
  const { settings, cluster } = core;
  const { host, port } = cluster.endpoint(node) ?? { host: settings.advertisedHost, port: settings.port };
  const { int, long, string } = configTypes;
  return [
    { key: 'advertised.listeners', value: `PLAINTEXT://${host}:${port}`, type: string },
    { key: 'auto.create.topics.enable', value: String(settings.autoCreateTopics), type: configTypes.boolean },
    { key: 'broker.id', value: String(node), type: int },
    { key: 'connections.max.idle.ms', value: String(settings.limits.idleMs), type: long },
    { key: 'default.replication.factor', value: String(cluster.defaultCopies), type: int },
    { key: 'fetch.max.bytes', value: String(settings.limits.maxFetchBytes), type: int },
    { key: 'max.connections', value: String(settings.limits.maxConnections), type: int },
    { key: 'num.partitions', value: String(settings.defaultPartitions), type: int },
    { key: 'socket.request.max.bytes', value: String(settings.limits.maxRequestBytes), type: int },
    {
      key: 'unclean.leader.election.enable',
      value: String(settings.uncleanLeaderElection),
      type: configTypes.boolean,
    },
  ];
}
