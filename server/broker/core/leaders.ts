// Who led which partition since when, in the state log `leaders`: epochs never go back, not even over a restart.

import type { LogStore } from '../log/log-store.ts';
import type { Partition } from './partition.ts';
import type { StoredLeader } from './replication.ts';

export type Leaders = {
  /** What an earlier run left of a partition. */
  known(topicId: string, partition: number): StoredLeader | undefined;
  /** Resolves when the election is written down, or cannot be. */
  note(partition: Partition): Promise<void>;
};

type Entry = { topic: string; partition: number } & StoredLeader;

const keyOf = (topicId: string, partition: number): string => `${topicId} ${partition}`;

function isEntry(value: unknown): value is Entry {
  const { topic, partition, leader, epochs } = value as Partial<Entry>;
  return (
    typeof topic === 'string' &&
    Number.isInteger(partition) &&
    Number.isInteger(leader) &&
    Array.isArray(epochs) &&
    epochs.length > 0 &&
    epochs.every((one) => Number.isInteger(one?.epoch) && Number.isSafeInteger(one?.start))
  );
}

/** `partitions`: all there are, for a compaction. */
export async function openLeaders(logs: LogStore, partitions: () => Iterable<Partition>): Promise<Leaders> {
  const state = await logs.openState('leaders');
  const known = new Map<string, StoredLeader>();
  for (const entry of state.recovered) {
    if (isEntry(entry)) known.set(keyOf(entry.topic, entry.partition), { leader: entry.leader, epochs: entry.epochs });
  }
  state.forget();

  const entryOf = ({ topic, index, replication }: Partition): Entry => ({
    topic: topic.id,
    partition: index,
    ...replication.stored(),
  });

  return {
    known: (topicId, partition) => known.get(keyOf(topicId, partition)),
    async note(partition) {
      await state.append(entryOf(partition));
      if (!state.large) return;
      void state.compact(() => [...partitions()].filter(({ replication }) => replication.epoch > 0).map(entryOf));
    },
  };
}
