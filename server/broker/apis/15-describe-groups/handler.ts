// DescribeGroups: state and members of groups; an unknown group is Dead, as Apache says it.

import { defineHandler } from '../../core/api-handler.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { describeGroups } from './messages.ts';

export const describeGroupsHandler = defineHandler<typeof describeGroups>({
  api: describeGroups,
  handle: ({ groups }, { core, connection }) => ({
    groups: groups.map((name) => {
      if (!core.cluster.coordinates(connection.nodeId, name)) return refused(name, errorCodes.NOT_COORDINATOR);
      const { code, group, phase, protocolType, protocol, members } = core.groups.describe(name);
      return {
        errorCode: code,
        groupId: group,
        groupState: phase,
        protocolType,
        protocolData: protocol,
        members: members.map(({ memberId, instanceId, clientId, clientHost, metadata, assignment }) => ({
          memberId,
          groupInstanceId: instanceId,
          clientId,
          clientHost,
          memberMetadata: metadata,
          memberAssignment: assignment,
        })),
      };
    }),
  }),
  refuse: ({ groups }, errorCode) => ({
    groups: groups.map((groupId) => refused(groupId, errorCode)),
  }),
});

const refused = (groupId: string, errorCode: number) => ({
  errorCode,
  groupId,
  groupState: '',
  protocolType: '',
  protocolData: '',
  members: [],
});
