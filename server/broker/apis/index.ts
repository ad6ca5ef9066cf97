// The registry: every API this broker serves, in the order of keys. What is not listed here does not exist for clients:
// the ApiVersions reply is derived from it.

import type { AnyHandler } from '../core/api-handler.ts';
import type { Registry } from '../core/dispatch.ts';
import { errorCodes } from '../protocol/errors.ts';
import { responseFrame } from '../protocol/headers.ts';
import { produceHandler } from './00-produce/handler.ts';
import { fetchHandler } from './01-fetch/handler.ts';
import { listOffsetsHandler } from './02-list-offsets/handler.ts';
import { metadataHandler } from './03-metadata/handler.ts';
import { offsetCommitHandler } from './08-offset-commit/handler.ts';
import { offsetFetchHandler } from './09-offset-fetch/handler.ts';
import { findCoordinatorHandler } from './10-find-coordinator/handler.ts';
import { joinGroupHandler } from './11-join-group/handler.ts';
import { heartbeatHandler } from './12-heartbeat/handler.ts';
import { leaveGroupHandler } from './13-leave-group/handler.ts';
import { syncGroupHandler } from './14-sync-group/handler.ts';
import { describeGroupsHandler } from './15-describe-groups/handler.ts';
import { listGroupsHandler } from './16-list-groups/handler.ts';
import { apiVersionsHandler } from './18-api-versions/handler.ts';
import { apiVersions } from './18-api-versions/messages.ts';
import { createTopicsHandler } from './19-create-topics/handler.ts';
import { deleteTopicsHandler } from './20-delete-topics/handler.ts';
import { deleteRecordsHandler } from './21-delete-records/handler.ts';
import { initProducerIdHandler } from './22-init-producer-id/handler.ts';
import { offsetForLeaderEpochHandler } from './23-offset-for-leader-epoch/handler.ts';
import { describeConfigsHandler } from './32-describe-configs/handler.ts';
import { alterConfigsHandler } from './33-alter-configs/handler.ts';
import { createPartitionsHandler } from './37-create-partitions/handler.ts';
import { deleteGroupsHandler } from './42-delete-groups/handler.ts';
import { incrementalAlterConfigsHandler } from './44-incremental-alter-configs/handler.ts';
import { offsetDeleteHandler } from './47-offset-delete/handler.ts';
import { describeClusterHandler } from './60-describe-cluster/handler.ts';

const handlers: readonly AnyHandler[] = [
  produceHandler,
  fetchHandler,
  listOffsetsHandler,
  metadataHandler,
  offsetCommitHandler,
  offsetFetchHandler,
  findCoordinatorHandler,
  joinGroupHandler,
  heartbeatHandler,
  leaveGroupHandler,
  syncGroupHandler,
  describeGroupsHandler,
  listGroupsHandler,
  apiVersionsHandler,
  createTopicsHandler,
  deleteTopicsHandler,
  deleteRecordsHandler,
  initProducerIdHandler,
  offsetForLeaderEpochHandler,
  describeConfigsHandler,
  alterConfigsHandler,
  createPartitionsHandler,
  deleteGroupsHandler,
  incrementalAlterConfigsHandler,
  offsetDeleteHandler,
  describeClusterHandler,
];

export type ApiEntry = { apiKey: number; minVersion: number; maxVersion: number };

const entryOf = ({ api }: AnyHandler): ApiEntry => ({
  apiKey: api.key,
  minVersion: api.advertised.min,
  maxVersion: api.advertised.max,
});

/** The table that dispatch looks handlers up in. @throws Error when two handlers claim one key. */
export function registryOf(list: readonly AnyHandler[]): Registry & { readonly apis: ApiEntry[] } {
  const byKey = new Map<number, AnyHandler>();
  for (const handler of list) {
    const { key, name } = handler.api;
    if (byKey.has(key)) throw new Error(`API key ${key} (${name}) has two handlers`);
    byKey.set(key, handler);
  }
  return {
    apis: list.map(entryOf),
    handlerOf: (key) => byKey.get(key),
    flexibleFrom: (key) => byKey.get(key)?.api.flexibleFrom ?? null,
    versionsFallback: (correlationId) =>
      responseFrame(apiVersions, 0, correlationId, {
        errorCode: errorCodes.UNSUPPORTED_VERSION,
        apiKeys: [entryOf(apiVersionsHandler)],
      }),
  };
}

export const registry = registryOf(handlers);
