// What a router that takes over from a lost one must know of its run: who is subscribed, what comes next, and to whom the last
// publication was still to be taken. Pure.

import type { Subscriber } from '#contract/routage.ts';
import type { KeptRouting } from './lab.ts';
import type { Publication } from './run.ts';
import { routingFrom, routingLabFrom } from './run.ts';

export type Again = {
  readonly subscribers: readonly Subscriber[];
  /** The number of the last publication; 0 when there was none. */
  readonly published: number;
  /** Never given in this run. */
  readonly nextId: number;
  /** A publication whose verdicts were not all told, and those who had none. */
  readonly unfinished: { readonly publication: Publication; readonly subscribers: readonly Subscriber[] } | null;
};

export function againFrom({ run, subscribers: first, events }: KeptRouting): Again {
  const beginning = routingFrom(run, first);
  const { fold } = routingLabFrom(beginning);
  const { subscribers: standing, publication } = events.reduce((state, { event }) => fold(state, event, 0), beginning);
  const subscribers = standing.map(({ id, name, rule }) => ({ id, name, rule }));
  const given = events.flatMap(({ event }) => (event.type === 'subscribed' ? [event.subscriber] : []));
  const nextId = Math.max(0, ...[...first, ...given].map(({ id }) => id)) + 1;
  // Verdicts follow their publication at once: where anything else has come since, all of them were told.
  const since = events.slice(events.findLastIndex(({ event }) => event.type === 'published') + 1);
  const judged = since.flatMap(({ event }) =>
    event.type === 'received' || event.type === 'passed' ? [event.subscriber] : [],
  );
  const open = subscribers.filter(({ id }) => !judged.includes(id));
  const isOpen = publication !== null && judged.length === since.length && open.length > 0;
  return {
    subscribers,
    published: publication?.number ?? 0,
    nextId,
    unfinished: isOpen ? { publication, subscribers: open } : null,
  };
}
