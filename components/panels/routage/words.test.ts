// What a reader is told of a publication.
import { describe, expect, it } from 'vitest';
import type { Rule } from '#contract/routage.ts';
import { given } from '#labs/routage/given.ts';
import { route } from '#labs/routage/route.ts';
import { type Routing, routingFrom, routingLabFrom } from '#labs/routage/run.ts';
import { becauseText, eventText, forgottenText, jsonText, outcomeText } from './words.ts';

const start = routingFrom('r', given);
const { fold } = routingLabFrom(start);
const published = (topic: string): Routing => fold(start, { type: 'published', publication: 3, topic, content: [] }, 0);
const judged = (topic: string): Routing =>
  route(given, topic, []).reduce(
    (state, { subscriber, reached, because }) =>
      fold(state, { type: reached ? 'received' : 'passed', publication: 3, subscriber, because }, 0),
    published(topic),
  );
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('the words of the panel « Routage »', () => {
  it('say whom a publication reached', () => {
    expect(plain(outcomeText(start))).toBe('Publiez : le serveur dira qui reçoit, et pourquoi.');
    expect(plain(outcomeText(published('sports')))).toBe('La publication 3 arrive au serveur.');
    expect(plain(outcomeText(judged('sports')))).toBe('La publication 3 atteint 2 abonnés sur 5 : Alice et Bob.');
    expect(plain(outcomeText(judged('news')))).toBe('La publication 3 atteint 1 abonné sur 5 : Chloé.');
    expect(plain(outcomeText(judged('meteo')))).toBe('La publication 3 atteint 0 abonné sur 5.');
  });

  it('say why', () => {
    const { publication } = published('sports');
    expect(becauseText({ kind: 'topic', wanted: 'sports' }, publication)).toBe('le sujet est bien sports');
    expect(becauseText({ kind: 'topic', wanted: 'news' }, publication)).toBe('le sujet est sports, et non news');
    const decided = [
      { text: 'type = "order"', found: null, holds: false },
      { text: 'value > 100', found: 40, holds: false },
    ];
    expect(plain(becauseText({ kind: 'content', decided }, publication))).toBe(
      'type = "order" : faux (pas de type), value > 100 : faux (value vaut 40)',
    );
  });

  it('say what happened, event by event', () => {
    const rule: Rule = { kind: 'content', expression: 'a = 1' };
    const subscribed = eventText({ type: 'subscribed', subscriber: { id: 6, name: 'Zoé', rule } }, 'Zoé', null);
    expect(plain(subscribed)).toBe('Zoé s’abonne, filtre : a = 1.');
    expect(eventText({ type: 'removed', subscriber: 6 }, 'Zoé', null)).toBe('Zoé se désabonne.');
  });

  it('show a content as JSON, and say which publications are no longer kept', () => {
    const content = [
      { field: 'type', value: 'order' },
      { field: '__proto__', value: true },
    ];
    expect(jsonText(content)).toBe('{ "type": "order", "__proto__": true }');
    expect(JSON.parse(jsonText([]))).toEqual({});
    const from = (number: number) => forgottenText([{ number, topic: 't', content: [] }]);
    expect([forgottenText([]), from(1), from(2), from(9)]).toEqual([
      null,
      null,
      'La publication 1 n’est plus gardée.',
      'Les publications 1 à 8 ne sont plus gardées.',
    ]);
  });
});
