'use client';
// Every card of the Kafka lab behind one door: what they share is fetched once, not once a card.
export { FromStartCard } from './depuis-le-debut.tsx';
export { TwoGroupsCard } from './deux-groupes.tsx';
export { SameKeyCard } from './meme-cle.tsx';
export { PersistenceCard } from './persistance.tsx';
export { RepartitionCard } from './repartition.tsx';
