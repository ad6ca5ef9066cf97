// The shapes of join and sync replies, errors included.

import { NONE } from './codes.ts';
import type { Group } from './group.ts';
import { type Member, metadataFor, noBytes } from './members.ts';
import type { JoinResult, SyncResult } from './types.ts';

export const joinError = (code: number, memberId = ''): JoinResult => ({
  code,
  generation: -1,
  protocolType: null,
  protocol: null,
  leader: '',
  memberId,
  members: [],
  skipAssignment: false,
});

export const syncError = (code: number): SyncResult => ({
  code,
  protocolType: null,
  protocol: null,
  assignment: noBytes,
});

/** The current generation as told to one member: only the leader learns who the others are. */
export function joinReply(group: Group, member: Member): JoinResult {
  return {
    code: NONE,
    generation: group.generation,
    protocolType: group.protocolType,
    protocol: group.protocol,
    leader: group.leader ?? '',
    memberId: member.memberId,
    members: member.memberId === group.leader ? everybody(group) : [],
    skipAssignment: false,
  };
}

export const everybody = (group: Group): JoinResult['members'] =>
  [...group.members.values()].map((member) => ({
    memberId: member.memberId,
    instanceId: member.instanceId,
    metadata: metadataFor(member, group.protocol),
  }));

export const syncReply = (group: Group, member: Member): SyncResult => ({
  code: NONE,
  protocolType: group.protocolType,
  protocol: group.protocol,
  assignment: member.assignment,
});
