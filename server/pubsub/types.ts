// What publish/subscribe is here: one shape for every broker, one file an adapter. An adapter rejects with what its library
// says; whoever goes through the door (index.ts) gets values.

import type { Ack } from '#contract/errors.ts';
import type { BrokerAtHand, BrokerName, Capabilities } from '#contract/pubsub.ts';

/** `again`: the broker says that it may have been sent before. */
export type Received = { body: string; again: boolean };

export type Subscribing = {
  topic: string;
  /** Whoever comes back under the same name, durable, is the same subscriber. */
  name: string;
  /** The broker keeps for it what is published while it is away. */
  durable: boolean;
  /** `beginning`: first what was published before it came; asked of a broker that `readsPast`. */
  from: 'now' | 'beginning';
  /** In the order in which the broker sends; what returns has been handled. */
  received(message: Received): void;
  /** Its connection ended without being asked to; at most once. */
  lost(): void;
};

/** A subscriber that is there. Whatever is published once `subscribe` has resolved reaches it. */
export type Subscription = {
  /** Goes away; what the broker keeps for a durable one stays. Never rejects. */
  leave(): Promise<void>;
};

export type Adapter = {
  readonly broker: BrokerName;
  readonly capabilities: Capabilities;
  /** Resolves when the broker has taken it, as far as this broker says so. */
  publish(topic: string, body: string): Promise<void>;
  subscribe(asked: Subscribing): Promise<Subscription>;
  /** A durable subscriber that is away will not come back: nothing is kept for it any more. */
  forget(topic: string, name: string): Promise<void>;
  /** How a program from outside must call this topic, on this broker. */
  wireName(topic: string): string;
  /** Nothing is kept of this topic any more. Its subscribers have left. */
  drop(topic: string): Promise<void>;
  close(): Promise<void>;
};

/** An adapter behind the door: bounded, never waited for without end; what fails is a sentence. */
export type PubSub = Pick<Adapter, 'broker' | 'capabilities' | 'wireName'> & {
  publish(topic: string, body: string): Promise<Ack<null>>;
  subscribe(asked: Subscribing): Promise<Ack<Subscription>>;
  forget(topic: string, name: string): Promise<Ack<null>>;
  drop(topic: string): Promise<Ack<null>>;
  close(): Promise<void>;
};

/** How long a broker is waited for, ms. */
export const connectMs = 4_000;
export const limits = {
  /** Bytes of one message. */
  body: 4_096,
  /** Messages that a broker is asked to keep for one absent subscriber, or of one topic. */
  kept: 1_000,
  /** A durable subscriber whose person never comes back is forgotten by brokers that can, ms. */
  absentMs: 30 * 60_000,
  answerMs: 10_000,
} as const;

export const topicPattern = /^[A-Za-z0-9_-]{1,40}(?:\.[A-Za-z0-9_-]{1,40}){0,3}$/;

/** A broker of this server: where it is, and the way in. */
export type Source = BrokerAtHand & { readonly pubsub: PubSub };
