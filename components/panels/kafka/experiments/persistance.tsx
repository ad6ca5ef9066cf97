'use client';
// « Persistance » in French.
import { persistenceSteps as steps } from '#labs/kafka/experiments/persistance.ts';
import { type ExperimentWords, JournalExperiment } from './journal-experiment.tsx';

const kept =
  'Les messages attendent dans le topic, et le groupe a gardé ses offsets validés\u00a0: il reprend là, et lit exactement ce qui lui manque.';

export const words: ExperimentWords = {
  id: 'persistance',
  title: 'Persistance',
  texts: {
    [steps.read]: 'Publiez, et laissez un consommateur tout lire et tout valider',
    [steps.stop]: 'Arrêtez tous les consommateurs du groupe (ou Ctrl+C dans leur terminal)',
    [steps.publish]: 'Publiez cinq messages ou plus pendant que personne ne lit',
    [steps.predict]: 'Prédisez, puis relancez un consommateur du même groupe\u00a0: où reprend-il\u00a0?',
  },
  choices: {
    suite: 'là où il s’était arrêté',
    debut: 'au début du journal',
    perdus: 'à la fin\u00a0: ceux d’entre-temps sont perdus',
  },
  verdict(choice, outcome) {
    if (outcome === 'debut') return 'Ici, le groupe a tout relu depuis le début du journal.';
    if (outcome === 'perdus')
      return 'Ici, le groupe a sauté à la fin du journal\u00a0: ses offsets validés n’ont pas servi.';
    if (choice === 'debut') return `${kept} Il ne relit tout que s’il n’a rien validé, avec earliest.`;
    if (choice === 'perdus') return `${kept} Un message n’est pas remis à un lecteur\u00a0: il reste écrit, lu ou non.`;
    return kept;
  },
  late: 'Le groupe était déjà reparti\u00a0: arrêtez-le, publiez cinq messages, puis relancez-le pour voir votre prédiction jugée.',
  withoutReadings:
    'Sur un vrai cluster, on ne voit pas où un programme extérieur recommence à lire\u00a0: on le déduit de ses offsets validés.',
};

export const PersistenceCard = () => <JournalExperiment words={words} />;
