// The quiz of module 1. Asks « why » and « what happens »; each wrong option has the idea behind it, and why it fails here.
// Each page ends with its own questions.
import type { Question, QuizContent } from '../quiz-schema.ts';
import { onBrokers } from './quiz-brokers.ts';
import { numbers } from './quiz-numbers.ts';
import { orders } from './quiz-orders.ts';
import { onPubsub } from './quiz-pubsub.ts';
import { onQueues } from './quiz-queues.ts';
import { onUses } from './quiz-uses.ts';

const pages = [
  'qu-est-ce-qu-un-broker',
  'pourquoi-un-broker',
  'la-file-de-travail',
  'accuser-refuser-mettre-de-cote',
  'publier-et-s-abonner',
  'l-abonne-absent',
  'deux-paradigmes',
  'quatre-brokers',
  'mqtt-et-la-porte-de-relais',
  'plusieurs-serveurs',
  'un-travail-long',
  'survivre-a-un-redemarrage',
];
const inOrder = (questions: Question[]): Question[] =>
  pages.flatMap((page) => questions.filter((question) => question.page === page));

export const brokersQuiz: QuizContent = {
  name: 'brokers',
  title: 'Les brokers de messages',
  questions: inOrder([...onQueues, ...onPubsub, ...onBrokers, ...onUses, ...numbers, ...orders]),
};
