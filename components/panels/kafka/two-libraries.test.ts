// Predictions are computed; what arrived is read from the journal, never supposed.
import { describe, expect, it } from 'vitest';
import { appended, client, play } from '#labs/kafka/testing/events.ts';
import { algorithmOf, arrivalsOf, kcatCommand, predict, tellingKey } from './two-libraries.ts';

const t = 'demo-topic';

it('predicts both partitions, and nothing where librdkafka draws at random', () => {
  expect([predict('murmur2', 'capteur-7', 3), predict('crc32', 'capteur-7', 3)]).toEqual([2, 1]);
  expect([predict('murmur2', '', 3), predict('crc32', '', 3)]).toEqual([expect.any(Number), null]);
});

it('tells a library’s partitioner from what the program said of itself', () => {
  const said = (library: string | null, clientId: string) => algorithmOf(client('x', { library, clientId }));
  expect(said('librdkafka', 'rdkafka')).toBe('crc32');
  expect(said('apache-kafka-java', 'app')).toBe('murmur2');
  expect(said('kafka-python', 'producteur.py')).toBe('murmur2');
  expect(said(null, 'mystere')).toBeNull();
  expect(algorithmOf(client('x', { origin: 'page' }))).toBe('murmur2');
});

describe('what arrived', () => {
  const before = play([
    { type: 'topic.created', topic: t, partitions: 3 },
    { type: 'client.appeared', client: client('page', { origin: 'page' }) },
    { type: 'client.appeared', client: client('kcat', { clientId: 'rdkafka', library: 'librdkafka' }) },
    appended(t, 2, 0, ['capteur-7'], 'page'),
  ]);
  const ends = [0, 0, 1];

  it('is only what came since, of this very key, with its sender', () => {
    const state = play(
      [
        appended(t, 1, 0, ['capteur-7', 'autre'], 'kcat'),
        appended(t, 2, 1, ['capteur-7'], 'page'),
        appended(t, 0, 0, [null]),
      ],
      before,
    );
    expect(arrivalsOf(state, t, 'capteur-7', ends)).toMatchObject([
      { partition: 1, offset: 0, algorithm: 'crc32', sender: 'rdkafka' },
      { partition: 2, offset: 1, algorithm: 'murmur2' },
    ]);
  });

  it('does not guess a sender that the source cannot see', () => {
    const state = play([appended(t, 1, 0, ['capteur-7'])], before);
    expect(arrivalsOf(state, t, 'capteur-7', ends)).toMatchObject([{ algorithm: null, sender: null }]);
  });
});

it('proposes a key that tells the two apart', () => {
  const key = tellingKey('capteur-2', 3) ?? '';
  expect(predict('murmur2', key, 3)).not.toBe(predict('crc32', key, 3));
  expect(tellingKey('x', 1)).toBeNull();
});

it('writes a command that a shell reads as one key', () => {
  expect(kcatCommand('localhost:9092', t, "l'eau; rm")).toBe(
    `echo bonjour | kcat -P -b localhost:9092 -t demo-topic -k 'l'\\''eau; rm'`,
  );
});
