// Programs as the broker sees them, those that left a while ago, and the consumers started from a page.
import type { ClientView, KafkaEvent, LeaveCause, PageConsumerView } from '#contract/kafka-events.ts';
import { bounds } from './bounds.ts';
import { changeFirst, keepBest, lastOf, without } from './list.ts';
import type { ClientState } from './state.ts';

type Clients = readonly ClientState[];
type Appended = Extract<KafkaEvent, { type: 'records.appended' }>;

const byId = (id: string) => (client: ClientState) => client.view.id === id;

/** Appeared or changed: the source may tell either first. A program that comes back is no longer "left". */
export function clientSeen(clients: Clients, view: ClientView, at: number): Clients {
  if (clients.some(byId(view.id))) {
    return changeFirst(clients, byId(view.id), (client) => ({ ...client, view, left: null }));
  }
  const fresh: ClientState = { view, produced: [], producedTotal: 0, acks: null, lastAt: null, left: null };
  return bounded([...clients, fresh], at);
}

export function clientLeft(clients: Clients, id: string, cause: LeaveCause, at: number): Clients {
  return bounded(
    changeFirst(clients, byId(id), (client) => (client.left ? client : { ...client, left: { at, cause } })),
    at,
  );
}

/** Past programs go by age, then by number; when too many are present the longest silent is forgotten. */
function bounded(clients: Clients, at: number): Clients {
  const fresh = without(clients, ({ left }) => left !== null && at - left.at > bounds.leftClientsMs);
  const left = fresh.filter((client) => client.left !== null).length;
  const few =
    left <= bounds.leftClients ? fresh : keepBest(fresh, fresh.length - (left - bounds.leftClients), leftFirst);
  return keepBest(few, bounds.clients, (client) => (client.left ? -1 : (client.lastAt ?? client.view.since)));
}

const leftFirst = ({ left }: ClientState): number => left?.at ?? Number.POSITIVE_INFINITY;

export function clientProduced(clients: Clients, event: Appended, at: number): Clients {
  if (event.client === null) return clients;
  return changeFirst(clients, byId(event.client), (client) => {
    const before = client.produced.find(({ topic }) => topic === event.topic)?.count ?? 0;
    const others = client.produced.filter(({ topic }) => topic !== event.topic);
    return {
      ...client,
      produced: lastOf([...others, { topic: event.topic, count: before + event.count }], bounds.producedTopics),
      producedTotal: client.producedTotal + event.count,
      acks: event.acks,
      lastAt: at,
    };
  });
}

export function consumerChanged(consumers: readonly PageConsumerView[], view: PageConsumerView) {
  const is = (each: PageConsumerView) => each.consumer === view.consumer;
  if (consumers.some(is)) return changeFirst(consumers, is, () => view);
  return lastOf([...consumers, view], bounds.consumers);
}

export const consumerRemoved = (consumers: readonly PageConsumerView[], consumer: string) =>
  without(consumers, (each) => each.consumer === consumer);
