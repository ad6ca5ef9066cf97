// A workshop on paper for the tests of this folder: the events that a run with these settings gives, in a seeded order.
import type { AtelierEvent, Incidents, WorkshopSettings } from '#contract/atelier.ts';
import { chance } from '../chance.ts';
import { lotsOf, noIncident, rightSettings, topicName } from './plan.ts';

export type At = { at: number; event: AtelierEvent };
export const timed = (events: readonly AtelierEvent[]): At[] => events.map((event, at) => ({ at, event }));

export const startedWith = (
  change: Partial<WorkshopSettings> = {},
  lots = 1,
  incidents: Incidents = noIncident,
  run = 'r',
): AtelierEvent => ({
  type: 'run.started',
  run,
  settings: { ...rightSettings, ...change },
  incidents,
  lots: lotsOf(lots),
  topic: topicName,
  partitions: 3,
});

/** A record in a consumer's hands, by lot and step: one lot a partition and a consumer. */
export const hand = (
  lot: number,
  step: number,
  change: { offset?: number; partition?: number; worker?: string } = {},
) => ({
  worker: `C${lot + 1}`,
  partition: lot,
  offset: step - 1,
  lot: lotsOf(3)[lot] ?? '',
  step,
  ...change,
});

export const pass = (...given: Parameters<typeof hand>): AtelierEvent[] => {
  const it = hand(...given);
  return [
    { type: 'read', ...it },
    { type: 'began', ...it },
    { type: 'finished', ...it },
    { type: 'committed', worker: it.worker, partition: it.partition, next: it.offset + 1 },
  ];
};

/** Several lots at once, each in order, a consumer each; where the seed says so one dies, and what it did is done again. */
export function legalRun(seed: number, lots: number): AtelierEvent[] {
  const draw = chance(seed);
  const queues = Array.from({ length: lots }, (_, lot) => [1, 2, 3].flatMap((step) => withCrash(lot, step, draw)));
  const events: AtelierEvent[] = [];
  while (queues.some((queue) => queue.length > 0)) {
    const queue = queues[Math.floor(draw() * lots)];
    const event = queue?.shift();
    if (event) events.push(event);
  }
  return [...events, { type: 'ended', reason: 'done' }];
}

function withCrash(lot: number, step: number, draw: () => number): AtelierEvent[] {
  const whole = pass(lot, step);
  if (draw() > 0.3) return whole;
  const done = Math.floor(draw() * 3) + 1;
  return [...whole.slice(0, done), { type: 'crashed', point: 'between', ...hand(lot, step) }, ...whole];
}
