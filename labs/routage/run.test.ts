// Whom the publications of the course reach, and what the fold keeps of it.
import { describe, expect, it } from 'vitest';
import type { RoutageEvent, RoutingEvent } from '#contract/routage.ts';
import { examples, given } from './given.ts';
import { keptEvents, routageLab } from './lab.ts';
import { route } from './route.ts';
import { routingFrom, routingLabFrom } from './run.ts';

const reached = (label: string): string[] => {
  const { topic, content } = examples.find((each) => each.label === label) ?? examples[0];
  const ids = route(given, topic, content).flatMap((each) => (each.reached ? [each.subscriber] : []));
  return given.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
};

describe('the router', () => {
  it('reaches whom the course says', () => {
    expect(reached('un but')).toEqual(['Alice', 'Bob']);
    expect(reached('une nouvelle')).toEqual(['Chloé']);
    expect(reached('une grosse commande')).toEqual(['Grosses commandes', 'Journal']);
    expect(reached('une petite commande')).toEqual(['Journal']);
    expect(reached('un remboursement')).toEqual([]);
  });

  it('compares topics whole, to the letter', () => {
    for (const topic of ['sport', 'Sports', 'sports.foot'])
      expect(route(given, topic, []).some((each) => each.reached)).toBe(false);
  });

  it('reaches nobody by a filter that cannot be read', () => {
    const broken = { id: 1, name: 'x', rule: { kind: 'content' as const, expression: 'a =' } };
    expect(route([broken], 't', [])).toMatchObject([{ reached: false }]);
  });
});

describe('a run', () => {
  const start = routingFrom('r', given);
  const told = (...events: RoutingEvent[]) =>
    events.reduce((state, event) => routingLabFrom(start).fold(state, event, 0), start);
  const topic = { kind: 'topic' as const, wanted: 'sports' };
  const published: RoutingEvent = { type: 'published', publication: 1, topic: 'sports', content: [] };
  const received: RoutingEvent = { type: 'received', publication: 1, subscriber: 1, because: topic };

  it('keeps what each received, and its verdict on the last publication only', () => {
    const [alice, bob] = told(published, received).subscribers;
    expect(alice).toMatchObject({ received: [1], verdict: { reached: true } });
    expect(bob).toMatchObject({ received: [], verdict: null });
    const next = told(published, received, { ...published, publication: 2 });
    expect(next.subscribers[0]).toMatchObject({ received: [1], verdict: null });
    expect(next.publication?.number).toBe(2);
  });

  it('changes, adds and removes subscribers, whose old verdict is gone with what they asked for', () => {
    const subscriber = { id: 1, name: 'Alice', rule: { kind: 'topic' as const, topic: 'news' } };
    expect(told(published, received, { type: 'changed', subscriber }).subscribers[0]).toMatchObject({
      rule: { topic: 'news' },
      received: [1],
      verdict: null,
    });
    expect(told({ type: 'removed', subscriber: 2 }).subscribers).toHaveLength(4);
    expect(told({ type: 'subscribed', subscriber: { ...subscriber, id: 9 } }).subscribers.at(-1)?.id).toBe(9);
  });
});

describe('the run that is kept', () => {
  const fold = (events: RoutageEvent[]) =>
    events.reduce((state, event) => routageLab.fold(state, event, 0), routageLab.initial());
  const started = (run: string): RoutageEvent => ({ type: 'run.started', run, subscribers: [...given] });
  const removed: RoutageEvent = { type: 'run.told', event: { type: 'removed', subscriber: 1 } };

  it('is the last one begun', () => {
    expect(fold([removed])).toEqual(routageLab.initial());
    expect(fold([started('1'), removed, started('2')]).run).toMatchObject({ run: '2', events: [] });
  });

  it('is bounded in length', () => {
    const long = fold([started('1'), ...Array.from({ length: keptEvents + 5 }, () => removed)]);
    expect(long.run?.events).toHaveLength(keptEvents);
  });
});
