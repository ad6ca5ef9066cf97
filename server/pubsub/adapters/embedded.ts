// Ours, in this process. Whoever is connected at that moment receives; a topic is a bounded log, so that a durable subscriber
// goes on from its position, and a late one may read from the first message kept.
import { type Adapter, limits, type Subscribing } from '../types.ts';

type Live = Pick<Subscribing, 'received'> & { durableAs: string | null };
type Topic = {
  /** Offset of the first message kept. */
  start: number;
  log: string[];
  live: Set<Live>;
  /** Next offset of each durable subscriber, there or not. */
  positions: Map<string, number>;
};

const maxTopics = 1_000;
const maxDurable = 50;

export function createEmbeddedPubSub(): Adapter {
  const topics = new Map<string, Topic>();

  function topicOf(name: string): Topic {
    const known = topics.get(name);
    if (known) return known;
    if (topics.size >= maxTopics) throw new Error('too many topics');
    const topic: Topic = { start: 0, log: [], live: new Set(), positions: new Map() };
    topics.set(name, topic);
    return topic;
  }

  const headOf = ({ start, log }: Topic): number => start + log.length;

  return {
    broker: 'embarque',
    capabilities: { remembersAbsent: true, readsPast: true, acknowledges: false, sharesWork: true },
    wireName: (topic) => topic,
    async publish(name, body) {
      const topic = topicOf(name);
      topic.log.push(body);
      if (topic.log.length > limits.kept) {
        topic.log.shift();
        topic.start += 1;
      }
      for (const { durableAs, received } of [...topic.live]) {
        if (durableAs !== null) topic.positions.set(durableAs, headOf(topic));
        received({ body, again: false });
      }
    },
    async subscribe({ topic: name, name: subscriber, durable, from, received }) {
      const topic = topicOf(name);
      const head = headOf(topic);
      const asked = from === 'beginning' ? topic.start : head;
      const position = durable ? (topic.positions.get(subscriber) ?? asked) : asked;
      if (durable && !topic.positions.has(subscriber) && topic.positions.size >= maxDurable)
        throw new Error('too many durable subscribers');
      if (durable) topic.positions.set(subscriber, head);
      const live: Live = { durableAs: durable ? subscriber : null, received };
      topic.live.add(live);
      for (const body of topic.log.slice(Math.max(0, position - topic.start), head - topic.start))
        received({ body, again: false });
      return { leave: async () => void topic.live.delete(live) };
    },
    async forget(name, subscriber) {
      topics.get(name)?.positions.delete(subscriber);
    },
    async drop(name) {
      topics.delete(name);
    },
    async close() {
      topics.clear();
    },
  };
}
