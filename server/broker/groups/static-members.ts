// Static members (KIP-345): a process restarted under the same group.instance.id takes the place of its former self,
// assignment included, without troubling the others. KIP-814: a leader that came back may be told to skip its assignment.

import { FENCED_INSTANCE_ID, NONE } from './codes.ts';
import { causedBy, type Group } from './group.ts';
import { type Member, sameProtocols, updateMember } from './members.ts';
import { rejoinReason } from './rejoin-reason.ts';
import { everybody, joinReply } from './replies.ts';
import type { JoinRequest, JoinResult } from './types.ts';

/** The member keeps its seat under a new id; whoever still uses the old id is fenced (82). */
export function rejoinStatic(
  group: Group,
  member: Member,
  newId: string,
  request: JoinRequest,
): JoinResult | Promise<JoinResult> {
  const before = member.protocols;
  const unchanged = sameProtocols(before, request.protocols);
  const formerLeader = group.leader;
  group.answerParked(member, FENCED_INSTANCE_ID);
  group.rename(member, newId);
  updateMember(member, request);
  member.knowsId = false;
  if (group.phase === 'Stable' && unchanged) return takeSeat(group, member, formerLeader, request);
  const answer = new Promise<JoinResult>((resolve) =>
    group.park(member, { kind: 'join', connection: request.connection, resolve }),
  );
  const reason = unchanged ? 'join' : rejoinReason(before, member.protocols, group.context.decoder);
  group.startRebalance(causedBy(reason, member));
  return answer;
}

function takeSeat(group: Group, member: Member, formerLeader: string | null, request: JoinRequest): JoinResult {
  member.knowsId = true;
  group.touch(member);
  group.persist();
  group.tell(causedBy(null, member));
  const reply = joinReply(group, member);
  if (member.memberId !== group.leader) return reply;
  // Before v9 a client that learns it leads would compute an assignment: it is named the leader it was, under its old id.
  if (request.supportsSkipAssignment !== true) return { ...reply, leader: formerLeader ?? '', members: [] };
  return { ...reply, code: NONE, members: everybody(group), skipAssignment: true };
}
