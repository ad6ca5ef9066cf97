'use client';
// « Répartition de charge » in French.
import { repartitionSteps as steps } from '#labs/kafka/experiments/repartition.ts';
import { type ExperimentWords, JournalExperiment } from './journal-experiment.tsx';

const choices: Record<string, string> = {
  partage: 'deux partagent une partition',
  attend: 'l’un des quatre attend',
  'lit-tout': 'il lit tout, lui aussi',
};
const waits =
  'Dans un groupe, une partition n’a qu’un seul lecteur\u00a0: quand il y a plus de consommateurs que de partitions, il en reste sans travail.';

export const words: ExperimentWords = {
  id: 'repartition',
  title: 'Répartition de charge',
  texts: {
    [steps.share]: 'Ajoutez un deuxième consommateur au groupe',
    [steps.publish]: 'Publiez dix messages avec plusieurs clés',
    [steps.predict]: 'Prédisez, puis ajoutez-en deux\u00a0: que fait le quatrième\u00a0?',
    [steps.takeover]: 'Tuez un consommateur qui a des partitions et regardez qui les reprend',
  },
  choices,
  verdict(choice, outcome) {
    if (outcome !== 'attend') return `Ici, ${choices[outcome] ?? outcome}.`;
    if (choice === 'partage')
      return `${waits} Deux lecteurs sur une partition mélangeraient son ordre\u00a0: Kafka ne le fait jamais dans un groupe.`;
    if (choice === 'lit-tout')
      return `${waits} Pour tout relire, il faudrait un autre groupe\u00a0: chaque groupe reçoit tout, ses membres se partagent.`;
    return waits;
  },
  late: 'Quatre consommateurs étaient déjà là\u00a0: arrêtez-en un, puis ajoutez-le de nouveau pour voir votre prédiction jugée.',
};

export const RepartitionCard = () => <JournalExperiment words={words} />;
