// How a group looks from outside: to the browser, to DescribeGroups and ListGroups, and to the state log.

import type { GroupInfo } from '../events.ts';
import { NONE } from './codes.ts';
import type { Group } from './group.ts';
import { metadataFor, noBytes } from './members.ts';
import type { GroupRecord } from './store.ts';
import type { DescribedGroup, ListedGroup } from './types.ts';

export const groupInfo = (group: Group): GroupInfo => ({
  group: group.name,
  phase: group.phase,
  generation: group.generation,
  protocolType: group.protocolType,
  protocol: group.protocol,
  leader: group.leader,
  members: [...group.members.values()].map((member) => ({
    memberId: member.memberId,
    instanceId: member.instanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    connection: member.connection,
    sessionTimeoutMs: member.sessionTimeoutMs,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    assignment: member.assigned,
  })),
});

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

export const groupRecord = (group: Group): GroupRecord => ({
  kind: 'group',
  group: group.name,
  protocolType: group.protocolType,
  protocol: group.protocol,
  generation: group.generation,
  leader: group.leader,
  members: [...group.members.values()].map((member) => ({
    memberId: member.memberId,
    instanceId: member.instanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    sessionTimeoutMs: member.sessionTimeoutMs,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    protocols: member.protocols.map(({ name, metadata }) => ({ name, metadata: base64(metadata) })),
    assignment: base64(member.assignment),
  })),
  at: group.since,
});

/** DescribeGroups. As in Apache, what members said and got is only shown once it is settled. */
export function describeGroup(group: Group): DescribedGroup {
  const settled = group.phase === 'Stable';
  return {
    code: NONE,
    group: group.name,
    phase: group.phase,
    protocolType: group.protocolType ?? '',
    protocol: settled ? (group.protocol ?? '') : '',
    members: [...group.members.values()].map((member) => ({
      memberId: member.memberId,
      instanceId: member.instanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      metadata: settled ? metadataFor(member, group.protocol) : noBytes,
      assignment: settled ? member.assignment : noBytes,
    })),
  };
}

export const deadGroup = (group: string, code: number): DescribedGroup => ({
  code,
  group,
  phase: 'Dead',
  protocolType: '',
  protocol: '',
  members: [],
});

/** ListGroups v4+ filters by state (KIP-518). */
export function listGroups(groups: Iterable<Group>, states?: string[] | null): ListedGroup[] {
  const wanted = states && states.length > 0 ? new Set(states.map((state) => state.toLowerCase())) : null;
  const listed: ListedGroup[] = [];
  for (const group of groups) {
    if (wanted && !wanted.has(group.phase.toLowerCase())) continue;
    listed.push({ group: group.name, protocolType: group.protocolType ?? '', phase: group.phase });
  }
  return listed;
}
