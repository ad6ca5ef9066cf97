// Under a drawing, the last few things that happened, the newest first, by their places; the table has all that is kept.
import type { ReactNode } from 'react';

const few = 7;

type LastEventsProps<T> = {
  told: readonly T[];
  /** Events before these, no longer kept. */
  before?: number;
  textOf(one: T): string;
  /** What is to be said below them. */
  children?: ReactNode;
};

export function LastEvents<T>({ told, before = 0, textOf, children }: LastEventsProps<T>) {
  if (told.length === 0) return null;
  const first = before + Math.max(0, told.length - few);
  return (
    <section aria-label="Derniers événements" data-cible="journal" className="mt-4 font-mono text-sm projection:hidden">
      <ol>
        {told
          .slice(-few)
          .map((one, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an event is its place
            <li key={first + index} className="wrap-anywhere py-0.5 text-muted">
              <span className="inline-block min-w-8 font-semibold text-ink">{first + index + 1}</span> {textOf(one)}
            </li>
          ))
          .reverse()}
      </ol>
      {children}
    </section>
  );
}
