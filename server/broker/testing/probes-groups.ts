// Probes of groups: every refusal of the coordinator, and offsets outside of groups.

import { offsetCommit } from '../apis/08-offset-commit/messages.ts';
import { offsetFetch } from '../apis/09-offset-fetch/messages.ts';
import { findCoordinator } from '../apis/10-find-coordinator/messages.ts';
import { joinGroup } from '../apis/11-join-group/messages.ts';
import { heartbeat } from '../apis/12-heartbeat/messages.ts';
import { leaveGroup } from '../apis/13-leave-group/messages.ts';
import { syncGroup } from '../apis/14-sync-group/messages.ts';
import { describeGroups } from '../apis/15-describe-groups/messages.ts';
import { deleteGroups } from '../apis/42-delete-groups/messages.ts';
import { offsetDelete } from '../apis/47-offset-delete/messages.ts';
import { defineProbes, joining, member, type Setting } from './probe-kit.ts';

type Join = Partial<typeof joining> & { groupId?: string; groupInstanceId?: string | null };
async function joined(s: Setting, version: number, asked: Join = {}) {
  const reply = await s.wire.ask(joinGroup, version, { ...joining, groupId: s.name('join'), ...asked });
  return { errorCode: reply.errorCode, generationId: reply.generationId, named: reply.memberId !== '' };
}

type Commit = {
  groupId: string;
  generation?: number;
  memberId?: string;
  topic?: string;
  partition?: number;
  offset?: number;
  metadata?: string;
};
async function committed(s: Setting, asked: Commit) {
  const { topics } = await s.wire.ask(offsetCommit, 5, {
    groupId: asked.groupId,
    generationIdOrMemberEpoch: asked.generation ?? -1,
    memberId: asked.memberId ?? '',
    topics: [
      {
        name: asked.topic ?? s.topic,
        partitions: [
          {
            partitionIndex: asked.partition ?? 0,
            committedOffset: asked.offset ?? 1,
            committedMetadata: asked.metadata ?? 'a note',
          },
        ],
      },
    ],
  });
  return topics[0]?.partitions[0]?.errorCode;
}

async function offsets(s: Setting, groupId: string, names: string[] | null) {
  const topics = names?.map((name) => ({ name, partitionIndexes: [0] })) ?? null;
  const reply = await s.wire.ask(offsetFetch, 5, { groupId, topics });
  const found = reply.topics.flatMap(({ partitions }) =>
    partitions.map(({ committedOffset, committedLeaderEpoch, metadata, errorCode }) => ({
      committedOffset,
      committedLeaderEpoch,
      metadata,
      errorCode,
    })),
  );
  return { errorCode: reply.errorCode, found };
}

async function beating(s: Setting, change: { groupId?: string; generationId?: number; memberId?: string }) {
  const groupId = s.name(`beat-${Object.keys(change)}`);
  const real = await member(s.wire, groupId);
  return (await s.wire.ask(heartbeat, 3, { groupId, ...real, ...change })).errorCode;
}

async function syncing(s: Setting, change: { groupId?: string; generationId?: number; memberId?: string }) {
  const groupId = s.name(`sync-${Object.keys(change)}`);
  const real = await member(s.wire, groupId);
  return (await s.wire.ask(syncGroup, 3, { groupId, ...real, assignments: [], ...change })).errorCode;
}

