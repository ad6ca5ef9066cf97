// Every bound of the coordinator in one place, with the reason where it is not Apache's default.

import type { GroupLimits } from './types.ts';

/** Ids, names and hosts longer than this are refused or cut. Same length as a topic name in Kafka. */
export const MAX_NAME = 249;

export const defaultLimits: GroupLimits = {
  minSessionTimeoutMs: 1000, // Apache: 6000; a class does not want to wait that long to see a silent member go
  maxSessionTimeoutMs: 1_800_000,
  initialRebalanceDelayMs: 0, // Apache: 3000; a class wants to see the rebalance at once
  maxGroupSize: 500, // Apache: unbounded
  maxGroups: 2000,
  maxOffsetsPerGroup: 10_000,
  maxOffsetMetadataBytes: 4096,
  maxMemberBytes: 1_048_576,
  maxGroupBytes: 4_194_304,
  maxProtocols: 32,
  offsetsRetentionMs: 7 * 24 * 3_600_000,
  retentionCheckMs: 600_000,
};
