// One row a subscriber, one column a broker; under the name of each broker, where it is and how far it has come.
import type { Played } from '#labs/brokers/lab.ts';
import type { Result, Row } from '#labs/brokers/results.ts';
import { brokerText, placeText } from '../pubsub/words.ts';
import { resultText, stateText } from './words.ts';

export function ResultsTable({ played, rows }: { played: readonly Played[]; rows: readonly Row[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached with the keyboard
    <section aria-label="Qui a reçu quoi" className="overflow-x-auto" tabIndex={0} data-cible="tableau">
      <table className="w-full text-left text-sm projection:text-base projection:leading-tight [&_td]:py-1.5 [&_td]:pr-4 [&_td]:align-top [&_th]:py-1.5 [&_th]:pr-4 [&_th]:align-top">
        <caption className="sr-only">Qui a reçu quoi, broker par broker</caption>
        <thead>
          <tr>
            <th scope="col">Abonné</th>
            {played.map((one) => (
              <th key={one.at.broker} scope="col" data-colonne={one.at.broker}>
                {brokerText[one.at.broker]}
                <span className="block font-normal text-muted projection:hidden">{placeText(one.at)}</span>
                <span className="hidden font-normal text-muted projection:block">
                  {one.at.real ? 'un vrai' : 'embarqué'}
                </span>
                <span
                  className={`block font-normal ${one.done ? 'text-good projection:hidden' : 'text-muted'}`}
                  data-etat
                >
                  {stateText(one)}
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
                <td key={broker} data-case={`${name} ${broker}`} title={hintOf(result)} className={toneOf(result)}>
                  <ResultWords result={result} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ResultWords({ result }: { result: Result }) {
  const { text, order } = resultText(result);
  return (
    <>
      {text}
      {order === null ? null : <span className="projection:hidden">, {order}</span>}
    </>
  );
}

const hintOf = (result: Result): string | undefined => (result.kind === 'refused' ? result.message : undefined);

function toneOf(result: Result): string {
  if (result.kind !== 'fates') return 'text-muted';
  return result.fates.missed.length > 0 ? 'text-warn' : 'text-ink';
}
