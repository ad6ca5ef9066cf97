// The panel's sentences: short numbers, French counts, and a word for each fate.
import { describe, expect, it } from 'vitest';
import type { SceneEvent } from '#contract/pubsub.ts';
import { fatesOf } from '#labs/pubsub/fates.ts';
import { emptyScene, sceneLab } from '#labs/pubsub/run.ts';
import { storyOf } from './story.ts';
import { everyBroker, numbersText, outcomeText, placeText, summaryOf } from './words.ts';

const can = { remembersAbsent: true, readsPast: false, acknowledges: true, sharesWork: false };
const events: SceneEvent[] = [
  { type: 'subscribed', subscriber: { id: 1, name: 'Alice', durable: false, from: 'now' } },
  { type: 'subscribed', subscriber: { id: 2, name: 'Chloé', durable: true, from: 'now' } },
  { type: 'published', sequence: 1 },
  { type: 'received', subscriber: 1, sequence: 1, again: false },
  { type: 'received', subscriber: 2, sequence: 1, again: false },
  { type: 'left', subscriber: 1, reason: 'asked' },
  { type: 'left', subscriber: 2, reason: 'lost' },
  { type: 'published', sequence: 2 },
];
const scene = events.reduce((state, event) => sceneLab.fold(state, event, 0), emptyScene);

describe('the words of publish/subscribe', () => {
  it('writes numbers as short as they can be', () => {
    expect(numbersText([1, 2, 3, 5, 7, 8])).toBe('1 à 3, 5, 7, 8');
    expect(numbersText([])).toBe('');
  });

  it('sums up what each got, and the whole', () => {
    const fates = fatesOf(scene);
    expect(fates.map(summaryOf)).toEqual([
      '1\u00a0reçu · 1\u00a0perdu (2) · 0\u00a0doublé',
      '1\u00a0reçu · 0\u00a0perdu · 0\u00a0doublé · 1\u00a0gardé (2)',
    ]);
    expect(outcomeText(scene, fates)).toBe(
      'Le message 2 est arrivé chez 0\u00a0abonné sur 2. En tout\u00a0: 1\u00a0message perdu pour qui n’était pas là, 1\u00a0message gardé par le broker.',
    );
    expect(outcomeText(emptyScene, [])).toContain('Aucun abonné');
    const lost = sceneLab.fold(
      sceneLab.fold(scene, { type: 'returned', subscriber: 2 }, 0),
      { type: 'ended', lost: true },
      0,
    );
    expect(outcomeText(lost, fatesOf(lost))).toMatch(/^Le serveur qui tenait cette diffusion a disparu/);
    expect(fatesOf(lost).map(summaryOf)).toEqual([
      '1\u00a0reçu · 1\u00a0perdu (2) · 0\u00a0doublé',
      '1\u00a0reçu · 0\u00a0perdu · 0\u00a0doublé · 1\u00a0au sort inconnu',
    ]);
  });

  it('tells the story with the names of those times', () => {
    expect(storyOf(events)).toEqual([
      'Alice s’abonne.',
      'Chloé s’abonne, en abonné durable.',
      'Message 1 publié.',
      'Alice reçoit le 1.',
      'Chloé reçoit le 1.',
      'Alice se débranche.',
      'La connexion de Chloé est coupée.',
      'Message 2 publié.',
    ]);
  });

  it('says where each broker is, and which setting gives those that are not there', () => {
    const mqtt = { broker: 'mqtt', real: false, address: 'localhost:1883', capabilities: can } as const;
    expect(placeText(mqtt)).toBe('embarqué, localhost:1883');
    expect(placeText({ ...mqtt, real: true })).toBe('un vrai, localhost:1883');
    expect(everyBroker([mqtt]).map(({ at, setting }) => at?.broker ?? setting)).toEqual([
      null,
      'REDIS_URL',
      'mqtt',
      'KAFKA_BROKERS',
      'AMQP_URL',
    ]);
  });
});
