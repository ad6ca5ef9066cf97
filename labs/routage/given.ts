// What one starts from: the three subscribers of the course to topics, the two to contents, and publications that tell them apart.
import type { Content, Subscriber } from '#contract/routage.ts';

export const given: readonly Subscriber[] = [
  { id: 1, name: 'Alice', rule: { kind: 'topic', topic: 'sports' } },
  { id: 2, name: 'Bob', rule: { kind: 'topic', topic: 'sports' } },
  { id: 3, name: 'Chloé', rule: { kind: 'topic', topic: 'news' } },
  { id: 4, name: 'Grosses commandes', rule: { kind: 'content', expression: 'type = "order" et value > 100' } },
  { id: 5, name: 'Journal', rule: { kind: 'content', expression: 'type = "order"' } },
];

export type Example = { label: string; topic: string; content: Content };

export const examples: readonly [Example, ...Example[]] = [
  { label: 'un but', topic: 'sports', content: [{ field: 'titre', value: 'But à la 89e minute' }] },
  { label: 'une nouvelle', topic: 'news', content: [{ field: 'titre', value: 'Neige sur les Alpes' }] },
  {
    label: 'une grosse commande',
    topic: 'boutique',
    content: [
      { field: 'type', value: 'order' },
      { field: 'value', value: 150 },
    ],
  },
  {
    label: 'une petite commande',
    topic: 'boutique',
    content: [
      { field: 'type', value: 'order' },
      { field: 'value', value: 40 },
    ],
  },
  {
    label: 'un remboursement',
    topic: 'boutique',
    content: [
      { field: 'type', value: 'refund' },
      { field: 'value', value: 150 },
    ],
  },
];
