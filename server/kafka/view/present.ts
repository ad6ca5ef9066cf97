// What is true now, as the events that would rebuild it: a newcomer is told these, then follows the stream. Bounded.
import type { KafkaEvent, RecordView } from '#contract/kafka-events.ts';

type Of<T extends KafkaEvent['type']> = Extract<KafkaEvent, { type: T }>;
type PartitionNow = { logStart: number; end: number; recent: RecordView[] };

/** Records kept per partition, as in the broker's own snapshot. */
const recentRecords = 60;
const maxCommitted = 5_000;

export type Present = {
  apply(event: KafkaEvent): void;
  /** In an order that makes sense: the cluster, topics and logs, programs, groups, offsets. */
  events(): KafkaEvent[];
};

export function createPresent(): Present {
  let described: Of<'cluster.described'> | null = null;
  let lost: Of<'cluster.lost'> | null = null;
  const topics = new Map<string, PartitionNow[]>();
  const clients = new Map<string, Of<'client.appeared'>>();
  const groups = new Map<string, Of<'group.changed'>>();
  const committed = new Map<string, Map<string, Of<'offsets.committed'>>>();

  function partitionsOf(topic: string, count: number): PartitionNow[] {
    const list = topics.get(topic) ?? [];
    while (list.length < count) list.push({ logStart: 0, end: 0, recent: [] });
    topics.set(topic, list);
    return list;
  }

  function partitionOf(topic: string, partition: number): PartitionNow {
    const found = partitionsOf(topic, partition + 1)[partition];
    return found ?? { logStart: 0, end: 0, recent: [] };
  }

  function appended({ topic, partition, baseOffset, count, kept }: Of<'records.appended'>): void {
    const log = partitionOf(topic, partition);
    log.end = Math.max(log.end, baseOffset + count);
    log.recent.push(...kept);
    if (log.recent.length > recentRecords) log.recent = log.recent.slice(-recentRecords);
  }

  function remember(event: Of<'offsets.committed'>): void {
    const own = committed.get(event.group) ?? new Map<string, Of<'offsets.committed'>>();
    committed.set(event.group, own);
    for (const offset of event.offsets) {
      const key = `${offset.topic} ${offset.partition}`;
      if (own.size < maxCommitted || own.has(key)) own.set(key, { ...event, offsets: [offset] });
    }
  }

  function forgetTopic(topic: string): void {
    topics.delete(topic);
    for (const own of committed.values()) {
      for (const [key, { offsets }] of own) if (offsets[0]?.topic === topic) own.delete(key);
    }
  }

  function logEvents(topic: string, list: PartitionNow[]): KafkaEvent[] {
    return list.flatMap(({ logStart, end, recent }, partition): KafkaEvent[] => {
      const told: KafkaEvent[] = [];
      if (end > logStart) {
        // Who wrote what, and how many bytes in all, is not remembered: the past is told as one range of unknown origin.
        const range = { topic, partition, baseOffset: logStart, count: end - logStart, bytes: 0 };
        told.push({ type: 'records.appended', ...range, client: null, acks: null, kept: recent });
      }
      if (logStart > 0) told.push({ type: 'log.start-moved', topic, partition, logStart });
      return told;
    });
  }

  return {
    apply(event) {
      switch (event.type) {
        case 'cluster.described':
          described = event;
          break;
        case 'cluster.lost':
          lost = event;
          break;
        case 'cluster.recovered':
          lost = null;
          break;
        case 'topic.created':
          topics.delete(event.topic);
          partitionsOf(event.topic, event.partitions);
          break;
        case 'topic.extended':
          partitionsOf(event.topic, event.partitions);
          break;
        case 'topic.deleted':
          forgetTopic(event.topic);
          break;
        case 'records.appended':
          appended(event);
          break;
        case 'log.start-moved': {
          const log = partitionOf(event.topic, event.partition);
          log.logStart = event.logStart;
          log.end = Math.max(log.end, event.logStart);
          log.recent = log.recent.filter(({ offset }) => offset >= event.logStart);
          break;
        }
        case 'client.appeared':
        case 'client.changed':
          clients.set(event.client.id, { type: 'client.appeared', client: event.client });
          break;
        case 'client.left':
          clients.delete(event.id);
          break;
        case 'group.changed':
          groups.set(event.group.group, { ...event, cause: null });
          break;
        case 'group.deleted':
          groups.delete(event.group);
          committed.delete(event.group);
          break;
        case 'offsets.committed':
          remember(event);
          break;
        // Told once, and over; or told by the bridge and by the lab itself.
        case 'group.member-left':
        case 'reading.started':
        case 'consumer.changed':
        case 'consumer.removed':
        case 'experiment.reset':
        case 'prediction.made':
          break;
      }
    },

    events() {
      const told: KafkaEvent[] = [];
      if (described) told.push(described);
      for (const [topic, list] of topics) {
        told.push({ type: 'topic.created', topic, partitions: list.length }, ...logEvents(topic, list));
      }
      told.push(...clients.values(), ...groups.values());
      for (const [group, own] of committed) {
        const offsets = [...own.values()].flatMap((event) => event.offsets);
        if (offsets.length > 0) told.push({ type: 'offsets.committed', group, memberId: null, offsets });
      }
      if (lost) told.push(lost);
      return told;
    },
  };
}
