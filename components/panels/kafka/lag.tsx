// How late a reader is, always as an equation: end − committed = lag.
import { count } from '../../lab/format.ts';
import type { Lag } from './derive.ts';

/** `retard 3`; orange as soon as there is one, and the word says it too. */
export function LagWord({ lag }: { lag: number | null }) {
  if (lag === null) return <span className="whitespace-nowrap font-mono text-muted text-sm">rien validé</span>;
  return (
    <span
      title="retard = fin du journal − offset validé"
      data-retard={lag}
      className={`whitespace-nowrap font-mono font-semibold text-sm ${lag === 0 ? 'text-good' : 'text-warn'}`}
    >
      retard {count(lag)}
    </span>
  );
}

const shown = 6;

/** `P1 : 22 − 20 = 2`, a line a partition. */
export function LagEquations({ lags }: { lags: readonly Lag[] }) {
  // « rien validé » is already said once, in place of the lag.
  if (lags.every(({ committed }) => committed === null)) return null;
  return (
    <ul className="projector-hidden font-mono text-muted text-xs" aria-label="fin − validé = retard">
      {lags.slice(0, shown).map(({ partition, end, committed, lag }) => (
        <li key={partition} className="whitespace-nowrap">
          P{partition}&nbsp;: {count(end)} − {committed === null ? 'rien' : count(committed)}
          {lag === null ? '' : ` = ${count(lag)}`}
        </li>
      ))}
      {lags.length > shown ? <li>et {lags.length - shown} autres</li> : null}
    </ul>
  );
}
