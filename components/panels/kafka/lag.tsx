// How late a reader is, always as an equation: end − committed = lag; and whether the lag grows or shrinks.
import { createContext, useContext } from 'react';
import type { GroupState, TopicState } from '#labs/kafka/state.ts';
import { count } from '../../lab/format.ts';
import { type Lag, lagsOf, totalLag } from './derive.ts';
import { type Trends, trendKey } from './use-lag-trends.ts';

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

/** Given by the panel; empty where nothing is known, as in the past. */
export const TrendContext = createContext<Trends>(new Map());

const words = {
  up: { arrow: '↗', text: 'le retard augmente' },
  down: { arrow: '↘', text: 'le retard diminue' },
  flat: { arrow: '→', text: 'le retard ne change pas' },
} as const;

/** `retard total 12 ↘`, while there is a lag and enough was seen of it. */
export function GroupTrend({ group, topic }: { group: GroupState; topic: TopicState }) {
  const trend = useContext(TrendContext).get(trendKey(group.group, topic.topic));
  const lag = totalLag(
    lagsOf(
      group,
      topic,
      topic.partitions.map(({ partition }) => partition),
    ),
  );
  if (trend === undefined || lag === null || lag === 0) return null;
  const { arrow, text } = words[trend];
  return (
    <p className="text-muted text-xs" data-tendance={trend} title={`${text} (sur les dix dernières secondes)`}>
      retard total {count(lag)} <span aria-hidden="true">{arrow}</span> <span className="sr-only">, {text}</span>
    </p>
  );
}
