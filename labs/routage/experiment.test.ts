// The experiment is ticked by runs that show it, and by no other.
import { describe, expect, it } from 'vitest';
import type { Content, RoutingEvent, Subscriber } from '#contract/routage.ts';
import { proofOf } from './experiment.ts';
import { examples, given } from './given.ts';
import { route } from './route.ts';

function events(publication: number, topic: string, content: Content, subscribers = given): RoutingEvent[] {
  return [
    { type: 'published', publication, topic, content },
    ...route(subscribers, topic, content).map(
      ({ subscriber, reached, because }): RoutingEvent => ({
        type: reached ? 'received' : 'passed',
        publication,
        subscriber,
        because,
      }),
    ),
  ];
}
const example = (publication: number, label: string, subscribers = given) => {
  const { topic, content } = examples.find((each) => each.label === label) ?? examples[0];
  return events(publication, topic, content, subscribers);
};
const proof = (...told: RoutingEvent[]) =>
  proofOf({ run: 'r', subscribers: given, events: told.map((event) => ({ at: 0, event })) });

describe('« Trouver ses lecteurs »', () => {
  it('sees a topic that reaches two and passes by another', () => {
    expect(proof(...example(1, 'un but')).topic).toEqual({ publication: 1, reached: 2, passed: 1 });
    expect(proof(...example(1, 'une nouvelle'), ...example(2, 'une grosse commande')).topic).toBeNull();
  });

  it('sees two filters that disagree on one publication, and what refused it', () => {
    expect(proof(...example(3, 'une petite commande')).content).toEqual({
      publication: 3,
      by: 'Grosses commandes',
      text: 'value > 100',
    });
    expect(proof(...example(1, 'une grosse commande'), ...example(2, 'un remboursement')).content).toBeNull();
  });

  it('sees a filter written here let one through and refuse another; those given do not count', () => {
    const subscriber: Subscriber = { id: 6, name: 'Alertes', rule: { kind: 'content', expression: 'type = "refund"' } };
    const all = [...given, subscriber];
    const both = [...example(1, 'un remboursement', all), ...example(2, 'un but', all)];
    expect(proof({ type: 'subscribed', subscriber }, ...both).own).toEqual({ name: 'Alertes', received: 1, passed: 2 });
    expect(proof({ type: 'subscribed', subscriber }, ...example(1, 'un but', all)).own).toBeNull();
    const changed: RoutingEvent = { type: 'changed', subscriber };
    const between = [...example(1, 'un remboursement', all), changed, ...example(2, 'un but', all)];
    expect(proof({ type: 'subscribed', subscriber }, ...between).own).toBeNull();
    expect(proof(...example(1, 'une grosse commande'), ...example(2, 'un but')).own).toBeNull();
  });

  it('begins again from where it was told to', () => {
    const told = [...example(1, 'un but'), ...example(2, 'une nouvelle')].map((event) => ({ at: 0, event }));
    const run = { run: 'r', subscribers: given, events: told };
    expect(proofOf(run).topic).not.toBeNull();
    expect(proofOf(run, given.length + 1).topic).toBeNull();
  });
});
