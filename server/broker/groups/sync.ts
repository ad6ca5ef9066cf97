// SyncGroup (v0-5) and Heartbeat (v0-4): what an admitted member does with its generation.

import {
  ILLEGAL_GENERATION,
  INCONSISTENT_GROUP_PROTOCOL,
  NONE,
  REBALANCE_IN_PROGRESS,
  UNKNOWN_MEMBER_ID,
} from './codes.ts';
import { causedBy, type Group } from './group.ts';
import type { Member } from './members.ts';
import { syncError, syncReply } from './replies.ts';
import type { HeartbeatRequest, MemberRequest, SyncRequest, SyncResult } from './types.ts';
import { findMember } from './validate.ts';

/** The member of this generation, or the error. */
function findCurrent(group: Group, request: MemberRequest): Member | number {
  const member = findMember(group, request.memberId, request.instanceId);
  if (typeof member === 'number') return member;
  return request.generation === group.generation ? member : ILLEGAL_GENERATION;
}

/** A member heard on a new connection after the loss of the old one. */
function reconnected(group: Group, member: Member, connection: number): void {
  if (member.connection !== null) return;
  member.connection = connection;
  group.tell(causedBy(null, member));
}

const differs = (said: string | null | undefined, known: string | null): boolean =>
  said !== null && said !== undefined && said !== known;

export function sync(group: Group, request: SyncRequest): SyncResult | Promise<SyncResult> {
  const member = findCurrent(group, request);
  if (typeof member === 'number') return syncError(member);
  if (differs(request.protocolType, group.protocolType) || differs(request.protocol, group.protocol)) {
    return syncError(INCONSISTENT_GROUP_PROTOCOL);
  }
  reconnected(group, member, request.connection);
  switch (group.phase) {
    case 'PreparingRebalance':
      group.touch(member);
      return syncError(REBALANCE_IN_PROGRESS);
    case 'CompletingRebalance':
      group.synced(member);
      if (member.memberId !== group.leader) return parkSync(group, member, request.connection);
      settle(group, request);
      group.touch(member);
      return syncReply(group, member);
    case 'Stable':
      group.synced(member);
      group.touch(member);
      return syncReply(group, member);
    default:
      return syncError(UNKNOWN_MEMBER_ID);
  }
}

const parkSync = (group: Group, member: Member, connection: number): Promise<SyncResult> =>
  new Promise((resolve) => group.park(member, { kind: 'sync', connection, resolve }));

/** The leader has spoken: everybody who waits gets its share. Bytes are copied, they outlive the request. */
function settle(group: Group, request: SyncRequest): void {
  const given = new Map(request.assignments.map(({ memberId, assignment }) => [memberId, Uint8Array.from(assignment)]));
  group.becomeStable(given);
  for (const member of group.members.values()) {
    const { parked } = member;
    if (parked?.kind !== 'sync') continue;
    member.parked = null;
    group.touch(member);
    parked.resolve(syncReply(group, member));
  }
}

/** 27 is the only way to tell a client that the group is being rebalanced; it still shows that the client is alive. */
export function heartbeat(group: Group, request: HeartbeatRequest): number {
  const member = findCurrent(group, request);
  if (typeof member === 'number') return member;
  reconnected(group, member, request.connection);
  group.touch(member);
  return group.phase === 'PreparingRebalance' ? REBALANCE_IN_PROGRESS : NONE;
}
