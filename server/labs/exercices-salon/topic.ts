// One topic of an exercise: numbers from 1 on, the last messages, and what a program that acknowledges has not. As the broker's,
// for one program alone.
import type { ChatMessage, History } from '#contract/chat.ts';
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
export const from = (topic: Topic, first: number): ChatMessage[] =>
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
