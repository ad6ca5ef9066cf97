// JoinGroup: parks until the group's rebalance completes.

import { defineHandler } from '../../core/api-handler.ts';
import type { JoinResult } from '../../groups/types.ts';
import type { ResponseDraft } from '../../protocol/api.ts';
import { joinGroup } from './messages.ts';

export const joinGroupHandler = defineHandler<typeof joinGroup>({
  api: joinGroup,
  group: ({ groupId }) => groupId,
  async handle(request, { core, connection, clientId, version }) {
    const result = await core.groups.join({
      group: request.groupId,
      memberId: request.memberId,
      instanceId: request.groupInstanceId,
      clientId: clientId ?? '',
      clientHost: connection.address,
      connection: connection.id,
      sessionTimeoutMs: request.sessionTimeoutMs,
      rebalanceTimeoutMs: request.rebalanceTimeoutMs,
      protocolType: request.protocolType,
      protocols: [...request.protocols],
      requireMemberId: version >= 4,
      supportsSkipAssignment: version >= 9,
      reason: request.reason,
    });
    return shape(result, version);
  },
  refuse: (request, errorCode, { version }) => ({
    errorCode,
    protocolName: version >= 7 ? null : '',
    leader: '',
    memberId: request.memberId,
    members: [],
  }),
});

const shape = (result: JoinResult, version: number): ResponseDraft<typeof joinGroup> => ({
  errorCode: result.code,
  generationId: result.generation,
  protocolType: result.protocolType,
  protocolName: result.protocol ?? (version >= 7 ? null : ''),
  leader: result.leader,
  skipAssignment: result.skipAssignment,
  memberId: result.memberId,
  members: result.members.map(({ memberId, instanceId, metadata }) => ({
    memberId,
    groupInstanceId: instanceId,
    metadata,
  })),
});
