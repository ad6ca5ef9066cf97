// The quiz of module 3. Asks « why » and « what happens »; each wrong option has the idea behind it, and why it fails here.
// Spaces before : ; ! ? are written \u00a0 by `fr`, so that sentences stay readable. Each page ends with its own questions.
import type { Question, QuizContent } from '../quiz-schema.ts';
import { onGroups } from './quiz-groups.ts';
import { onTheLog } from './quiz-log.ts';
import { numbers } from './quiz-numbers.ts';
import { orders } from './quiz-orders.ts';

const pages = [
  'publier-sans-connaitre-ses-lecteurs',
  'un-topic-est-un-journal-decoupe',
  'la-cle-choisit-la-partition',
  'offset-position-validation',
  'un-groupe-se-partage-les-partitions',
  'deux-groupes-recoivent-tout',
  'quand-le-groupe-se-reequilibre',
  'un-consommateur-arrete-ne-perd-rien',
  'depuis-le-debut-ou-la-fin',
  'installer-un-vrai-kafka',
];
const inOrder = (questions: Question[]): Question[] =>
  pages.flatMap((page) => questions.filter((question) => question.page === page));

export const kafkaQuiz: QuizContent = {
  name: 'kafka',
  title: 'Pub-Sub avec Kafka',
  questions: inOrder([...onTheLog, ...numbers, ...onGroups, ...orders]),
};
