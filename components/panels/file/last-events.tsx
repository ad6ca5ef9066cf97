// Under the drawing, the last few things that happened.
import type { FileState } from '#labs/file/lab.ts';
import { eventText, numbersOf } from './words.ts';

const few = 7;

export function LastEvents({ state }: { state: FileState }) {
  if (state.told.length === 0) return null;
  const numberOf = numbersOf(state);
  const first = state.forgotten + Math.max(0, state.told.length - few);
  return (
    <section aria-label="Derniers événements" data-cible="journal" className="mt-4 font-mono text-sm projection:hidden">
      <ol>
        {state.told
          .slice(-few)
          .map(({ event }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an event is its place in the journal
            <li key={first + index} className="wrap-anywhere py-0.5 text-muted">
              <span className="inline-block min-w-8 font-semibold text-ink">{first + index + 1}</span>{' '}
              {eventText(event, numberOf)}
            </li>
          ))
          .reverse()}
      </ol>
    </section>
  );
}
