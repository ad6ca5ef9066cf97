// One person's kafkajs producer: murmur2 partitioning as in Java, and the partition known even when nobody confirms (acks=0).
import { type ICustomPartitioner, type Kafka, type Message, Partitioners } from 'kafkajs';
import { shortRetry } from '../kafka-client.ts';

type Sent = {
  /** In the order of the messages given; null when the partitioner was never asked. */
  partitions: (number | null)[];
  /** First offset written to each partition; empty with acks=0. */
  baseOffsets: Map<number, number>;
};

export type PageProducer = {
  send(topic: string, messages: Message[], acks: 0 | 1 | -1): Promise<Sent>;
  close(): Promise<void>;
};

/** Kafkajs would silently drop a record for a partition that is not there: no leader, no request, no error. */
class NoSuchPartition extends Error {
  override name = 'NoSuchPartition';
  retriable = false;
}

export function createPageProducer(kafka: Kafka): PageProducer {
  const chosen = new WeakMap<Message, number>();
  const createPartitioner: ICustomPartitioner = () => {
    const standard = Partitioners.DefaultPartitioner();
    return (args) => {
      const partition = standard(args);
      if (!args.partitionMetadata.some(({ partitionId }) => partitionId === partition)) {
        throw new NoSuchPartition(`partition ${partition} of ${args.topic} does not exist`);
      }
      chosen.set(args.message, partition);
      return partition;
    };
  };
  const producer = kafka.producer({ createPartitioner, allowAutoTopicCreation: true, retry: shortRetry });
  let connected: Promise<void> | null = null;

  return {
    async send(topic, messages, acks) {
      connected ??= producer.connect();
      await connected;
      const replies = await producer.send({ topic, messages, acks, timeout: 5_000 });
      const baseOffsets = new Map<number, number>();
      for (const { partition, baseOffset, offset } of replies) {
        const first = Number(baseOffset ?? offset);
        if (Number.isSafeInteger(first) && first >= 0) baseOffsets.set(partition, first);
      }
      return { partitions: messages.map((message) => chosen.get(message) ?? null), baseOffsets };
    },
    async close() {
      await producer.disconnect();
    },
  };
}