export const groupProbes = defineProbes({
  'FindCoordinator: a group': async ({ wire }) => (await wire.ask(findCoordinator, 2, { key: 'g' })).errorCode,
  'FindCoordinator: an unknown kind': async ({ wire }) =>
    (await wire.ask(findCoordinator, 2, { key: 'g', keyType: 9 })).errorCode,
  'JoinGroup: without a name': (s) => joined(s, 3, { groupId: '' }),
  'JoinGroup: a session too short': (s) => joined(s, 3, { sessionTimeoutMs: 1 }),
  'JoinGroup: a session too long': (s) => joined(s, 3, { sessionTimeoutMs: 2_000_000_000 }),
  'JoinGroup: a member nobody knows': (s) => joined(s, 3, { memberId: 'nobody' }),
  'JoinGroup: no protocols': (s) => joined(s, 3, { protocols: [] }),
  'JoinGroup: no kind of protocol': (s) => joined(s, 3, { protocolType: '' }),
  'JoinGroup: first without an id (v4)': (s) => joined(s, 4),
  'JoinGroup: a fixed member needs no id (v5)': (s) => joined(s, 5, { groupInstanceId: 'fixed' }),
  'JoinGroup: a protocol that others do not speak': async (s) => {
    const groupId = s.name('spoken');
    await member(s.wire, groupId);
    return joined(s, 3, { groupId, protocols: [{ name: 'other', metadata: new Uint8Array() }] });
  },
  'JoinGroup: another kind of protocol': async (s) => {
    const groupId = s.name('kind');
    await member(s.wire, groupId);
    return joined(s, 3, { groupId, protocolType: 'connect' });
  },
  'Heartbeat: as it should be': (s) => beating(s, {}),
  'Heartbeat: a group nobody knows': (s) => beating(s, { groupId: s.name('nobody') }),
  'Heartbeat: a member nobody knows': (s) => beating(s, { memberId: 'nobody' }),
  'Heartbeat: an old generation': (s) => beating(s, { generationId: 0 }),
  'SyncGroup: as it should be': (s) => syncing(s, {}),
  'SyncGroup: a group nobody knows': (s) => syncing(s, { groupId: s.name('nobody') }),
  'SyncGroup: a member nobody knows': (s) => syncing(s, { memberId: 'nobody' }),
  'SyncGroup: another generation': (s) => syncing(s, { generationId: 77 }),
  'LeaveGroup: a group nobody knows': async (s) =>
    (await s.wire.ask(leaveGroup, 1, { groupId: s.name('nobody'), memberId: 'x' })).errorCode,
  'LeaveGroup: a member nobody knows (v3)': async (s) => {
    const groupId = s.name('leave');
    await member(s.wire, groupId);
    const { errorCode, members } = await s.wire.ask(leaveGroup, 3, { groupId, members: [{ memberId: 'x' }] });
    return { errorCode, members: members.map((one) => one.errorCode) };
  },
  'OffsetCommit: without a group': (s) => committed(s, { groupId: s.name('free') }),
  'OffsetCommit: without a name': (s) => committed(s, { groupId: '' }),
  'OffsetCommit: a generation of no group': (s) =>
    committed(s, { groupId: s.name('ghost'), generation: 4, memberId: 'x' }),
  'OffsetCommit: from outside while there are members': async (s) => {
    const groupId = s.name('held');
    await member(s.wire, groupId);
    return committed(s, { groupId });
  },
  'OffsetCommit: an old generation': async (s) => {
    const groupId = s.name('old');
    const { memberId } = await member(s.wire, groupId);
    return committed(s, { groupId, memberId, generation: 0 });
  },
  'OffsetCommit: a topic that is not there': (s) =>
    committed(s, { groupId: s.name('free2'), topic: s.name('nowhere') }),
  'OffsetCommit: a partition that is not there': (s) => committed(s, { groupId: s.name('free3'), partition: 99 }),
  'OffsetCommit: a note too long': (s) => committed(s, { groupId: s.name('free4'), metadata: 'x'.repeat(5_000) }),
  'OffsetCommit: beyond the end': (s) => committed(s, { groupId: s.name('free5'), offset: 1_000_000 }),
  'OffsetCommit: a negative offset': (s) => committed(s, { groupId: s.name('free6'), offset: -5 }),
  'OffsetFetch: what was committed': async (s) => {
    const groupId = s.name('kept');
    await committed(s, { groupId, offset: 3 });
    return [await offsets(s, groupId, [s.topic]), await offsets(s, groupId, null)];
  },
  'OffsetFetch: a group nobody knows': (s) => offsets(s, s.name('nobody'), [s.topic]),
  'OffsetFetch: everything of a group nobody knows': (s) => offsets(s, s.name('nobody'), null),
  'OffsetFetch: a topic that is not there': (s) => offsets(s, s.name('nobody'), [s.name('nowhere')]),
  'DescribeGroups: one member': async (s) => {
    const groupId = s.name('seen');
    await member(s.wire, groupId);
    const { groups } = await s.wire.ask(describeGroups, 5, { groups: [groupId] });
    return groups.map(({ errorCode, groupState, protocolType, protocolData, members }) => ({
      errorCode,
      groupState,
      protocolType,
      protocolData,
      members: members.map(({ clientId }) => clientId),
    }));
  },
  'DescribeGroups: a group nobody knows': async (s) => {
    const { groups } = await s.wire.ask(describeGroups, 5, { groups: [s.name('nobody')] });
    return groups.map(({ errorCode, groupState, members }) => ({ errorCode, groupState, members: members.length }));
  },
  'DeleteGroups: a group nobody knows': async (s) =>
    (await s.wire.ask(deleteGroups, 1, { groupsNames: [s.name('nobody')] })).results.map((one) => one.errorCode),
  'DeleteGroups: with members': async (s) => {
    const groupId = s.name('full');
    await member(s.wire, groupId);
    return (await s.wire.ask(deleteGroups, 1, { groupsNames: [groupId] })).results.map((one) => one.errorCode);
  },
  'OffsetDelete: a group nobody knows': async (s) => {
    const topics = [{ name: s.topic, partitions: [{ partitionIndex: 0 }] }];
    return (await s.wire.ask(offsetDelete, 0, { groupId: s.name('nobody'), topics })).errorCode;
  },
  'OffsetDelete: what was committed': async (s) => {
    const groupId = s.name('gone');
    await committed(s, { groupId });
    const topics = [{ name: s.topic, partitions: [{ partitionIndex: 0 }, { partitionIndex: 99 }] }];
    const reply = await s.wire.ask(offsetDelete, 0, { groupId, topics });
    return [reply.errorCode, reply.topics.map(({ partitions }) => partitions.map((one) => one.errorCode).sort())];
  },
});
