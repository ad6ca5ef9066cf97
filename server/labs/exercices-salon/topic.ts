// One topic of an exercise: numbers from 1 on, the last messages, and what a program that acknowledges has not. As the broker's,
// for one program alone.
import type { ChatEvent, ChatMessage, History } from '#contract/chat.ts';
import type { Topic as TopicName } from '#contract/exercices-salon.ts';

export type Topic = {
  readonly kind: TopicName;
  readonly name: string;
  head: number;
  /** The oldest number that can still be had. */
  oldest: number;
  readonly messages: Map<number, ChatMessage>;
  /** Numbers that are not acknowledged; null when the program does not acknowledge. */
  owed: Set<number> | null;
};

export const openTopic = (kind: TopicName, name: string): Topic => ({
  kind,
  name,
  head: 0,
  oldest: 1,
  messages: new Map(),
  owed: null,
});

/** Numbers and keeps a message. True when the bound made the oldest one go. */
export function append(topic: Topic, message: Omit<ChatMessage, 'room' | 'sequence'>, kept: number): boolean {
  topic.head += 1;
  topic.messages.set(topic.head, { ...message, room: topic.name, sequence: topic.head });
  topic.owed?.add(topic.head);
  const before = topic.oldest;
  topic.oldest = Math.max(before, topic.head - kept + 1);
  return topic.oldest > before;
}

/** Messages from this number on that are still kept. */
const from = (topic: Topic, first: number): ChatMessage[] =>
  [...topic.messages.values()].filter(({ sequence }) => sequence >= Math.max(first, topic.oldest));

export const historyOf = (topic: Topic, first: number, epoch: string): History => ({
  type: 'history',
  room: topic.name,
  messages: from(topic, first),
  epoch,
  oldest: topic.oldest,
});

export function acknowledge(topic: Topic, sequence: number, upTo: boolean): void {
  for (const each of topic.owed ?? []) if (each === sequence || (upTo && each < sequence)) topic.owed?.delete(each);
}

/**
 * Of who subscribes `from` a number of that `epoch`: whether it gets what it missed (null: it did not ask), the events it is owed in
 * order, and how many of them it had not acknowledged; null when it acknowledges nothing.
 */
export function resume(
  topic: Topic,
  how: { from?: number | undefined; epoch?: string | undefined; acks?: boolean | undefined },
  epoch: string,
): { recovered: boolean | null; owed: number | null; events: ChatEvent[] } {
  const { from: first = null } = how;
  const known = how.epoch === undefined || how.epoch === epoch;
  const recovered = first === null ? null : known && first >= topic.oldest && first <= topic.head + 1;
  if (how.acks === true) topic.owed ??= new Set();
  const owed = how.acks === true ? topic.owed : null;
  const missed = new Map<number, ChatEvent>();
  for (const sequence of owed ?? []) {
    const message = topic.messages.get(sequence);
    if (message) missed.set(sequence, { type: 'message', ...message, redelivered: true });
  }
  const again = missed.size;
  if (recovered)
    for (const message of from(topic, first ?? 1))
      if (!missed.has(message.sequence)) missed.set(message.sequence, { type: 'message', ...message });
  const events = [...missed].sort(([a], [b]) => a - b).map(([, event]) => event);
  return { recovered, owed: owed === null ? null : again, events };
}
