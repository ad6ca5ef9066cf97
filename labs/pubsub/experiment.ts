// The experiment « L'abonné tardif » : what one run proves, read from what happened in it. Pure.
import type { KeptScene } from './lab.ts';
import { type Scene, type Standing, sceneLab } from './run.ts';

export type Proof = {
  /** Somebody came late, and the next message was the first they received. */
  late: { name: string; before: number; first: number } | null;
  /** Somebody who was away, and for whom nothing is kept, came back and received what followed: what they missed. */
  away: { name: string; missed: number; next: number } | null;
  /** Somebody durable came back and received what was published while they were away. */
  kept: { name: string; caught: number } | null;
};

export const lateSubscriber = { id: 'abonne-tardif', steps: ['late', 'away', 'kept'] } as const;

/** `from`: what happened before this event is of before. */
export function proofOf({ events }: KeptScene, from = 0): Proof {
  const proof: Proof = { late: null, away: null, kept: null };
  /** How many were published when each went away, since `from`. */
  const went = new Map<number, number>();
  const came = new Set<number>();
  let state = sceneLab.initial();
  for (const [index, { event }] of events.entries()) {
    state = sceneLab.fold(state, event, 0);
    if (index < from || event.type === 'queue') continue;
    if (event.type === 'subscribed') came.add(event.subscriber.id);
    if (event.type === 'left') went.set(event.subscriber, state.published);
    if (event.type !== 'received') continue;
    const one = state.subscribers.find(({ id }) => id === event.subscriber);
    if (!one) continue;
    if (came.has(one.id)) proof.late ??= lateBy(one, event.sequence);
    const left = went.get(one.id);
    if (left === undefined) continue;
    if (one.durable) proof.kept ??= caughtUp(one, left, state);
    else proof.away ??= missedBy(one, left, event.sequence);
  }
  return proof;
}

function lateBy(one: Standing, sequence: number): Proof['late'] {
  if (one.from !== 'now' || one.first === 0 || one.received.length !== 1 || sequence <= one.first) return null;
  return { name: one.name, before: one.first, first: sequence };
}

function missedBy(one: Standing, left: number, sequence: number): Proof['away'] {
  const missed = one.since - left;
  return missed > 0 && sequence > one.since ? { name: one.name, missed, next: sequence } : null;
}

function caughtUp(one: Standing, left: number, { published }: Scene): Proof['kept'] {
  const caught = one.received.filter(({ sequence }) => sequence > left && sequence <= one.since).length;
  const isWhole = one.since > left && caught === one.since - left;
  return isWhole && published >= one.since ? { name: one.name, caught } : null;
}
