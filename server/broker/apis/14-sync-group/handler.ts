// SyncGroup: the leader brings the assignment; followers park until it is there.

import { defineHandler } from '../../core/api-handler.ts';
import { syncGroup } from './messages.ts';

const none = new Uint8Array(0);

export const syncGroupHandler = defineHandler<typeof syncGroup>({
  api: syncGroup,
  group: ({ groupId }) => groupId,
  async handle(request, { core, connection }) {
    const result = await core.groups.sync({
      group: request.groupId,
      generation: request.generationId,
      memberId: request.memberId,
      instanceId: request.groupInstanceId,
      connection: connection.id,
      protocolType: request.protocolType,
      protocol: request.protocolName,
      assignments: [...request.assignments],
    });
    const { code, protocolType, protocol, assignment } = result;
    return { errorCode: code, protocolType, protocolName: protocol, assignment };
  },
  refuse: (_request, errorCode) => ({ errorCode, assignment: none }),
});
