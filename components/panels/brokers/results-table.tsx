// One scenario: a row a role, a column a broker; under the name of each broker, where it is and how far it has come.
import type { Scenario } from '#contract/brokers.ts';
import { type Played, stopped } from '#labs/brokers/lab.ts';
import type { Row } from '#labs/brokers/results.ts';
import { brokerText, placeText } from '../pubsub/words.ts';
import { type CellWords, scenarioText, stateText } from './words.ts';

export type WordRow = Row<CellWords>;

/** Rows as they are read. */
export const inWords = <R,>({ name, role, results }: Row<R>, words: (result: R) => CellWords): WordRow => ({
  name,
  role,
  results: results.map(({ broker, result }) => ({ broker, result: words(result) })),
});

const isPlayed = (one: Played, scenario: Scenario): boolean => one.done[scenario] && stopped(one, scenario) === null;

export function ResultsTable(props: { scenario: Scenario; played: readonly Played[]; rows: readonly WordRow[] }) {
  const { scenario, played, rows } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached with the keyboard
    <section aria-label={scenarioText[scenario]} className="overflow-x-auto" tabIndex={0}>
      <table className="w-full min-w-[46rem] table-fixed text-left text-sm projection:text-base projection:leading-tight [&_td]:py-1.5 [&_td]:pr-4 [&_td]:align-top [&_th]:py-1.5 [&_th]:pr-4 [&_th]:align-top">
        <caption className="pb-1 text-left font-bold text-base projection:hidden">{scenarioText[scenario]}</caption>
        <thead>
          <tr>
            <th scope="col" className="w-44 projection:w-60">
              {scenario === 'topic' ? 'Abonné' : 'Ouvriers'}
            </th>
            {played.map((one) => (
              <th key={one.at.broker} scope="col" data-colonne={one.at.broker}>
                {brokerText[one.at.broker]}
                <span className="block font-normal text-muted projection:hidden">{placeText(one.at)}</span>
                <span className="hidden font-normal text-muted projection:block">
                  {one.at.real ? 'un vrai' : one.at.broker === 'embarque' ? '' : 'embarqué'}
                </span>
                <span
                  className={`block font-normal ${isPlayed(one, scenario) ? 'text-good projection:hidden' : 'text-muted'}`}
                  data-etat
                >
                  {stateText(one, scenario)}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, role, results }) => (
            <tr key={name} className="border-line border-t">
              <th scope="row">
                {name}
                <span className="block font-normal text-muted">{role}</span>
              </th>
              {results.map(({ broker, result }) => (
                <td key={broker} data-case={`${name} ${broker}`} className={result.isBad ? 'text-warn' : 'text-ink'}>
                  {result.text}
                  {result.order === null ? null : <span className="projection:hidden">, {result.order}</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
