// DescribeGroups: state and members of groups; an unknown group is Dead, as Apache says it.

import { defineHandler } from '../../core/api-handler.ts';
import { describeGroups } from './messages.ts';

export const describeGroupsHandler = defineHandler<typeof describeGroups>({
  api: describeGroups,
  handle: ({ groups }, { core }) => ({
    groups: groups.map((name) => {
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
    groups: groups.map((groupId) => ({
      errorCode,
      groupId,
      groupState: '',
      protocolType: '',
      protocolData: '',
      members: [],
    })),
  }),
});
