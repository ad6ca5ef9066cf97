'use client';
// The door of the Kafka lab: its panel and its cards, which stand side by side in a lesson, so that what they share is fetched once.
export { FromStartCard } from './experiments/depuis-le-debut.tsx';
export { TwoGroupsCard } from './experiments/deux-groupes.tsx';
export { SameKeyCard } from './experiments/meme-cle.tsx';
export { PersistenceCard } from './experiments/persistance.tsx';
export { RepartitionCard } from './experiments/repartition.tsx';
export { KafkaPanel } from './panel.tsx';
