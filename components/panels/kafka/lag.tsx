// How late a reader is, always as an equation: end − committed = lag; since when; and whether the lag grows or shrinks.
import { createContext, useContext } from 'react';
import {
  ageOf,
  allPartitions,
  isPartial,
  type Lag,
  lagsOf,
  totalLag,
  type Waiting,
  waitingSince,
} from '#labs/kafka/lag.ts';
import { type LagSpan, lagTrend } from '#labs/kafka/lag-past.ts';
import type { GroupState, TopicState } from '#labs/kafka/state.ts';
import { count } from '../../lab/format.ts';
import { useServerNow } from '../../realtime/use-lab.ts';
import { ageText, trendWords } from './words.ts';

/** `retard 3`; orange as soon as there is one, and the word says it too. */
export function LagWord({ lag, partial }: { lag: number | null; partial: boolean }) {
  if (lag === null) return <span className="whitespace-nowrap font-mono text-muted text-sm">rien validé</span>;
  return (
    <span
      title={`retard = fin du journal − offset validé${partial ? notAll : ''}`}
      data-retard={lag}
      className={`whitespace-nowrap font-mono font-semibold text-sm ${lag === 0 ? 'text-good' : 'text-warn'}`}
    >
      retard {partial ? '≥\u00a0' : ''}
      {count(lag)}
    </span>
  );
}

const notAll = '\u00a0; là où rien n’est encore validé, il n’est pas compté';

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

/** Time at the place one looks at, ms since 1970: it stands still in the past and while the link is lost. Null: it is now. */
export const FrozenTime = createContext<number | null>(null);

/** Null until the page is alive. */
function useLabTime(): number | null {
  const frozen = useContext(FrozenTime);
  const now = useServerNow(frozen === null);
  return frozen ?? now;
}

/** `≈ 12 s`, since when the oldest uncommitted record waits; `unknown` when that cannot be said. */
export function LagAge({ waiting, unknown = null }: { waiting: Waiting | null; unknown?: string | null }) {
  const now = useLabTime();
  const age = waiting === null || now === null ? null : ageOf(waiting, now);
  const text = waiting === null || age === null ? '' : ageText(age, waiting.exact);
  if (waiting === null || age === null || text === '') return unknown;
  return (
    <span
      className="whitespace-nowrap"
      data-attente={age}
      title={
        waiting.exact
          ? 'Âge du plus ancien message non validé, d’après son horodatage'
          : 'Le plus ancien message non validé n’est plus montré ici\u00a0: il attend depuis plus longtemps encore'
      }
    >
      {text}
    </span>
  );
}

function LagTrend({ group, topic, past }: { group: GroupState; topic: TopicState; past: readonly LagSpan[] }) {
  const now = useLabTime();
  const trend = now === null ? null : lagTrend(group, topic, past, now);
  if (trend === null) return null;
  const { arrow, word } = trendWords[trend];
  return (
    <span className="whitespace-nowrap" data-tendance={trend} title="par rapport à dix secondes plus tôt">
      <span aria-hidden="true">{arrow} </span>
      {word}
    </span>
  );
}

/** `retard total 12 · ≈ 12 s · ↘ diminue`, while there is a lag. */
export function GroupLag({ group, topic, past }: { group: GroupState; topic: TopicState; past: readonly LagSpan[] }) {
  const lags = lagsOf(group, topic, allPartitions(topic));
  const lag = totalLag(lags);
  if (lag === null || lag === 0) return null;
  const partial = isPartial(topic, lags);
  return (
    <p className="flex flex-wrap gap-x-2 text-muted text-xs" data-retard-total={lag}>
      <span className="whitespace-nowrap" title={partial ? `retard total${notAll}` : undefined}>
        retard total {partial ? '≥\u00a0' : ''}
        {count(lag)}
      </span>
      <LagAge waiting={waitingSince(topic, lags)} />
      <LagTrend group={group} topic={topic} past={past} />
    </p>
  );
}
