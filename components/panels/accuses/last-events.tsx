// Under the drawing: the last few events, the newest first, by their place on the timeline.
import type { AccusesState } from '#labs/accuses/lab.ts';
import { eventText, placed } from './words.ts';

const few = 7;

export function LastEvents({ state }: { state: AccusesState }) {
  if (state.told.length === 0) return null;
  const shown = placed(state).slice(-few).reverse();
  return (
    <section aria-label="Derniers événements" data-cible="journal" className="mt-4 font-mono text-sm projection:hidden">
      <ol>
        {shown.map(({ place, event }) => (
          <li key={place} className="wrap-anywhere py-0.5 text-muted">
            <span className="inline-block min-w-8 font-semibold text-ink">{place}</span> {eventText(event)}
          </li>
        ))}
      </ol>
    </section>
  );
}
