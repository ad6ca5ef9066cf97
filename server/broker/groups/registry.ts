// The coordinator's front desk: finds or makes the group, checks what can be checked without one, hands over.
// Everything happens in call order on one thread; the state log is the only thing waited for.

import * as admin from './admin.ts';
import {
  COORDINATOR_NOT_AVAILABLE,
  GROUP_MAX_SIZE_REACHED,
  ILLEGAL_GENERATION,
  INVALID_GROUP_ID,
  NONE,
  UNKNOWN_MEMBER_ID,
} from './codes.ts';
import { commit, fetchOffsets, refuseCommit } from './commit.ts';
import type { GroupContext } from './context.ts';
import { deadGroup, describeGroup, groupInfo, listGroups } from './describe.ts';
import { GroupDirectory } from './directory.ts';
import { causedBy, type Group } from './group.ts';
import { join } from './join.ts';
import { connectionClosed, leave } from './leave.ts';
import { defaultLimits } from './limits.ts';
import { joinError, syncError } from './replies.ts';
import { restoreGroups } from './restore.ts';
import { createContext } from './state-writer.ts';
import { heartbeat, sync } from './sync.ts';
import { timerSlot } from './timers.ts';
import type {
  CommitRequest,
  CommitResult,
  GroupCoordinator,
  GroupCoordinatorOptions,
  HeartbeatRequest,
  JoinRequest,
  JoinResult,
  LeaveRequest,
  LeaveResult,
  OffsetFetchRequest,
  SyncRequest,
  SyncResult,
} from './types.ts';
import { checkAssignments, checkJoin, validGroupName } from './validate.ts';

/**
 * Reads the state log, brings the groups back, and serves. Rejects when the log cannot be read.
 * Every request is answered: after `close()` with 15 COORDINATOR_NOT_AVAILABLE.
 */
export async function openGroupCoordinator(options: GroupCoordinatorOptions): Promise<GroupCoordinator> {
  const records = await options.store.load();
  const context = createContext(options, { ...defaultLimits, ...options.limits }, () => directory.records());
  const { groups, skipped } = restoreGroups(records, context);
  const directory = new GroupDirectory(context, groups);
  if (skipped > 0) context.notice(`state log: ${skipped} unreadable group records skipped`);
  for (const group of groups.values()) group.tell(causedBy('restored', null));
  return coordinator(directory, context, options);
}

function coordinator(
  directory: GroupDirectory,
  context: GroupContext,
  options: GroupCoordinatorOptions,
): GroupCoordinator {
  let closed = false;
  const sweeper = timerSlot(context.clock);
  const sweepLater = () =>
    sweeper.set(context.limits.retentionCheckMs, () => {
      sweepLater();
      void directory.sweep();
    });
  sweepLater();

  /** The group a member speaks to, or the code to refuse with. */
  const reach = (name: string): Group | number => {
    if (closed) return COORDINATOR_NOT_AVAILABLE;
    if (!validGroupName(name)) return INVALID_GROUP_ID;
    return directory.find(name) ?? UNKNOWN_MEMBER_ID;
  };

  return {
    async join(request: JoinRequest): Promise<JoinResult> {
      const refusal = closed ? COORDINATOR_NOT_AVAILABLE : checkJoin(request, context.limits);
      if (refusal !== NONE) return joinError(refusal, request.memberId);
      const known = request.memberId !== '';
      const group = known ? directory.find(request.group) : directory.findOrMake(request.group);
      if (!group) return joinError(known ? UNKNOWN_MEMBER_ID : GROUP_MAX_SIZE_REACHED, request.memberId);
      directory.noteJoin(request.connection, group);
      return join(group, request);
    },

    async sync(request: SyncRequest): Promise<SyncResult> {
      const group = reach(request.group);
      if (typeof group === 'number') return syncError(group);
      const refusal = checkAssignments(request, context.limits);
      return refusal === NONE ? sync(group, request) : syncError(refusal);
    },

    heartbeat(request: HeartbeatRequest) {
      const group = reach(request.group);
      return { code: typeof group === 'number' ? group : heartbeat(group, request) };
    },

    leave(request: LeaveRequest): LeaveResult {
      const group = reach(request.group);
      if (typeof group !== 'number') return { code: NONE, members: leave(group, request.members) };
      if (group !== UNKNOWN_MEMBER_ID) return { code: group, members: [] };
      const members = request.members.map(({ memberId, instanceId }) => ({ memberId, instanceId, code: group }));
      return { code: NONE, members };
    },

    async commit(request: CommitRequest): Promise<CommitResult> {
      const found = reach(request.group);
      if (typeof found !== 'number') return commit(found, request);
      if (found !== UNKNOWN_MEMBER_ID) return refuseCommit(request, found);
      if (request.generation >= 0) return refuseCommit(request, ILLEGAL_GENERATION);
      const made = directory.findOrMake(request.group);
      return made ? commit(made, request) : refuseCommit(request, GROUP_MAX_SIZE_REACHED);
    },

    fetch(request: OffsetFetchRequest) {
      if (closed) return { code: COORDINATOR_NOT_AVAILABLE, topics: [] };
      if (!validGroupName(request.group)) return { code: INVALID_GROUP_ID, topics: [] };
      const pending = options.hasPendingOffset ?? (() => false);
      return fetchOffsets(directory.find(request.group), request, (t, p) => pending(request.group, t, p));
    },

    list: (states) => listGroups(directory.groups.values(), states),

    describe(name) {
      const group = directory.find(name);
      if (group) return describeGroup(group);
      return deadGroup(name, validGroupName(name) ? NONE : INVALID_GROUP_ID);
    },

    deleteGroup: async (name) => (closed ? COORDINATOR_NOT_AVAILABLE : admin.deleteGroup(directory, name)),

    deleteOffsets: async (name, partitions) =>
      closed ? { code: COORDINATOR_NOT_AVAILABLE, partitions: [] } : admin.deleteOffsets(directory, name, partitions),

    topicDeleted: (topic) => admin.topicDeleted(directory, topic),

    connectionClosed(connection) {
      for (const group of directory.takeJoined(connection)) {
        if (group.phase !== 'Dead') connectionClosed(group, connection, COORDINATOR_NOT_AVAILABLE);
      }
    },

    snapshot: () => ({
      groups: [...directory.groups.values()].map(groupInfo),
      committed: [...directory.groups.values()].flatMap((group) => {
        const offsets = [...group.offsets.all()].map(({ topic, partition, offset }) => ({ topic, partition, offset }));
        return offsets.length === 0 ? [] : [{ group: group.name, offsets }];
      }),
    }),

    close() {
      closed = true;
      sweeper.clear();
      for (const group of directory.groups.values()) group.bury();
    },
  };
}
