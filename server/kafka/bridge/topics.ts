// Creating a topic on behalf of a page, over TCP like everything else.
import type { Kafka } from 'kafkajs';

/** Three replicas where the cluster has as many brokers, fewer otherwise. */
const wantedReplicas = 3;

/** False when the topic already exists; rejects with what kafkajs says. */
export async function createTopic(kafka: Kafka, topic: string, partitions: number): Promise<boolean> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    const replicationFactor = Math.max(1, Math.min(wantedReplicas, brokers.length));
    return await admin.createTopics({
      topics: [{ topic, numPartitions: partitions, replicationFactor }],
      waitForLeaders: true,
      timeout: 5_000,
    });
  } finally {
    await admin.disconnect();
  }
}
