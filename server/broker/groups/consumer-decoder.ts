// What members of a `consumer` group say in their bytes, in the coordinator's words.

import { decodeAssignment, decodeSubscription } from '../protocol/consumer-protocol.ts';
import type { ConsumerDecoder } from './types.ts';

export const consumerDecoder: ConsumerDecoder = {
  assignment(bytes) {
    const read = decodeAssignment(bytes);
    return read
      ? read.assignedPartitions.map(({ topic, partitions }) => ({ topic, partitions: [...partitions] }))
      : null;
  },
  subscription(bytes) {
    const read = decodeSubscription(bytes);
    return read ? [...read.topics] : null;
  },
  owned(bytes) {
    const read = decodeSubscription(bytes);
    return read ? read.ownedPartitions.map(({ topic, partitions }) => ({ topic, partitions: [...partitions] })) : null;
  },
};
