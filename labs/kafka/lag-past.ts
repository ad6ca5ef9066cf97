// What each group's lag was in the last seconds, kept by the fold, and whether it grows or shrinks since then.
import { allPartitions, lagsOf, totalLag } from './lag.ts';
import type { GroupState, KafkaState, TopicState } from './state.ts';

/** The lag was `lag` from `from` until `to`, ms since 1970. */
export type LagSpan = { from: number; to: number; lag: number };
export type LagPast = { group: string; topic: string; spans: readonly LagSpan[] };
/** `at`: when it was looked at last. */
export type LagHistory = { at: number; pasts: readonly LagPast[] };

export const noLagHistory: LagHistory = { at: 0, pasts: [] };

/** Over how long a trend is told. */
const windowMs = 10_000;
const everyMs = 1_000;
/** Known for less than this, nothing is said. */
const leastMs = 2_000;
/** (group, topic) pairs followed. */
const maxPasts = 100;

/**
 * Looks once a second at the state as it stood until the event of `at` happened: what is noted was true, to the millisecond.
 * The same history in between.
 */
export function lagHistory(before: KafkaState, at: number): LagHistory {
  const { lagHistory: known, at: from } = before;
  if (from === null || (at - known.at < everyMs && at >= known.at)) return known;
  const pasts: LagPast[] = [];
  for (const topic of before.topics) {
    for (const group of before.groups) {
      if (pasts.length >= maxPasts) break;
      const lag = knownLag(group, topic);
      if (lag === null) continue;
      const spans = known.pasts.find((each) => each.group === group.group && each.topic === topic.topic)?.spans ?? [];
      pasts.push({ group: group.group, topic: topic.topic, spans: longer(spans, { from, to: at, lag }) });
    }
  }
  return { at, pasts };
}

function knownLag(group: GroupState, topic: TopicState): number | null {
  if (!group.committed.some((each) => each.topic === topic.topic)) return null;
  return totalLag(lagsOf(group, topic, allPartitions(topic)));
}

function longer(spans: readonly LagSpan[], now: LagSpan): readonly LagSpan[] {
  const recent = spans.filter(({ from, to }) => from <= now.from && now.to - to <= windowMs);
  const last = recent.at(-1);
  return last?.lag === now.lag ? [...recent.slice(0, -1), { ...last, to: now.to }] : [...recent, now];
}

export const pastOf = ({ pasts }: LagHistory, group: string, topic: string): readonly LagSpan[] =>
  pasts.find((each) => each.group === group && each.topic === topic)?.spans ?? none;
const none: readonly LagSpan[] = [];

export type Trend = 'up' | 'down' | 'flat';

/** Whether the lag is higher or lower than ten seconds before `now`; null when too little was seen to say. */
export function lagTrend(group: GroupState, topic: TopicState, past: readonly LagSpan[], now: number): Trend | null {
  const lag = knownLag(group, topic);
  if (lag === null) return null;
  const then = now - windowMs;
  const changedAt = group.committed.reduce(
    (latest, each) => (each.topic === topic.topic ? Math.max(latest, each.at) : latest),
    topic.lastAt,
  );
  if (changedAt <= then) return 'flat';
  const base = past.find(({ to }) => to > then) ?? past.at(-1);
  if (base === undefined || now - Math.max(base.from, then) < leastMs) return null;
  return lag > base.lag ? 'up' : lag < base.lag ? 'down' : 'flat';
}
