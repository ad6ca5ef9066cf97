'use client';
// The one list of panels and of experiment cards, each loaded when a page shows it. To add one: a folder here, a line below.
import dynamic from 'next/dynamic';
import type { ComponentType } from 'react';

const Waiting = () => <p className="p-6 text-muted">Le panneau arrive…</p>;

export const panels = {
  accuses: dynamic(() => import('./accuses/index.ts').then((module) => module.AcksPanel), { loading: Waiting }),
  atelier: dynamic(() => import('./atelier/index.ts').then((module) => module.AtelierPanel), { loading: Waiting }),
  brokers: dynamic(() => import('./brokers/index.ts').then((module) => module.BrokersPanel), { loading: Waiting }),
  file: dynamic(() => import('./file/index.ts').then((module) => module.QueuePanel), { loading: Waiting }),
  kafka: dynamic(() => import('./kafka/index.ts').then((module) => module.KafkaPanel), { loading: Waiting }),
  ordre: dynamic(() => import('./ordre/index.ts').then((module) => module.OrderPanel), { loading: Waiting }),
  pubsub: dynamic(() => import('./pubsub/index.ts').then((module) => module.PubsubPanel), { loading: Waiting }),
  reseau: dynamic(() => import('./reseau/index.ts').then((module) => module.NetworkPanel), { loading: Waiting }),
  routage: dynamic(() => import('./routage/index.ts').then((module) => module.RoutingPanel), { loading: Waiting }),
  salon: dynamic(() => import('./salon/index.ts').then((module) => module.SalonPanel), { loading: Waiting }),
  serveurs: dynamic(() => import('./serveurs/index.ts').then((module) => module.ServersPanel), { loading: Waiting }),
  travail: dynamic(() => import('./travail/index.ts').then((module) => module.LongWorkPanel), { loading: Waiting }),
} satisfies Record<string, ComponentType>;

/** Cards that follow a lab and stand in the text of a lesson, by id of the experiment. */
export const experiments = {
  repartition: dynamic(() => import('./kafka/index.ts').then((module) => module.RepartitionCard)),
  'deux-groupes': dynamic(() => import('./kafka/index.ts').then((module) => module.TwoGroupsCard)),
  persistance: dynamic(() => import('./kafka/index.ts').then((module) => module.PersistenceCard)),
  'meme-cle': dynamic(() => import('./kafka/index.ts').then((module) => module.SameKeyCard)),
  'depuis-le-debut': dynamic(() => import('./kafka/index.ts').then((module) => module.FromStartCard)),
  'trouver-ses-lecteurs': dynamic(() => import('./routage/index.ts').then((module) => module.FindReadersCard)),
  'tout-arrive-une-fois': dynamic(() => import('./accuses/index.ts').then((module) => module.OnceOnlyCard)),
  'abonne-tardif': dynamic(() => import('./pubsub/index.ts').then((module) => module.LateSubscriberCard)),
  'partager-dix-taches': dynamic(() => import('./file/index.ts').then((module) => module.ShareTenCard)),
  'tuer-un-travailleur': dynamic(() => import('./file/index.ts').then((module) => module.KillOneCard)),
  'le-gel-et-son-remede': dynamic(() => import('./travail/index.ts').then((module) => module.FreezeCard)),
  'deux-serveurs-une-salle': dynamic(() => import('./serveurs/index.ts').then((module) => module.OneRoomCard)),
  'boucher-le-trou': dynamic(() => import('./reseau/index.ts').then((module) => module.FillTheGapCard)),
  'chaque-reglage': dynamic(() => import('./atelier/index.ts').then((module) => module.EverySettingCard)),
  'panne-et-rejeu': dynamic(() => import('./atelier/index.ts').then((module) => module.CrashAndReplayCard)),
  'plusieurs-lots': dynamic(() => import('./atelier/index.ts').then((module) => module.SeveralLotsCard)),
  'trois-clients': dynamic(() => import('../exercices-salon/index.ts').then((module) => module.ThreeClientsCard)),
  'deux-salles': dynamic(() => import('../exercices-salon/index.ts').then((module) => module.TwoRoomsCard)),
  rafale: dynamic(() => import('../exercices-salon/index.ts').then((module) => module.BurstCard)),
  presence: dynamic(() => import('../exercices-salon/index.ts').then((module) => module.PresenceCard)),
  'exercice-accuses': dynamic(() => import('../exercices-salon/index.ts').then((module) => module.AcknowledgeCard)),
  'exercice-prive': dynamic(() => import('../exercices-salon/index.ts').then((module) => module.PrivateCard)),
  'exercice-histoire': dynamic(() => import('../exercices-salon/index.ts').then((module) => module.HistoryCard)),
} satisfies Record<string, ComponentType>;

export type PanelName = keyof typeof panels;
export type ExperimentName = keyof typeof experiments;
