// What each panel is called where it stands alone, in the order of the course.
import type { panelNames } from './schema.ts';

export const labTitles: Record<(typeof panelNames)[number], string> = {
  file: 'File d’attente',
  travail: 'Travail long',
  pubsub: 'Publish/Subscribe',
  brokers: 'Quatre brokers',
  serveurs: 'Plusieurs serveurs',
  routage: 'Routage',
  salon: 'Salon de discussion',
  reseau: 'Réseau chahuté',
  ordre: 'FIFO, causal, total',
  accuses: 'Accusés de réception',
  kafka: 'Kafka en direct',
  atelier: 'L’atelier',
};
