import { describe, expect, it } from 'vitest';
import type { AccusesEvent } from '#contract/accuses.ts';
import { accusesLab, type Subscriber } from '#labs/accuses/lab.ts';
import { eventText, lastText, listText, markOf, outcomesOf, stateText } from './words.ts';

const [bob] = accusesLab.initial().subscribers as [Subscriber];
const opened: AccusesEvent = { type: 'opened', run: 'a', most: 12 };

describe('the words of acknowledgements', () => {
  it('list numbers as a sentence does', () => {
    expect([[], [2], [2, 3], [2, 3, 4]].map(listText)).toEqual(['', '2', '2 et 3', '2, 3 et 4']);
  });

  it('say what to do before anything has happened, then what has', () => {
    expect(lastText(accusesLab.initial())).toContain('Publiez un message');
    expect(lastText(accusesLab.fold(accusesLab.initial(), opened, 0))).toBe(
      'Bob, Chloé et David sont abonnés à une salle neuve, avec accusés.',
    );
  });

  it.each<[AccusesEvent, string]>([
    [
      { type: 'delivered', who: 1, sequence: 3, redelivered: true },
      'Chloé reçoit le 3, marqué «\u00a0renvoyé\u00a0» par le broker.',
    ],
    [{ type: 'acked', who: 0, sequence: 4, upTo: true }, 'Bob acquitte tout, jusqu’au 4.'],
    [{ type: 'crashed', who: 2, held: [4, 5, 6] }, 'David tombe en panne au milieu du 4, avec 5 et 6 en main.'],
    [{ type: 'crashed', who: 2, held: [4] }, 'David tombe en panne au milieu du 4.'],
    [{ type: 'back', who: 0, again: [], givenUp: 0 }, 'Bob revient\u00a0: rien n’attendait son accusé.'],
    [{ type: 'back', who: 0, again: [2, 3], givenUp: 0 }, 'Bob revient\u00a0: le broker lui renvoie 2 et 3.'],
  ])('tell %o', (event, text) => {
    expect(eventText(event)).toBe(text);
  });

  it('count what was lost, replayed, received twice and given up', () => {
    const one = { ...bob, processed: [1, 2], recognised: [1, 3], lost: [4], replayed: [2, 5], givenUp: 3 };
    expect(outcomesOf(one).map(({ text }) => text)).toEqual([
      '1\u00a0perdu\u00a0: 4',
      '2\u00a0rejoués\u00a0: 2 et 5',
      'reçu deux fois, traité une fois\u00a0: 1',
      '3\u00a0abandonnés par le broker',
    ]);
    expect(outcomesOf(bob)).toEqual([]);
  });

  it('sum up for who cannot see, and name what one wants to find again', () => {
    const state = accusesLab.fold(accusesLab.initial(), opened, 0);
    expect(stateText(state)).toMatch(/^0\u00a0message dans la salle. Bob\u00a0: 0\u00a0traité, 0\u00a0en attente/);
    expect(markOf({ type: 'cut', who: 1 })).toBe('coupure de Chloé');
    expect(markOf({ type: 'processed', who: 1, sequence: 1 })).toBeNull();
  });
});
