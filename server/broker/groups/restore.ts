// Reads the state log back into groups. Its records are input like any other: what does not look right is skipped
// and counted. Members come back with fresh session timers, so a restart of the server does not scatter a class.

import type { GroupContext } from './context.ts';
import { Group } from './group.ts';
import type { Member } from './members.ts';
import type { GroupRecord, StoredMember, StoredOffset } from './store.ts';
import { timerSlot } from './timers.ts';

type Restored = { groups: Map<string, Group>; skipped: number };
type Stored = Extract<GroupRecord, { kind: 'group' }>;

/** Replays `records` in order. Starts the session timers of whoever was in a group. */
export function restoreGroups(records: unknown[], context: GroupContext): Restored {
  const groups = new Map<string, Group>();
  const last = new Map<string, Stored>();
  let skipped = 0;
  const groupNamed = (name: string): Group => {
    const group = groups.get(name) ?? new Group(name, context);
    groups.set(name, group);
    return group;
  };
  for (const record of records) {
    if (!isGroupRecord(record)) {
      skipped += 1;
      continue;
    }
    switch (record.kind) {
      case 'group':
        groupNamed(record.group);
        last.set(record.group, record);
        break;
      case 'group-deleted':
        groups.delete(record.group);
        last.delete(record.group);
        break;
      case 'offsets':
        for (const offset of record.offsets) groupNamed(record.group).offsets.put(offset);
        break;
      case 'offsets-deleted': {
        const gone = new Set(record.partitions.map(({ topic, partition }) => `${topic}/${partition}`));
        groups.get(record.group)?.offsets.drop(({ topic, partition }) => gone.has(`${topic}/${partition}`));
        break;
      }
    }
  }
  for (const [name, record] of last) restoreMembers(groupNamed(name), record);
  return { groups, skipped };
}

function restoreMembers(group: Group, record: Stored): void {
  group.protocolType = record.protocolType;
  group.generation = record.generation;
  group.since = record.at;
  if (record.members.length === 0) return;
  group.phase = 'Stable';
  group.protocol = record.protocol;
  for (const stored of record.members) restoreMember(group, stored);
  const { leader } = record;
  group.leader = leader !== null && group.members.has(leader) ? leader : (group.members.keys().next().value ?? null);
}

function restoreMember(group: Group, stored: StoredMember): void {
  const { memberId, instanceId, clientId, clientHost, sessionTimeoutMs, rebalanceTimeoutMs } = stored;
  const member: Member = {
    memberId,
    instanceId,
    clientId,
    clientHost,
    connection: null,
    sessionTimeoutMs,
    rebalanceTimeoutMs,
    protocols: stored.protocols.map(({ name, metadata }) => ({ name, metadata: bytes(metadata) })),
    assignment: bytes(''),
    assigned: [],
    parked: null,
    knowsId: true,
    session: timerSlot(group.context.clock),
  };
  group.members.set(memberId, member);
  if (instanceId !== null) group.instances.set(instanceId, memberId);
  group.give(member, bytes(stored.assignment));
  group.touch(member);
}

const bytes = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, 'base64'));

// --- shapes -----------------------------------------------------------------------------------------------------------

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown): boolean => value === null || isText(value);
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isList = (value: unknown, each: (item: Fields) => boolean): boolean =>
  Array.isArray(value) && value.every((item: unknown) => isFields(item) && each(item));

const isPartition = (item: Fields): boolean => isText(item.topic) && isCount(item.partition);
const isOffset = (item: Fields): item is Fields & StoredOffset =>
  isPartition(item) &&
  Number.isSafeInteger(item.offset) &&
  Number.isSafeInteger(item.leaderEpoch) &&
  isText(item.metadata) &&
  isCount(item.at);
const isMember = (item: Fields): item is Fields & StoredMember =>
  isText(item.memberId) &&
  isTextOrNull(item.instanceId) &&
  isText(item.clientId) &&
  isText(item.clientHost) &&
  isCount(item.sessionTimeoutMs) &&
  isCount(item.rebalanceTimeoutMs) &&
  isText(item.assignment) &&
  isList(item.protocols, (protocol) => isText(protocol.name) && isText(protocol.metadata));

function isGroupRecord(record: unknown): record is GroupRecord {
  if (!isFields(record) || !isText(record.group)) return false;
  switch (record.kind) {
    case 'group':
      return (
        isTextOrNull(record.protocolType) &&
        isTextOrNull(record.protocol) &&
        isCount(record.generation) &&
        isTextOrNull(record.leader) &&
        isCount(record.at) &&
        isList(record.members, isMember)
      );
    case 'group-deleted':
      return true;
    case 'offsets':
      return isList(record.offsets, isOffset);
    case 'offsets-deleted':
      return isList(record.partitions, isPartition);
    default:
      return false;
  }
}
