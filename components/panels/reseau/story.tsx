// What happened in a run, event by event; under the drawing, its last few.
import type { RunEvent } from '#contract/reseau.ts';
import { beginningOf, type RunState, runLabFrom } from '#labs/reseau/run.ts';
import { count } from '../../lab/format.ts';
import { eventText } from './words.ts';

/** An event with the state after it: what a receiver did with a message is known only then. */
export type Told = { readonly event: RunEvent; readonly after: RunState };

export function storyOf({ run, count: messages, network }: RunState, events: readonly RunEvent[]): Told[] {
  const { initial, fold } = runLabFrom(beginningOf(run, messages, network));
  let after = initial();
  return events.map((event) => {
    after = fold(after, event, 0);
    return { event, after };
  });
}

const few = 7;

export function LastEvents({ story }: { story: readonly Told[] }) {
  return (
    <section aria-label="Derniers événements" data-cible="journal" className="mt-4 font-mono text-sm projection:hidden">
      <ol>
        {story
          .map(({ event, after }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an event is its place in the run
            <li key={index} className="py-0.5">
              <span className="inline-block min-w-[4.5rem] font-semibold">{count(event.t)}&nbsp;ms</span>{' '}
              <span className="text-muted">{eventText(after, event)}</span>
            </li>
          ))
          .slice(-few)
          .reverse()}
      </ol>
    </section>
  );
}
