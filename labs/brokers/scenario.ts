// The scenario that every broker plays: three messages to those who are there, three while two are away, four to everybody. Pure.
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
