// Topics, partitions and their window of recent records.
import type { KafkaEvent, RecordView, ShownBytes } from '#contract/kafka-events.ts';
import { bounds } from './bounds.ts';
import { changeFirst, lastOf, without } from './list.ts';
import type { KeptRecord, PartitionState, TopicState } from './state.ts';

type Topics = readonly TopicState[];
type Appended = Extract<KafkaEvent, { type: 'records.appended' }>;

const emptyPartition = (partition: number): PartitionState => ({
  partition,
  logStart: 0,
  end: 0,
  recent: [],
  count: 0,
  bytes: 0,
  last: null,
});

function withCount(topic: TopicState, count: number): TopicState {
  if (count <= topic.count) return topic;
  const partitions = [...topic.partitions];
  while (partitions.length < Math.min(count, bounds.partitions)) partitions.push(emptyPartition(partitions.length));
  return { ...topic, count, partitions };
}

/** A topic.created always starts from nothing: a topic deleted and made again has no past. */
export function topicCreated(topics: Topics, name: string, count: number, at: number): Topics {
  const fresh = withCount(
    { topic: name, count: 0, partitions: [], kept: 0, since: at, lastAt: at },
    Math.max(1, count),
  );
  if (topics.some((each) => each.topic === name))
    return changeFirst(
      topics,
      (each) => each.topic === name,
      () => fresh,
    );
  return lastOf([...topics, fresh], bounds.topics);
}

/** An event about an unknown topic or partition proves that it exists. */
function known(topics: Topics, name: string, count: number, at: number): Topics {
  if (!topics.some((each) => each.topic === name)) return topicCreated(topics, name, count, at);
  return changeFirst(
    topics,
    (each) => each.topic === name,
    (each) => withCount(each, count),
  );
}

export const topicExtended = (topics: Topics, name: string, count: number, at: number): Topics =>
  known(topics, name, count, at);

export const topicDeleted = (topics: Topics, name: string): Topics => without(topics, (each) => each.topic === name);

function changePartition(
  topics: Topics,
  name: string,
  index: number,
  at: number,
  change: (partition: PartitionState) => PartitionState,
): Topics {
  return changeFirst(
    known(topics, name, index + 1, at),
    (each) => each.topic === name,
    (topic) => {
      const was = topic.partitions[index];
      const partitions = changeFirst(topic.partitions, (each) => each.partition === index, change);
      if (partitions === topic.partitions) return topic;
      const kept = topic.kept + (partitions[index]?.recent.length ?? 0) - (was?.recent.length ?? 0);
      return { ...topic, partitions, kept, lastAt: at };
    },
  );
}

export function logStartMoved(topics: Topics, name: string, index: number, logStart: number, at: number): Topics {
  return changePartition(topics, name, index, at, (partition) =>
    logStart === partition.logStart
      ? partition
      : {
          ...partition,
          logStart,
          end: Math.max(partition.end, logStart),
          recent: without(partition.recent, (record) => record.offset < logStart),
        },
  );
}

function cutBytes(bytes: ShownBytes | null, most: number): ShownBytes | null {
  return bytes === null || bytes.text.length <= most ? bytes : { ...bytes, text: bytes.text.slice(0, most), cut: true };
}

const kept = (record: RecordView, event: Appended, at: number): KeptRecord => ({
  offset: record.offset,
  timestamp: record.timestamp,
  key: cutBytes(record.key, bounds.keyText),
  value: cutBytes(record.value, bounds.valueText),
  headers: record.headers
    .slice(0, bounds.headers)
    .map(([name, value]) => [name.slice(0, bounds.headerText), cutBytes(value, bounds.headerText)]),
  client: event.client,
  acks: event.acks,
  at,
});

/** Records told twice are counted once; a gap before `baseOffset` is left as it is. */
export function recordsAppended(topics: Topics, event: Appended, at: number): Topics {
  const next = changePartition(topics, event.topic, event.partition, at, (partition) => {
    const end = Math.max(partition.end, event.baseOffset + event.count);
    const last = partition.recent.at(-1)?.offset ?? -1;
    const fresh = lastOf(event.kept, bounds.recent)
      .filter((record) => record.offset > last && record.offset >= partition.logStart)
      .map((record) => kept(record, event, at));
    return {
      ...partition,
      end,
      recent: fresh.length === 0 ? partition.recent : lastOf([...partition.recent, ...fresh], bounds.recent),
      count: partition.count + newRecords(partition.end, event),
      bytes: partition.bytes + event.bytes,
      last: { count: event.count, at },
    };
  });
  return withinBudget(next, event.topic);
}

/** How many records of the event lie at or beyond `end`. */
export const newRecords = (end: number, event: Appended): number =>
  Math.max(0, event.baseOffset + event.count - Math.max(end, event.baseOffset));

/** Forgets the windows of the topics that have been silent longest, never the one just written. */
function withinBudget(topics: Topics, written: string): Topics {
  let total = 0;
  for (const topic of topics) total += topic.kept;
  let next = topics;
  while (total > bounds.recentTotal) {
    let oldest: TopicState | null = null;
    for (const topic of next) {
      if (topic.kept === 0 || topic.topic === written) continue;
      if (oldest === null || topic.lastAt < oldest.lastAt) oldest = topic;
    }
    // One topic alone may fill the budget: its own bounds hold it.
    if (oldest === null) break;
    total -= oldest.kept;
    const silent = oldest.topic;
    next = changeFirst(next, (each) => each.topic === silent, withoutWindows);
  }
  return next;
}

const withoutWindows = (topic: TopicState): TopicState => ({
  ...topic,
  kept: 0,
  partitions: topic.partitions.map((each) => (each.recent.length === 0 ? each : { ...each, recent: [] })),
});
