// Heartbeat: "still here"; the answer tells when to join again (27).

import { defineHandler } from '../../core/api-handler.ts';
import { heartbeat } from './messages.ts';

export const heartbeatHandler = defineHandler<typeof heartbeat>({
  api: heartbeat,
  group: ({ groupId }) => groupId,
  handle(request, { core, connection }) {
    const { code } = core.groups.heartbeat({
      group: request.groupId,
      generation: request.generationId,
      memberId: request.memberId,
      instanceId: request.groupInstanceId,
      connection: connection.id,
    });
    return { errorCode: code };
  },
  refuse: (_request, errorCode) => ({ errorCode }),
});
