// Where a keyed record goes: the two default partitioners met in class, and which of them explains what was seen.
import { crc32 } from './crc32.ts';
import { murmur2 } from './murmur2.ts';
import { utf8 } from './utf8.ts';

export type Algorithm = 'murmur2' | 'crc32';

/** Who uses which by default (Java `BuiltInPartitioner`, kafka-python and KafkaJS 2 `DefaultPartitioner`; librdkafka `consistent_random`). */
export const usedBy = {
  murmur2: ['Java', 'kafka-python', 'KafkaJS 2'],
  crc32: ['librdkafka', 'kcat', 'confluent-kafka'],
} as const satisfies Record<Algorithm, readonly string[]>;

/** Partition of `key` (text, hashed as UTF-8, or its bytes) among `partitions` ≥ 1. */
export function partitionOf(algorithm: Algorithm, key: string | Uint8Array, partitions: number): number {
  const bytes = typeof key === 'string' ? utf8(key) : key;
  if (algorithm === 'murmur2') return (murmur2(bytes) & 0x7fffffff) % partitions;
  return crc32(bytes) % partitions;
}

export type Explanation = {
  /** What each algorithm would have chosen. */
  choices: readonly { algorithm: Algorithm; partition: number }[];
  /** The algorithms whose choice is the partition seen: none, one, or both by chance. */
  explainedBy: readonly Algorithm[];
};

/**
 * Which default partitioner explains that `key` lies on partition `actual` of `partitions`.
 * An empty key is special in librdkafka: `consistent_random` draws it at random, so crc32 explains nothing there.
 */
export function explainPartition(key: string | Uint8Array, partitions: number, actual: number): Explanation {
  const algorithms: Algorithm[] = key.length === 0 ? ['murmur2'] : ['murmur2', 'crc32'];
  const choices = algorithms.map((algorithm) => ({ algorithm, partition: partitionOf(algorithm, key, partitions) }));
  return {
    choices,
    explainedBy: choices.filter(({ partition }) => partition === actual).map(({ algorithm }) => algorithm),
  };
}
