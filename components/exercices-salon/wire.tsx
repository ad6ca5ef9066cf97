// Everything that was said between the house and the program, as a table: what the verdicts stand on.
import type { RunEvent } from '#contract/exercices-salon.ts';
import { wireLine } from './wire-words.ts';

/** Lines that are drawn: the last ones. */
const shown = 150;

export function Wire({ events }: { events: readonly RunEvent[] }) {
  return (
    <details className="mt-4 text-sm">
      <summary className="cursor-pointer font-semibold">
        Ce qui s’est dit ({events.length}
        {events.length > shown ? `, les ${shown} dernières lignes` : ''})
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard (WCAG 2.1.1) */}
      <section className="mt-2 max-h-80 overflow-auto" tabIndex={0} aria-label="Échanges de la partie">
        <table className="w-full text-left tabular-nums">
          <thead>
            <tr>
              <th scope="col" className="pr-3">
                à
              </th>
              <th scope="col" className="pr-3">
                qui
              </th>
              <th scope="col">quoi</th>
            </tr>
          </thead>
          <tbody>
            {events.slice(-shown).map((event, index) => {
              const { who, what } = wireLine(event);
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines never move
                <tr key={index} className="border-line border-t align-top">
                  <td className="whitespace-nowrap pr-3">{event.t}&nbsp;ms</td>
                  <td className="whitespace-nowrap pr-3">{who}</td>
                  <td>{what}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </details>
  );
}
