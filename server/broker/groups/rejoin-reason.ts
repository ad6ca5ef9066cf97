// Why a member that is already in joins again, from what it said before and what it says now.

import type { RebalanceReason } from '../events.ts';
import type { Protocol } from './members.ts';
import type { ConsumerDecoder } from './types.ts';

const keyOf = (topic: string, partition: number): string => `${topic} ${partition}`;

/** All its protocols say the same about topics and partitions: the first one is asked. */
export function rejoinReason(
  before: readonly Protocol[],
  now: readonly Protocol[],
  decoder: ConsumerDecoder,
): Extract<RebalanceReason, 'subscription' | 'given-back' | 'metadata'> {
  const [old, fresh] = [before[0]?.metadata, now[0]?.metadata];
  if (!old || !fresh) return 'metadata';
  const [wanted, wants] = [decoder.subscription(old), decoder.subscription(fresh)];
  if (wanted && wants && JSON.stringify([...wanted].sort()) !== JSON.stringify([...wants].sort()))
    return 'subscription';
  const held = decoder.owned(old) ?? [];
  const holds = new Set(
    (decoder.owned(fresh) ?? []).flatMap(({ topic, partitions }) => partitions.map((one) => keyOf(topic, one))),
  );
  const given = held.some(({ topic, partitions }) => partitions.some((one) => !holds.has(keyOf(topic, one))));
  return given ? 'given-back' : 'metadata';
}
