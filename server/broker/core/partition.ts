// A topic and its partitions as the broker's core knows them.

import type { StoredLog } from '../log/partition-log.ts';
import type { TopicConfig } from '../log/types.ts';
import type { Gate } from './fetch-waiters.ts';

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
  readonly leaderEpoch: number;
  /** End of what the event stream has told: snapshots show this, so that nothing is told twice. */
  announcedEnd: number;
  /** Fetch requests that wait for records here. */
  readonly gate: Gate;
};

export function newPartition(topic: Topic, index: number, log: StoredLog): Partition {
  return { topic, index, log, leaderEpoch: 0, announcedEnd: log.end, gate: new Set() };
}
