// The real consumer protocol, as the coordinator reads it.

import { expect, it } from 'vitest';
import { encodeAssignment, encodeSubscription } from '../protocol/consumer-protocol.ts';
import { consumerDecoder } from './consumer-decoder.ts';

it('reads topics and partitions, and says null to anything else', () => {
  const shares = [{ topic: 'commandes', partitions: [0, 2] }];
  expect(consumerDecoder.assignment(encodeAssignment({ assignedPartitions: shares }))).toEqual(shares);
  expect(consumerDecoder.subscription(encodeSubscription({ topics: ['commandes', 'colis'] }))).toEqual([
    'commandes',
    'colis',
  ]);
  const holding = encodeSubscription({ topics: ['commandes'], ownedPartitions: shares });
  expect(consumerDecoder.owned(holding)).toEqual(shares);
  expect(consumerDecoder.owned(encodeSubscription({ topics: ['commandes'] }, 0))).toEqual([]);
  for (const bytes of [new Uint8Array(0), new Uint8Array([0, 0, 255]), new TextEncoder().encode('nonsense')]) {
    expect(consumerDecoder.assignment(bytes)).toBeNull();
    expect(consumerDecoder.subscription(bytes)).toBeNull();
    expect(consumerDecoder.owned(bytes)).toBeNull();
  }
});
