'use client';
// « Deux groupes » in French.
import { twoGroupsSteps as steps } from '#labs/kafka/experiments/deux-groupes.ts';
import { type ExperimentWords, JournalExperiment } from './journal-experiment.tsx';

const each =
  'Chaque groupe tient ses propres offsets\u00a0: il reçoit tout, comme s’il était seul. On se partage dans un groupe, jamais entre groupes.';

export const words: ExperimentWords = {
  id: 'deux-groupes',
  title: 'Deux groupes',
  texts: {
    [steps.first]: 'Faites lire le topic par un premier groupe',
    [steps.second]: 'Ajoutez un consommateur d’un autre groupe (flèche à côté de «\u00a0+ Consommateur\u00a0»)',
    [steps.predict]: 'Prédisez, puis publiez cinq messages ou plus\u00a0: qui les reçoit\u00a0?',
  },
  choices: {
    'chacun-tout': 'chaque groupe les reçoit tous',
    partage: 'les deux groupes se les partagent',
    'premier-seul': 'seul le premier groupe les reçoit',
  },
  verdict(choice) {
    if (choice === 'partage') return `${each} Vous pensiez sans doute à une file d’attente.`;
    if (choice === 'premier-seul') return `${each} Lire n’efface rien\u00a0: l’autre groupe trouve tout à sa place.`;
    return each;
  },
};

export const TwoGroupsCard = () => <JournalExperiment words={words} />;
