// Where a page consumer begins to read, as it asks the broker for it. Kafkajs tells of records only, and a group that begins
// at the end of a log has none. It hands its cluster handle to partition assigners: that is where its fetches can be heard.
import type { Broker, Cluster, PartitionAssigner } from 'kafkajs';

type Asked = (topic: string, partition: number, offset: number) => void;
type FetchRequest = Parameters<Broker['fetch']>[0];

/** The same assigners; `answered` hears each place and offset that the consumer asked for, once a broker has answered. */
export function hearingFetches(assigners: readonly PartitionAssigner[], answered: Asked): PartitionAssigner[] {
  const [first, ...others] = assigners;
  if (!first) return [];
  const hearing: PartitionAssigner = (given) => {
    hear(given.cluster, answered);
    return first(given);
  };
  return [hearing, ...others];
}

function hear(cluster: Cluster, answered: Asked): void {
  const findBroker = cluster.findBroker.bind(cluster);
  const heard = new WeakSet<Broker>();
  cluster.findBroker = async (node) => {
    const broker = await findBroker(node);
    if (heard.has(broker)) return broker;
    heard.add(broker);
    const fetch = broker.fetch.bind(broker);
    broker.fetch = async (request: FetchRequest) => {
      // Rejects when the broker refuses an offset: nothing begins there.
      const reply = await fetch(request);
      for (const { topic, partitions } of request.topics)
        for (const { partition, fetchOffset } of partitions) answered(topic, partition, Number(fetchOffset));
      return reply;
    };
    return broker;
  };
}
