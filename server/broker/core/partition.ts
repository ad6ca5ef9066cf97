// A topic and its partitions as the broker's core knows them.

import type { StoredLog } from '../log/partition-log.ts';
import type { TopicConfig } from '../log/types.ts';
import type { Gate } from './fetch-waiters.ts';
import { Replication, type StoredLeader } from './replication.ts';

export type Topic = {
  readonly name: string;
  /** 16 bytes as 22 characters of base64url (KIP-516). */
  readonly id: string;
  config: TopicConfig;
  partitions: Partition[];
};

export type Partition = {
  readonly topic: Topic;
  readonly index: number;
  readonly log: StoredLog;
  /** Leader, epochs, copies, high watermark. */
  readonly replication: Replication;
  /** End of what the event stream has told: snapshots show this, so that nothing is told twice. */
  announcedEnd: number;
  /** Fetch requests that wait for records here. */
  readonly gate: Gate;
  /** Bytes stored that the gate was not told of: they are not confirmed by all copies in sync. */
  unconfirmedBytes: number;
};

/** `nodes`: who holds a copy, the preferred leader first. */
export function newPartition(
  topic: Topic,
  index: number,
  log: StoredLog,
  nodes: readonly number[],
  stored?: StoredLeader,
): Partition {
  const replication = new Replication(log, nodes, stored);
  return { topic, index, log, replication, announcedEnd: log.end, gate: new Set(), unconfirmedBytes: 0 };
}

/** How far consumers may read; `stableOnly`: not into open transactions (read_committed). */
export function readableEnd({ log, replication }: Partition, stableOnly: boolean): number {
  const { highWatermark } = replication;
  return stableOnly ? Math.min(log.lastStable, highWatermark) : highWatermark;
}
