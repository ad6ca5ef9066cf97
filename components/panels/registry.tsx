'use client';
// The one list of panels and of experiment cards, each loaded when a page shows it. To add one: a folder here, a line below.
import dynamic from 'next/dynamic';
import type { ComponentType } from 'react';

const Waiting = () => <p className="p-6 text-muted">Le panneau arrive…</p>;

export const panels = {
  kafka: dynamic(() => import('./kafka/panel.tsx').then((module) => module.KafkaPanel), { loading: Waiting }),
} satisfies Record<string, ComponentType>;

/** Cards that follow a lab and stand in the text of a lesson, by id of the experiment; one file, so that what they share is fetched once. */
export const experiments = {
  repartition: dynamic(() => import('./kafka/experiments/cards.tsx').then((module) => module.RepartitionCard)),
  'deux-groupes': dynamic(() => import('./kafka/experiments/cards.tsx').then((module) => module.TwoGroupsCard)),
  persistance: dynamic(() => import('./kafka/experiments/cards.tsx').then((module) => module.PersistenceCard)),
  'meme-cle': dynamic(() => import('./kafka/experiments/cards.tsx').then((module) => module.SameKeyCard)),
  'depuis-le-debut': dynamic(() => import('./kafka/experiments/cards.tsx').then((module) => module.FromStartCard)),
} satisfies Record<string, ComponentType>;

export type PanelName = keyof typeof panels;
export type ExperimentName = keyof typeof experiments;
