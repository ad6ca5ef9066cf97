// JoinGroup (v0-9): newcomers, members that come back, and what happens to the group because of them.

import {
  GROUP_MAX_SIZE_REACHED,
  INCONSISTENT_GROUP_PROTOCOL,
  MEMBER_ID_REQUIRED,
  REBALANCE_IN_PROGRESS,
  UNKNOWN_MEMBER_ID,
} from './codes.ts';
import { causedBy, type Group } from './group.ts';
import { MAX_NAME } from './limits.ts';
import { type Member, newMember, type Protocol, sameProtocols, updateMember } from './members.ts';
import { hasCommonProtocol } from './protocol-choice.ts';
import { rejoinReason } from './rejoin-reason.ts';
import { joinError, joinReply } from './replies.ts';
import { rejoinStatic } from './static-members.ts';
import type { JoinRequest, JoinResult } from './types.ts';
import { findMember, tooHeavy } from './validate.ts';

/** Serves a JoinGroup that passed `checkJoin`. */
export function join(group: Group, request: JoinRequest): JoinResult | Promise<JoinResult> {
  return request.memberId === '' ? joinAsNewcomer(group, request) : joinWithId(group, request);
}

function joinAsNewcomer(group: Group, request: JoinRequest): JoinResult | Promise<JoinResult> {
  const before = request.instanceId === null ? undefined : group.instances.get(request.instanceId);
  const old = before === undefined ? undefined : group.members.get(before);
  if (!fits(group, request, old)) return joinError(INCONSISTENT_GROUP_PROTOCOL);
  if (tooHeavy(group, request, old)) return joinError(GROUP_MAX_SIZE_REACHED);
  const memberId = `${(request.instanceId ?? request.clientId).slice(0, MAX_NAME)}-${group.context.newId()}`;
  if (old) return rejoinStatic(group, old, memberId, request);
  if (group.members.size + group.pending.size >= group.context.limits.maxGroupSize) {
    return joinError(GROUP_MAX_SIZE_REACHED);
  }
  if (request.requireMemberId && request.instanceId === null) {
    group.addPending(memberId, request.connection, request.sessionTimeoutMs);
    return joinError(MEMBER_ID_REQUIRED, memberId);
  }
  return admit(group, memberId, request);
}

function joinWithId(group: Group, request: JoinRequest): JoinResult | Promise<JoinResult> {
  const { memberId } = request;
  if (request.instanceId === null && group.pending.has(memberId)) {
    if (!fits(group, request)) return joinError(INCONSISTENT_GROUP_PROTOCOL, memberId);
    if (tooHeavy(group, request)) return joinError(GROUP_MAX_SIZE_REACHED, memberId);
    group.removePending(memberId);
    return admit(group, memberId, request);
  }
  const member = findMember(group, memberId, request.instanceId);
  if (typeof member === 'number') return joinError(member, memberId);
  if (!fits(group, request, member)) return joinError(INCONSISTENT_GROUP_PROTOCOL, memberId);
  if (tooHeavy(group, request, member)) return joinError(GROUP_MAX_SIZE_REACHED, memberId);
  return rejoin(group, member, request);
}

/** Same protocol type, and at least one protocol that all the others know. */
function fits(group: Group, request: JoinRequest, self?: Member): boolean {
  const others = [...group.members.values()].filter((member) => member !== self);
  if (others.length === 0) return self === undefined || request.protocolType === group.protocolType;
  return request.protocolType === group.protocolType && hasCommonProtocol(request.protocols, others);
}

function admit(group: Group, memberId: string, request: JoinRequest): Promise<JoinResult> {
  if (group.members.size === 0) group.protocolType = request.protocolType;
  const member = newMember(group.context.clock, memberId, request);
  group.members.set(memberId, member);
  if (member.instanceId !== null) group.instances.set(member.instanceId, memberId);
  group.leader ??= memberId;
  const answer = parkJoin(group, member, request.connection);
  group.startRebalance(causedBy('join', member));
  return answer;
}

function rejoin(group: Group, member: Member, request: JoinRequest): JoinResult | Promise<JoinResult> {
  const before = member.protocols;
  const unchanged = sameProtocols(before, request.protocols);
  updateMember(member, request);
  switch (group.phase) {
    case 'PreparingRebalance': {
      const answer = parkJoin(group, member, request.connection);
      group.completeIfAllJoined();
      return answer;
    }
    case 'CompletingRebalance':
      if (unchanged) return repeatReply(group, member); // its first reply was lost: say it again
      return rejoinAndRebalance(group, member, before, request);
    case 'Stable':
      // A leader only rejoins when something it watches has changed (partitions added, a new subscription).
      if (unchanged && member.memberId !== group.leader) return repeatReply(group, member);
      return rejoinAndRebalance(group, member, before, request);
    default:
      return joinError(UNKNOWN_MEMBER_ID, member.memberId);
  }
}

function repeatReply(group: Group, member: Member): JoinResult {
  group.answerParked(member, REBALANCE_IN_PROGRESS);
  group.touch(member);
  return joinReply(group, member);
}

function rejoinAndRebalance(
  group: Group,
  member: Member,
  before: readonly Protocol[],
  request: JoinRequest,
): Promise<JoinResult> {
  const answer = parkJoin(group, member, request.connection);
  group.startRebalance(causedBy(rejoinReason(before, member.protocols, group.context.decoder), member));
  return answer;
}

const parkJoin = (group: Group, member: Member, connection: number): Promise<JoinResult> =>
  new Promise((resolve) => group.park(member, { kind: 'join', connection, resolve }));
