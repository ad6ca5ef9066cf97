// The experiment « Trouver ses lecteurs » : what one run proves, read from what happened in it. Pure.
import type { Decided, RoutingEvent } from '#contract/routage.ts';
import type { KeptRouting } from './lab.ts';
import { type Routing, routingFrom, routingLabFrom } from './run.ts';

export type Proof = {
  /** One publication reached some by their topic, and passed by others who have one. */
  topic: { publication: number; reached: number; passed: number } | null;
  /** One publication passed a filter and was refused by another, and the comparison that refused. */
  content: { publication: number; by: string; text: string } | null;
  /** A filter written in this run let one publication through and refused another. */
  own: { name: string; received: number; passed: number } | null;
};

export const findReaders = { id: 'trouver-ses-lecteurs', steps: ['topic', 'content', 'own'] } as const;

type Verdict = Extract<RoutingEvent, { type: 'received' | 'passed' }>;

/** `from`: what happened before this event is of before. */
export function proofOf({ run, subscribers, events }: KeptRouting, from = 0): Proof {
  const beginning = routingFrom(run, subscribers);
  const { fold } = routingLabFrom(beginning);
  const proof: Proof = { topic: null, content: null, own: null };
  /** Filters written in this run, with the first publication that each let through and refused. */
  const written = new Map<number, { received?: number; passed?: number }>();
  let verdicts: Verdict[] = [];
  let state = beginning;
  for (const [index, { event }] of events.entries()) {
    state = fold(state, event, 0);
    if (index < from) continue;
    if (event.type === 'published') verdicts = [];
    if (event.type === 'subscribed' || event.type === 'changed') {
      const { id, rule } = event.subscriber;
      written.delete(id);
      if (rule.kind === 'content') written.set(id, {});
    }
    if (event.type !== 'received' && event.type !== 'passed') continue;
    verdicts.push(event);
    proof.topic ??= byTopic(verdicts);
    proof.content ??= byContent(state, verdicts);
    const seen = written.get(event.subscriber);
    if (!seen) continue;
    seen[event.type] ??= event.publication;
    const { received, passed } = seen;
    if (received !== undefined && passed !== undefined)
      proof.own ??= { name: nameOf(state, event.subscriber), received, passed };
  }
  return proof;
}

const nameOf = (state: Routing, id: number): string => state.subscribers.find((one) => one.id === id)?.name ?? '';

function byTopic(verdicts: readonly Verdict[]): Proof['topic'] {
  const among = verdicts.filter(({ because }) => because.kind === 'topic');
  const reached = among.filter(({ type }) => type === 'received').length;
  const [first] = among;
  if (!first || reached < 2 || reached === among.length) return null;
  return { publication: first.publication, reached, passed: among.length - reached };
}

function byContent(state: Routing, verdicts: readonly Verdict[]): Proof['content'] {
  const among = verdicts.filter(({ because }) => because.kind === 'content');
  const refused = among.find(({ type }) => type === 'passed');
  const decided: Decided | undefined = refused?.because.kind === 'content' ? refused.because.decided[0] : undefined;
  if (!refused || !decided || !among.some(({ type }) => type === 'received')) return null;
  return { publication: refused.publication, by: nameOf(state, refused.subscriber), text: decided.text };
}
