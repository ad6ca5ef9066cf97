// May this node serve this partition to a client that knows this leader epoch? (KIP-320)

import { errorCodes } from '../protocol/errors.ts';
import type { Partition } from './partition.ts';

/** 0, 74 when the client is behind, 75 when it knows an epoch that never was, 6 when another node leads. -1 asks for no check of the epoch. */
export function leaderProblem({ replication }: Partition, node: number, knownEpoch: number): number {
  const { epoch, leader } = replication;
  if (knownEpoch >= 0 && knownEpoch !== epoch) {
    return knownEpoch < epoch ? errorCodes.FENCED_LEADER_EPOCH : errorCodes.UNKNOWN_LEADER_EPOCH;
  }
  return leader === node ? errorCodes.NONE : errorCodes.NOT_LEADER_OR_FOLLOWER;
}
