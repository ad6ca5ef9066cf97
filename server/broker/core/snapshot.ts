// The present of a broker as plain data, atomic with the event stream: what the snapshot shows is not told again, what it
// does not show will be.

import type { BrokerSnapshot } from '../events.ts';
import { lossWindowMs } from '../log/log-store.ts';
import type { Core } from './core.ts';
import { readShown } from './shown-records.ts';

export type Address = { host: string; port: number };
type Described = Omit<BrokerSnapshot, 'recent'>;

/** Partitions whose recent records are read for one snapshot; beyond, only ends are told. */
const maxRecentPartitions = 500;

/** Synchronous: nothing can happen while it looks. */
export function describeCore(core: Core, address: Address): Described {
  const { groups, committed } = core.groups.snapshot();
  return {
    address,
    nodes: core.cluster.list(),
    storage: { mode: core.settings.durability, lossWindowMs: lossWindowMs(core.settings.durability) },
    topics: core.topics.snapshot(),
    connections: core.connections.list(),
    groups,
    committed,
  };
}

/** Adds the last records of each partition, up to the ends already described. */
export async function withRecent(core: Core, described: Described): Promise<BrokerSnapshot> {
  const { show } = core.settings;
  const recent: BrokerSnapshot['recent'] = [];
  for (const { topic, partitions } of described.topics) {
    for (const { partition: index, logStart, end } of partitions) {
      const partition = core.topics.partition(topic, index);
      if (!partition || end === logStart || recent.length >= maxRecentPartitions) continue;
      const { records } = await readShown(partition, Math.max(logStart, end - show.recent), end, show);
      recent.push({ topic, partition: index, records });
    }
  }
  return { ...described, recent };
}
