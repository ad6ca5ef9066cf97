// What experiments say: evidence, verdicts and step texts, in French; every choice and every step has its words.
import { describe, expect, it } from 'vitest';
import { experiments } from '#labs/kafka/experiments/index.ts';
import type { Evidence } from '#labs/kafka/experiments/marks.ts';
import type { Owner } from '#labs/kafka/owners.ts';
import { words as fromStart } from './depuis-le-debut.tsx';
import { words as twoGroups } from './deux-groupes.tsx';
import { evidenceText } from './evidence.ts';
import { words as sameKey } from './meme-cle.tsx';
import { words as persistence } from './persistance.tsx';
import { words as repartition } from './repartition.tsx';

const owner = (label: string, partitions: number[]): Owner => ({
  memberId: label,
  label,
  clientId: `${label}.py`,
  consumer: null,
  assignment: partitions.length === 0 ? [] : [{ topic: 'demo-topic', partitions }],
});
const french = / [;!?»]|[^\s\d]:(?!\d)(?=\s)|'|undefined/;

describe('the evidence in French', () => {
  const at = { at: 0, group: 'g', topic: 'demo-topic' };
  const evidence: Record<Evidence['kind'], [Evidence, string]> = {
    shared: [
      { ...at, kind: 'shared', generation: 4, owners: [owner('C1', [0]), owner('C2', [1, 2])] },
      'génération 4\u00a0: C1 → P0 · C2 → P1, P2',
    ],
    published: [
      { ...at, kind: 'published', count: 10, keys: ['a', 'b', 'c', 'd'], moreKeys: false, partitions: [0, 1, 2] },
      '10\u00a0messages, 4\u00a0clés, 3\u00a0partitions',
    ],
    idle: [
      {
        ...at,
        kind: 'idle',
        generation: 6,
        members: 4,
        partitions: 3,
        outcome: 'attend',
        owners: [owner('C1', [0]), owner('C2', [1]), owner('C3', [2]), owner('C4', [])],
      },
      'génération 6, 4 consommateurs pour 3\u00a0partitions\u00a0: C1 → P0 · C2 → P1 · C3 → P2 · C4 attend',
    ],
    takeover: [
      {
        ...at,
        kind: 'takeover',
        generation: 5,
        cause: 'closed',
        gone: [owner('C1', [0])],
        before: [owner('C1', [0]), owner('C2', [1, 2])],
        after: [owner('C2', [0, 1, 2])],
      },
      'C1 (connexion coupée sans prévenir)\u00a0: C2 reprend P0. Avant\u00a0: C1 → P0 · C2 → P1, P2. Après\u00a0: C2 → P0, P1, P2',
    ],
    reads: [
      {
        ...at,
        kind: 'reads',
        groups: [
          { group: 'a', owners: [owner('C1', [0])] },
          { group: 'b', owners: [owner('C1', [0])] },
        ],
      },
      'a\u00a0: C1 → P0. b\u00a0: C1 → P0',
    ],
    everything: [
      { ...at, kind: 'everything', count: 5, groups: [{ group: 'a', reads: [{ partition: 0, from: 2, to: 7 }] }] },
      '5\u00a0messages. a a validé P0 de 2 à 6',
    ],
    'caught-up': [
      { ...at, kind: 'caught-up', reads: [{ partition: 0, from: null, to: 4 }] },
      'g a tout validé\u00a0: P0 → 4',
    ],
    stopped: [
      { ...at, kind: 'stopped', label: 'C1', cause: 'clean', reads: [{ partition: 0, from: null, to: 4 }] },
      'C1 (parti proprement), groupe vide. Offsets validés gardés\u00a0: P0 → 4',
    ],
    written: [{ ...at, kind: 'written', count: 5, partitions: [0, 2] }, '5\u00a0messages, 2\u00a0partitions'],
    resumed: [
      {
        ...at,
        kind: 'resumed',
        outcome: 'suite',
        produced: 5,
        again: 1,
        reads: [{ partition: 0, from: 2, to: 8 }],
        committed: [{ partition: 0, from: 2, to: 8 }],
      },
      '5\u00a0messages produits pendant l’arrêt. g\u00a0: reprise à P0 offset 2 (fin 8), 0\u00a0perdu, 1\u00a0relu faute d’avoir été validés',
    ],
    placed: [{ ...at, kind: 'placed', key: 'capteur-7', partition: 2, offset: 9 }, 'clé capteur-7 → P2, offset 9'],
    'same-key': [
      {
        ...at,
        kind: 'same-key',
        outcome: 'une',
        key: 'capteur-7',
        places: [
          { partition: 2, offset: 1 },
          { partition: 2, offset: 3 },
        ],
        between: 2,
      },
      'capteur-7 → P2 offsets 1, 3, et 2\u00a0autres messages mêlés',
    ],
    'in-order': [
      { ...at, kind: 'in-order', label: 'C1', key: 'k', partition: 2, offsets: [1, 3], committed: 4 },
      'g C1 a lu P2 sans revenir en arrière, jusqu’à l’offset 4\u00a0: k aux offsets 1, 3',
    ],
    began: [
      { ...at, kind: 'began', where: 'debut', outcome: 'tout', reads: [{ partition: 0, from: 0, to: 5 }], behind: 5 },
      'g a commencé à P0 offset 0 (fin 5)\u00a0: 5\u00a0messages déjà écrits à lire',
    ],
    'then-read': [
      { ...at, kind: 'then-read', count: 1, skipped: 5 },
      'g a lu 1\u00a0nouveau message, et aucun des 5 d’avant',
    ],
  };

  it.each(Object.values(evidence))('tells what was seen ($0.kind)', (seen, text) => {
    expect(evidenceText(seen)).toBe(text);
  });
});

describe('the words of the experiments', () => {
  const all = [repartition, twoGroups, persistence, sameKey, fromStart];

  it('are there for every experiment, step and choice, and for nothing else', () => {
    expect(all.map(({ id }) => id).sort()).toEqual(experiments.map(({ id }) => id).sort());
    for (const { id, steps } of experiments) {
      const words = all.find((each) => each.id === id);
      expect(Object.keys(words?.texts ?? {}).sort()).toEqual(steps.map((step) => step.id).sort());
      const choices = steps.flatMap((step) => step.choices ?? []);
      expect(Object.keys(words?.choices ?? {}).sort()).toEqual([...choices].sort());
    }
  });

  it.each(all.map((words) => [words.id, words] as const))('explain each choice of %s, in French', (_, words) => {
    const choices = Object.keys(words.choices);
    for (const outcome of choices) {
      const verdicts = choices.map((choice) => words.verdict(choice, outcome));
      for (const text of [...verdicts, ...Object.values(words.texts), words.late ?? ''])
        expect(text).not.toMatch(french);
      expect(verdicts.every((text) => text.length > 15)).toBe(true);
    }
  });

  it('say more to those who were wrong', () => {
    expect(repartition.verdict('partage', 'attend')).toContain('ordre');
    expect(persistence.verdict('debut', 'suite')).not.toBe(persistence.verdict('suite', 'suite'));
    expect(repartition.late).toContain('arrêtez-en un');
  });
});
