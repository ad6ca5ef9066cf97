// What happened, event by event, with the names of those times.
import type { SceneEvent } from '#contract/pubsub.ts';
import { eventText as queueEventText } from '../file/words.ts';
import { eventText } from './words.ts';

export function storyOf(events: readonly SceneEvent[]): string[] {
  const names = new Map<number, string>();
  const tasks = new Map<string, number>();
  return events.map((event) => {
    if (event.type === 'queue') {
      if ('number' in event.event) tasks.set(event.event.task, event.event.number);
      return queueEventText(event.event, (task) => tasks.get(task) ?? 0);
    }
    if (event.type === 'subscribed') names.set(event.subscriber.id, event.subscriber.name);
    const id = event.type === 'subscribed' ? event.subscriber.id : 'subscriber' in event ? event.subscriber : 0;
    return eventText(event, names.get(id) ?? '');
  });
}
