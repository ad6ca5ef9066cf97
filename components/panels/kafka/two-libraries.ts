// Where one key goes with each of the two usual partitioners, and what really arrived since. Pure.
import type { ClientView } from '#contract/kafka-events.ts';
import { type ClientState, clientName, clientOf, type KafkaState } from '#labs/kafka/state.ts';
import { type Algorithm, partitionOf } from '#labs/partitioners/index.ts';

export const algorithms = ['murmur2', 'crc32'] as const satisfies readonly Algorithm[];

/** librdkafka draws an empty key at random (`consistent_random`): nothing can be predicted then. */
export const predict = (algorithm: Algorithm, key: string, partitions: number): number | null =>
  key === '' && algorithm === 'crc32' ? null : partitionOf(algorithm, key, partitions);

/** Which partitioner a program has by default, from what it said of itself; null when it said nothing one can tell from. */
export function algorithmOf({ origin, library, clientId }: ClientView): Algorithm | null {
  if (origin === 'page') return 'murmur2';
  const said = `${library ?? ''} ${clientId ?? ''}`.toLowerCase();
  if (/rdkafka|confluent|kcat/.test(said)) return 'crc32';
  return /kafka-python|apache-kafka-java|kafkajs/.test(said) ? 'murmur2' : null;
}

export type Arrival = {
  partition: number;
  offset: number;
  /** The sender's; null when it cannot be known. */
  algorithm: Algorithm | null;
  sender: string | null;
  at: number;
};

/** Records of this key at or after `since` (an offset by partition), oldest first. */
export function arrivalsOf(state: KafkaState, topic: string, key: string, since: readonly number[]): Arrival[] {
  const found = state.topics.find((each) => each.topic === topic);
  const sender = (client: ClientState | undefined) => (client ? clientName(client.view) : null);
  return (found?.partitions ?? [])
    .flatMap(({ partition, recent }) =>
      recent
        .filter((record) => record.key?.text === key && !record.key.cut && record.key.encoding === 'utf8')
        .filter(({ offset }) => offset >= (since[partition] ?? 0))
        .map(({ offset, client, at }): Arrival => {
          const known = clientOf(state, client);
          const algorithm = known ? algorithmOf(known.view) : null;
          return { partition, offset, algorithm, sender: sender(known), at };
        }),
    )
    .sort((a, b) => a.at - b.at);
}

/** A key near `key` that the two put in different partitions; null when there is only one partition. */
export function tellingKey(key: string, partitions: number): string | null {
  const stem = key.replace(/-?[0-9]*$/, '') || 'capteur';
  for (let n = 1; n <= 100 && partitions > 1; n += 1) {
    const other = `${stem}-${n}`;
    if (predict('murmur2', other, partitions) !== predict('crc32', other, partitions)) return other;
  }
  return null;
}

/** The same record sent by kcat, for a POSIX shell. */
export function kcatCommand(address: string, topic: string, key: string): string {
  const quoted = `'${key.replaceAll("'", "'\\''")}'`;
  return `echo bonjour | kcat -P -b ${address} -t ${topic} -k ${quoted}`;
}
