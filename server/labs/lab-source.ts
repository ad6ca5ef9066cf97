// A broker as the labs of module 1 use it: publish/subscribe, and work queues where it has them.
import type { BrokerAtHand } from '#contract/pubsub.ts';
import type { Source } from '#server/pubsub/index.ts';
import type { QueueBroker } from '#server/queue/types.ts';

export type LabSource = Source & { readonly queue: QueueBroker | null };

/** What a page is told of it. */
export const atHand = ({ broker, real, address, capabilities }: Source): BrokerAtHand => ({
  broker,
  real,
  address,
  capabilities,
});

/** Each with the queues of the broker of that name, where there are any. */
export const withQueues = (sources: readonly Source[], queues: readonly QueueBroker[]): LabSource[] =>
  sources.map((source) => ({ ...source, queue: queues.find(({ name }) => name === source.broker) ?? null }));
