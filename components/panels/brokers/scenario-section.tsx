// A scenario on the page: its table, and why it was not played to its end where it was not.
import type { Scenario } from '#contract/brokers.ts';
import type { BrokersState } from '#labs/brokers/lab.ts';
import { ResultsTable, type WordRow } from './results-table.tsx';
import { reasonsOf } from './words.ts';

export function ScenarioSection(props: {
  scenario: Scenario;
  state: BrokersState;
  rows: readonly WordRow[];
  /** A projector has room for one. */
  projected: boolean;
}) {
  const { scenario, state, rows, projected } = props;
  const reasons = reasonsOf(state, scenario);
  return (
    <div data-cible={`tableau-${scenario}`} className={projected ? '' : 'projection:hidden'} data-scenario={scenario}>
      <ResultsTable scenario={scenario} played={state.played} rows={rows} />
      {reasons.length === 0 ? null : (
        <ul className="mt-1 text-muted text-sm projection:hidden">
          {reasons.map(({ broker, text }) => (
            <li key={broker} data-raison={broker}>
              {text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
