// The two scenarios that every broker plays, of ten messages each: three to those who are there, three while somebody is away, four to
// everybody. Pure.
import type { Subscriber } from '#contract/pubsub.ts';

export type Step =
  | { readonly do: 'subscribe'; readonly who: Omit<Subscriber, 'id'> }
  | { readonly do: 'publish'; readonly count: number }
  | { readonly do: 'leave' | 'return'; readonly name: string };

const plain = (name: string): Step => ({ do: 'subscribe', who: { name, durable: false, from: 'now' } });

/** Who plays what, in the order of the table. */
export const roles = [
  { name: 'Alice', role: 'toujours là' },
  { name: 'Bob', role: 'absent de 4\u00a0à\u00a06' },
  { name: 'Chloé', role: 'durable, absente de 4\u00a0à\u00a06' },
  { name: 'Denis', role: 'arrivé après 6' },
  { name: 'Emma', role: 'arrivée après 6, relit' },
] as const;

export const messages = 10;

export const scenario: readonly Step[] = [
  plain('Alice'),
  plain('Bob'),
  { do: 'subscribe', who: { name: 'Chloé', durable: true, from: 'now' } },
  { do: 'publish', count: 3 },
  { do: 'leave', name: 'Bob' },
  { do: 'leave', name: 'Chloé' },
  { do: 'publish', count: 3 },
  plain('Denis'),
  { do: 'subscribe', who: { name: 'Emma', durable: false, from: 'beginning' } },
  { do: 'return', name: 'Bob' },
  { do: 'return', name: 'Chloé' },
  { do: 'publish', count: 4 },
];

export type QueueStep =
  /** Resolved once they are linked with the broker. `holds`: keeps in hand what it is given. */
  | { readonly do: 'hire'; readonly count: number; readonly holds: boolean }
  | { readonly do: 'send'; readonly count: number }
  /** Until all that was sent is done. */
  | { readonly do: 'finish' }
  | { readonly do: 'stop' }
  /** The one who is there, as soon as it has something in hand. */
  | { readonly do: 'kill' };

/** Workers have no name in a queue, and come back as others: they are told by the order in which they came. */
export const crews = [
  { name: 'Ouvriers 1 et 2', role: 'partis après 3', workers: [1, 2] },
  { name: 'Ouvrier 3', role: 'arrivé après 6, tué', workers: [3] },
  { name: 'Ouvriers 4 et 5', role: 'arrivés après lui', workers: [4, 5] },
] as const;

export const queueScenario: readonly QueueStep[] = [
  { do: 'hire', count: 2, holds: false },
  { do: 'send', count: 3 },
  { do: 'finish' },
  { do: 'stop' },
  { do: 'send', count: 3 },
  { do: 'hire', count: 1, holds: true },
  { do: 'kill' },
  { do: 'hire', count: 2, holds: false },
  { do: 'send', count: 4 },
  { do: 'finish' },
];
