// The sentences say what happened, and nothing that did not.
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '#contract/reseau.ts';
import { beginningOf } from '#labs/reseau/run.ts';
import { defaults } from './settings.ts';
import { storyOf } from './story.tsx';
import { eventText, standText } from './words.ts';

const sent = (t: number, sequence: number, ...takes: (number | null)[]): RunEvent => ({
  type: 'sent',
  t,
  sequence,
  packets: takes.map((each, copy) => ({ receiver: 0, sequence, copy, takes: each })),
});
const arrived = (t: number, sequence: number, copy = 0): RunEvent => ({
  type: 'arrived',
  t,
  receiver: 0,
  sequence,
  copy,
});
const events: RunEvent[] = [
  sent(0, 1, 300),
  sent(120, 2, 100, 400),
  sent(240, 3, null),
  arrived(220, 2),
  arrived(300, 1),
  arrived(520, 2, 1),
  { type: 'head', t: 600, sequence: 3 },
];

const told = (numbered: boolean) =>
  storyOf(beginningOf('r', 3, { ...defaults, numbered }), events).map(({ event, after }) => eventText(after, event));
const stands = (numbered: boolean) => {
  const after = storyOf(beginningOf('r', 3, { ...defaults, numbered }), events).at(-1)?.after;
  const bob = after?.receivers[0];
  if (!after || !bob) throw new Error('no receiver');
  const { stand, detail } = standText(after, bob);
  return stand + detail;
};

describe('the sentences of the hostile network', () => {
  it('tell what is lost, held, let out, and recognised', () => {
    expect(told(true)).toEqual([
      'Alice envoie le message 1.',
      'Alice envoie le message 2.',
      'Alice envoie le message 3. Le réseau le perd vers Bob.',
      '2 arrive chez Bob, qui attend 1\u00a0: gardé en tampon.',
      '1 arrive chez Bob, qui l’attendait\u00a0: lu, puis 2, sorti du tampon.',
      '2 arrive encore chez Bob\u00a0: déjà connu, ignoré.',
      'Alice a fini\u00a0: son dernier numéro est 3.',
    ]);
    expect(stands(true)).toBe('manque 3\u00a0: pas encore redemandé · 1\u00a0doublon ignoré');
  });

  it('say that without numbers nobody knows', () => {
    expect(told(false)[3]).toBe('2 arrive chez Bob, qui le lit aussitôt.');
    expect(stands(false)).toBe('2\u00a0lectures fausses, sans le savoir');
  });
});
