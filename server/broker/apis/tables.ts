// Every API table, in the order of keys: what the codec's tests walk through and what ApiVersions may announce.
import type { Api } from '../protocol/api.ts';
import { produce } from './00-produce/messages.ts';
import { fetch } from './01-fetch/messages.ts';
import { listOffsets } from './02-list-offsets/messages.ts';
import { metadata } from './03-metadata/messages.ts';
import { offsetCommit } from './08-offset-commit/messages.ts';
import { offsetFetch } from './09-offset-fetch/messages.ts';
import { findCoordinator } from './10-find-coordinator/messages.ts';
import { joinGroup } from './11-join-group/messages.ts';
import { heartbeat } from './12-heartbeat/messages.ts';
import { leaveGroup } from './13-leave-group/messages.ts';
import { syncGroup } from './14-sync-group/messages.ts';
import { describeGroups } from './15-describe-groups/messages.ts';
import { listGroups } from './16-list-groups/messages.ts';
import { apiVersions } from './18-api-versions/messages.ts';
import { createTopics } from './19-create-topics/messages.ts';
import { deleteTopics } from './20-delete-topics/messages.ts';
import { deleteRecords } from './21-delete-records/messages.ts';
import { initProducerId } from './22-init-producer-id/messages.ts';
import { offsetForLeaderEpoch } from './23-offset-for-leader-epoch/messages.ts';
import { describeConfigs } from './32-describe-configs/messages.ts';
import { alterConfigs } from './33-alter-configs/messages.ts';
import { createPartitions } from './37-create-partitions/messages.ts';
import { deleteGroups } from './42-delete-groups/messages.ts';
import { incrementalAlterConfigs } from './44-incremental-alter-configs/messages.ts';
import { offsetDelete } from './47-offset-delete/messages.ts';
import { describeCluster } from './60-describe-cluster/messages.ts';

export const tables: readonly Api[] = [
  produce,
  fetch,
  listOffsets,
  metadata,
  offsetCommit,
  offsetFetch,
  findCoordinator,
  joinGroup,
  heartbeat,
  leaveGroup,
  syncGroup,
  describeGroups,
  listGroups,
  apiVersions,
  createTopics,
  deleteTopics,
  deleteRecords,
  initProducerId,
  offsetForLeaderEpoch,
  describeConfigs,
  alterConfigs,
  createPartitions,
  deleteGroups,
  incrementalAlterConfigs,
  offsetDelete,
  describeCluster,
];

const byKey = new Map(tables.map((api) => [api.key, api]));

export const tableOf = (apiKey: number): Api | undefined => byKey.get(apiKey);

/** For decodeRequestHeader. */
export const flexibleFromOf = (apiKey: number): number | null => byKey.get(apiKey)?.flexibleFrom ?? null;
