// The quiz of module 4, on the ordered chain. What a question shows is a run of the workshop, really carried out.
import type { Question, QuizContent } from '../quiz-schema.ts';
import { onLots, onWorking } from './quiz-consumer.ts';
import { numbers } from './quiz-numbers.ts';
import { orders } from './quiz-orders.ts';
import { onWriting } from './quiz-producer.ts';
import { onPrograms, onTheWire } from './quiz-programs.ts';

const pages = [
  'trois-machines-un-ordre',
  'ecrire-dans-l-ordre',
  'executer-dans-l-ordre',
  'la-panne-entre-travail-et-commit',
  'plusieurs-lots',
  'votre-programme',
  'la-correction-ligne-par-ligne',
];
const inOrder = (questions: Question[]): Question[] =>
  pages.flatMap((page) => questions.filter((question) => question.page === page));

export const tdQuiz: QuizContent = {
  name: 'td',
  title: 'La chaîne ordonnée',
  questions: inOrder([...onWorking, ...orders, ...onWriting, ...numbers, ...onLots, ...onPrograms, ...onTheWire]),
};
