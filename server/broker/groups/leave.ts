// LeaveGroup (v0-5), and the loss of a connection, which is not a leave.

import type { RebalanceReason } from '../events.ts';
import { NONE } from './codes.ts';
import { type Cause, causedBy, type Group } from './group.ts';
import type { LeaveRequest, LeaveResult } from './types.ts';
import { findMember } from './validate.ts';

type Leaver = LeaveRequest['members'][number];

/**
 * Clients say in the reason (v5+, KIP-800) that they leave because poll() came too late; administrators name the
 * instance without knowing the member, or say so. Everything else is a plain goodbye.
 */
export function leaveReason({ memberId, instanceId, reason }: Leaver): RebalanceReason {
  if (/\bpoll\b/i.test(reason ?? '')) return 'rebalance-timeout';
  if ((memberId === '' && instanceId !== null) || /removed by an admin/i.test(reason ?? '')) return 'kicked';
  return 'leave';
}

/** Takes out all that may leave, then rebalances once. */
export function leave(group: Group, leavers: Leaver[]): LeaveResult['members'] {
  const results: LeaveResult['members'] = [];
  let cause: Cause | null = null;
  for (const leaver of leavers) {
    const { memberId, instanceId } = leaver;
    const left = leaveOne(group, leaver);
    if (typeof left !== 'number') cause ??= left;
    results.push({ memberId, instanceId, code: typeof left === 'number' ? left : NONE });
  }
  if (cause) group.goOnWithout(cause);
  else group.completeIfAllJoined(); // a pending member that gave up may have been the last one awaited
  return results;
}

function leaveOne(group: Group, leaver: Leaver): Cause | number {
  const { memberId, instanceId } = leaver;
  if (instanceId === null && group.removePending(memberId)) return NONE;
  const byInstance = memberId === '' && instanceId !== null;
  const member = findMember(group, byInstance ? (group.instances.get(instanceId) ?? '') : memberId, instanceId);
  if (typeof member === 'number') return member;
  const reason = leaveReason(leaver);
  group.remove(member, reason);
  return causedBy(reason, member);
}

/**
 * Its parked requests have nobody to answer to: they are dropped and the session timer runs again. A member whose very
 * first join is lost this way never learnt its id and cannot come back: it does not hold the group up (KIP-394's reason).
 */
export function connectionClosed(group: Group, connection: number, code: number): void {
  for (const [memberId, { connection: own }] of group.pending) if (own === connection) group.removePending(memberId);
  const ghosts = [];
  for (const member of group.members.values()) {
    const waiting = member.parked?.connection === connection;
    if (waiting) group.answerParked(member, code);
    if (waiting) group.touch(member);
    if (member.connection !== connection) continue;
    member.connection = null;
    if (waiting && !member.knowsId && member.instanceId === null) ghosts.push(member);
    else group.tell(causedBy(null, member));
  }
  if (ghosts.length > 0) group.evict(ghosts, 'session-timeout');
  else group.completeIfAllJoined();
}
