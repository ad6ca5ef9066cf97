// LeaveGroup: one member before v3, several from then on. Closing the TCP connection is not leaving.

import { defineHandler } from '../../core/api-handler.ts';
import { leaveGroup } from './messages.ts';

export const leaveGroupHandler = defineHandler<typeof leaveGroup>({
  api: leaveGroup,
  group: ({ groupId }) => groupId,
  handle(request, { core, version }) {
    const leaving =
      version < 3
        ? [{ memberId: request.memberId, instanceId: null }]
        : request.members.map(({ memberId, groupInstanceId, reason }) => ({
            memberId,
            instanceId: groupInstanceId,
            reason,
          }));
    const { code, members } = core.groups.leave({ group: request.groupId, members: leaving });
    if (version < 3) return { errorCode: code || (members[0]?.code ?? 0) };
    return {
      errorCode: code,
      members: members.map((member) => ({
        memberId: member.memberId,
        groupInstanceId: member.instanceId,
        errorCode: member.code,
      })),
    };
  },
  refuse: (_request, errorCode) => ({ errorCode }),
});
