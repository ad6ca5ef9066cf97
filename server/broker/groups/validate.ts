// What is refused before any group is looked at or made: names, sizes, timeouts. And who may speak as a member.

import {
  FENCED_INSTANCE_ID,
  INCONSISTENT_GROUP_PROTOCOL,
  INVALID_CONFIG,
  INVALID_GROUP_ID,
  INVALID_REQUEST,
  INVALID_SESSION_TIMEOUT,
  NONE,
  UNKNOWN_MEMBER_ID,
} from './codes.ts';
import type { Group } from './group.ts';
import { MAX_NAME } from './limits.ts';
import type { Member } from './members.ts';
import type { GroupLimits, JoinRequest, SyncRequest } from './types.ts';

/** Control characters would break logs and screens; Kafka itself only refuses the empty name. */
export const validGroupName = (name: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is being refused
  name.length > 0 && name.length <= MAX_NAME && !/[\u0000-\u001f\u007f]/.test(name);

const validInstanceId = (id: string): boolean =>
  id.length <= MAX_NAME && id !== '.' && id !== '..' && /^[a-zA-Z0-9._-]+$/.test(id);

/** 0, or why this JoinGroup cannot be served in any group. */
export function checkJoin(request: JoinRequest, limits: GroupLimits): number {
  if (!validGroupName(request.group)) return INVALID_GROUP_ID;
  if (request.instanceId !== null && !validInstanceId(request.instanceId)) return INVALID_CONFIG;
  const { sessionTimeoutMs } = request;
  if (!(sessionTimeoutMs >= limits.minSessionTimeoutMs && sessionTimeoutMs <= limits.maxSessionTimeoutMs)) {
    return INVALID_SESSION_TIMEOUT;
  }
  if (request.protocolType === '' || request.protocols.length === 0) return INCONSISTENT_GROUP_PROTOCOL;
  if (request.protocolType.length > MAX_NAME || request.protocols.length > limits.maxProtocols) return INVALID_REQUEST;
  if (request.protocols.some(({ name }) => name.length > MAX_NAME)) return INVALID_REQUEST;
  return weigh(request.protocols) > limits.maxMemberBytes ? INVALID_REQUEST : NONE;
}

export function checkAssignments(request: SyncRequest, limits: GroupLimits): number {
  let bytes = 0;
  for (const { assignment } of request.assignments) {
    if (assignment.length > limits.maxMemberBytes) return INVALID_REQUEST;
    bytes += assignment.length;
  }
  return bytes > limits.maxGroupBytes ? INVALID_REQUEST : NONE;
}

const weigh = (protocols: { name: string; metadata: Uint8Array }[]): number =>
  protocols.reduce((sum, { name, metadata }) => sum + name.length + metadata.length, 0);

/** True when the group has no room for what this member says; `self` is replaced by it. */
export function tooHeavy(group: Group, request: JoinRequest, self?: Member): boolean {
  let bytes = weigh(request.protocols);
  for (const member of group.members.values()) if (member !== self) bytes += weigh(member.protocols);
  return bytes > group.context.limits.maxGroupBytes;
}

/** The member that speaks, or 25 UNKNOWN_MEMBER_ID, or 82 when another process took its instance id over (KIP-345). */
export function findMember(group: Group, memberId: string, instanceId: string | null): Member | number {
  if (instanceId !== null) {
    const current = group.instances.get(instanceId);
    if (current === undefined) return UNKNOWN_MEMBER_ID;
    if (current !== memberId) return FENCED_INSTANCE_ID;
  }
  return group.members.get(memberId) ?? UNKNOWN_MEMBER_ID;
}
