// The same messages to a topic and to a queue, in words.
import { expect, it } from 'vitest';
import type { Both } from '#labs/pubsub/both.ts';
import { bothText, shareText, workerText } from './queue-words.ts';

const ten: Both = {
  messages: Array.from({ length: 10 }, (_, index) => index + 1),
  topic: { copies: 30, subscribers: 3, missed: 0, kept: 0 },
  queue: { done: 10, workers: 3, hand: 0, waiting: 0, twice: 0 },
};
const share = { worker: 1, there: true, how: null, until: null, given: [3, 1], done: [3, 1], died: [] };

it('says both fates in one sentence each', () => {
  expect(bothText(ten)).toBe(
    'Les mêmes 10\u00a0messages, deux sorts. Au sujet\u00a0: 30\u00a0exemplaires reçus par 3\u00a0abonnés. À la file\u00a0: 10\u00a0traités, une seule fois chacun, par 3\u00a0ouvriers.',
  );
  expect(
    bothText({
      messages: [4],
      topic: { copies: 1, subscribers: 3, missed: 1, kept: 1 },
      queue: { done: 0, workers: 0, hand: 0, waiting: 1, twice: 0 },
    }),
  ).toBe(
    'Le même message, deux sorts. Au sujet\u00a0: 1\u00a0exemplaire reçu par 3\u00a0abonnés, 1\u00a0perdu, 1\u00a0gardé par le broker. À la file\u00a0: aucun traité, 1\u00a0en attente.',
  );
});

it('never says « once each » of what was done twice', () => {
  const twice = bothText({ ...ten, queue: { ...ten.queue, twice: 1, hand: 1 } });
  expect(twice).toContain('10\u00a0traités par 3\u00a0ouvriers, 1\u00a0deux fois, 1\u00a0en main.');
});

it('says of a worker whether it is there, and what it did in the order of the messages', () => {
  expect([share, { ...share, there: false, how: 'killed' as const }].map(workerText)).toEqual(['au travail', 'tué']);
  expect(shareText(share)).toBe('2\u00a0traités (1, 3)');
  expect(shareText({ ...share, done: [] })).toBe('aucun message traité');
});
