'use client';
// « Même clé » in French.
import { sameKeySteps as steps } from '#labs/kafka/experiments/meme-cle.ts';
import { type ExperimentWords, JournalExperiment } from './journal-experiment.tsx';

const hashed =
  'La partition se calcule à partir de la clé\u00a0: même clé, même partition, donc même ordre. Les autres clés ne la dérangent pas.';

export const words: ExperimentWords = {
  id: 'meme-cle',
  title: 'Même clé, même partition',
  texts: {
    [steps.first]: 'Publiez un message avec une clé et voyez où il tombe',
    [steps.predict]: 'Prédisez, puis publiez cette clé cinq fois, mêlée à d’autres\u00a0: où tombent les cinq\u00a0?',
    [steps.read]: 'Faites lire le topic par un groupe et vérifiez dans quel ordre il les lit',
  },
  choices: {
    une: 'tous dans la même partition',
    tour: 'à tour de rôle, P0, P1, P2…',
    melange: 'ici ou là, selon la charge',
  },
  verdict(choice, outcome) {
    if (outcome !== 'une')
      return 'Ici, la même clé est tombée dans plusieurs partitions\u00a0: deux bibliothèques ne calculent pas pareil, une partition a été imposée, ou leur nombre a changé.';
    if (choice === 'tour') return `${hashed} Le tour de rôle ne vaut que sans clé, et chez KafkaJS seulement.`;
    if (choice === 'melange') return `${hashed} La charge n’y est pour rien.`;
    return hashed;
  },
};

export const SameKeyCard = () => <JournalExperiment words={words} />;
