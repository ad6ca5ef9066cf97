// What happened, event by event, with the names of those times; under the drawing, its last few.
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

const few = 6;

export function LastEvents({ story }: { story: readonly string[] }) {
  if (story.length === 0) return null;
  return (
    <section aria-label="Derniers événements" data-cible="journal" className="mt-4 font-mono text-sm projection:hidden">
      <ol>
        {story
          .map((text, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an event is its place in the run
            <li key={index} className="wrap-anywhere py-0.5 text-muted">
              <span className="inline-block min-w-8 font-semibold text-ink">{index + 1}</span> {text}
            </li>
          ))
          .slice(-few)
          .reverse()}
      </ol>
    </section>
  );
}
