'use client';
// « Depuis le début » in French.
import { fromStartSteps as steps } from '#labs/kafka/experiments/depuis-le-debut.ts';
import { type ExperimentWords, JournalExperiment } from './journal-experiment.tsx';

const end =
  'Un groupe neuf n’a rien validé\u00a0: latest le place à la fin du journal. Il ne lit rien de ce qui était écrit, sans aucune erreur.';

export const words: ExperimentWords = {
  id: 'depuis-le-debut',
  title: 'Depuis le début, ou depuis la fin',
  texts: {
    [steps.write]: 'Publiez cinq messages ou plus',
    [steps.start]: 'Ajoutez un groupe neuf, d’un nom jamais employé, en earliest',
    [steps.predict]:
      'Prédisez, puis ajoutez un autre groupe neuf en latest\u00a0: que lit-il de ce qui est déjà écrit\u00a0?',
    [steps.next]: 'Publiez encore, et voyez ce que lit le groupe latest',
  },
  choices: {
    tout: 'tout, lui aussi',
    dernier: 'le dernier message seulement',
    rien: 'rien du tout',
  },
  verdict(choice) {
    if (choice === 'tout')
      return `${end} C’est le réglage par défaut de kafka-python et de KafkaJS\u00a0: le premier piège.`;
    if (choice === 'dernier')
      return `${end} Latest ne veut pas dire «\u00a0le dernier message\u00a0», mais «\u00a0le prochain\u00a0».`;
    return end;
  },
  late: 'Un groupe avait déjà commencé à la fin\u00a0: ajoutez-en un autre, d’un nouveau nom, pour voir votre prédiction jugée.',
  withoutReadings:
    'Sur un vrai cluster, seul un consommateur lancé depuis une page dit où il commence. Celui de votre terminal n’est jugé qu’avec le Kafka embarqué.',
};

export const FromStartCard = () => <JournalExperiment words={words} />;
