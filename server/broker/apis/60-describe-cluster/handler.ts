// DescribeCluster: the live brokers and their controller.

import { defineHandler } from '../../core/api-handler.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { describeCluster } from './messages.ts';

const brokersEndpoint = 1;

export const describeClusterHandler = defineHandler<typeof describeCluster>({
  api: describeCluster,
  handle({ endpointType }, { core }) {
    const { cluster, clusterId } = core;
    if (endpointType !== brokersEndpoint) {
      const errorMessage = 'this broker does not show its controllers as endpoints';
      return { errorCode: errorCodes.UNSUPPORTED_ENDPOINT_TYPE, errorMessage, endpointType, clusterId, brokers: [] };
    }
    const brokers = cluster.endpoints().map(({ nodeId, host, port }) => ({ brokerId: nodeId, host, port }));
    return { clusterId, controllerId: cluster.controller ?? -1, brokers };
  },
  refuse: (_request, errorCode, { core }) => ({ errorCode, clusterId: core.clusterId, brokers: [] }),
});
