// Under the drawing, the last few things that happened; in the table, all that is kept.
import type { ServeursState } from '#labs/serveurs/lab.ts';
import { eventText } from './words.ts';

const few = 7;

export function LastEvents({ state }: { state: ServeursState }) {
  const { told, forgotten } = state;
  if (told.length === 0) return null;
  const first = forgotten + Math.max(0, told.length - few);
  return (
    <section aria-label="Derniers événements" data-cible="journal" className="mt-4 font-mono text-sm projection:hidden">
      <ol>
        {told
          .slice(-few)
          .map(({ event }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an event is its place in the journal
            <li key={first + index} className="wrap-anywhere py-0.5 text-muted">
              <span className="inline-block min-w-8 font-semibold text-ink">{first + index + 1}</span>{' '}
              {eventText(event)}
            </li>
          ))
          .reverse()}
      </ol>
    </section>
  );
}
