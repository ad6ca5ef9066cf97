// DescribeCluster: the one broker, which is its own controller.

import { defineHandler } from '../../core/api-handler.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { describeCluster } from './messages.ts';

const brokersEndpoint = 1;

export const describeClusterHandler = defineHandler<typeof describeCluster>({
  api: describeCluster,
  handle({ endpointType }, { core }) {
    const { nodeId } = core.settings;
    const { clusterId } = core;
    if (endpointType !== brokersEndpoint) {
      const errorMessage = 'this broker does not show its controllers as endpoints';
      return { errorCode: errorCodes.UNSUPPORTED_ENDPOINT_TYPE, errorMessage, endpointType, clusterId, brokers: [] };
    }
    return { clusterId, controllerId: nodeId, brokers: [{ brokerId: nodeId, ...core.advertised() }] };
  },
  refuse: (_request, errorCode, { core }) => ({ errorCode, clusterId: core.clusterId, brokers: [] }),
});
