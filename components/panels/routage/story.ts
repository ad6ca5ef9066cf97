// What happened at the router, event by event.
import type { RoutingEvent } from '#contract/routage.ts';
import { type Publication, type Routing, routingLabFrom } from '#labs/routage/run.ts';
import { eventText } from './words.ts';

export type Told = { readonly event: RoutingEvent; readonly text: string };
export type Sent = Publication & { readonly reached: readonly string[] };
export type Story = { readonly told: readonly Told[]; readonly sent: readonly Sent[] };

export function storyOf(beginning: Routing, events: readonly RoutingEvent[]): Story {
  const { fold } = routingLabFrom(beginning);
  const told: Told[] = [];
  const sent: Sent[] = [];
  let state = beginning;
  for (const event of events) {
    const before = state;
    state = fold(state, event, 0);
    const name = nameIn(event, before);
    told.push({ event, text: eventText(event, name, state.publication) });
    const last = sent.at(-1);
    if (event.type === 'published' && state.publication) sent.push({ ...state.publication, reached: [] });
    if (event.type === 'received' && last) sent[sent.length - 1] = { ...last, reached: [...last.reached, name] };
  }
  return { told, sent };
}

function nameIn(event: RoutingEvent, before: Routing): string {
  if (event.type === 'published') return '';
  if (event.type === 'subscribed' || event.type === 'changed') return event.subscriber.name;
  return before.subscribers.find(({ id }) => id === event.subscriber)?.name ?? '';
}
