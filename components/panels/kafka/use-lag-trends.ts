'use client';
// Whether each group's lag grows or shrinks: samples of what one sees, over the last ten seconds of the journal's own time.
import { useEffect, useRef, useState } from 'react';
import type { KafkaState } from '#labs/kafka/state.ts';
import { groupsOf, lagsOf, totalLag } from './derive.ts';

export type Trend = 'up' | 'down' | 'flat';
/** By `trendKey`; a group of which too little was seen is absent. */
export type Trends = ReadonlyMap<string, Trend>;
type Sample = { at: number; lags: ReadonlyMap<string, number> };

export const trendKey = (group: string, topic: string): string => JSON.stringify([group, topic]);

const windowMs = 10_000;
const sampleMs = 1_000;
/** Under this, two samples say nothing. */
const leastMs = 2_000;
const none: Trends = new Map();

/** The samples after `sample`: one a second at most, none older than the window; a step back in time forgets them. */
export function sampled(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last && sample.at < last.at) return [sample];
  if (last && sample.at - last.at < sampleMs) return samples;
  return [...samples.filter(({ at }) => sample.at - at <= windowMs), sample];
}

export function trendsOf(samples: readonly Sample[], now: Sample): Trends {
  const first = samples[0];
  if (!first || now.at - first.at < leastMs) return none;
  const trends = new Map<string, Trend>();
  for (const [key, lag] of now.lags) {
    const was = first.lags.get(key);
    if (was !== undefined) trends.set(key, lag > was ? 'up' : lag < was ? 'down' : 'flat');
  }
  return trends;
}

export function lagSample(state: KafkaState, name: string): Sample {
  const topic = state.topics.find((each) => each.topic === name);
  const lags = new Map<string, number>();
  if (topic) {
    const all = topic.partitions.map(({ partition }) => partition);
    for (const { group } of groupsOf(state, name)) {
      const lag = totalLag(lagsOf(group, topic, all));
      if (lag !== null) lags.set(trendKey(group.group, name), lag);
    }
  }
  return { at: state.at ?? 0, lags };
}

/** Trends of the groups that read `topic`; nothing while one looks at the past. */
export function useLagTrends(state: KafkaState, topic: string, live: boolean): Trends {
  const samples = useRef<readonly Sample[]>([]);
  const [trends, setTrends] = useState(none);
  useEffect(() => {
    if (!live) {
      setTrends(none);
      return;
    }
    const now = lagSample(state, topic);
    samples.current = sampled(samples.current, now);
    const next = trendsOf(samples.current, now);
    setTrends((before) => (same(before, next) ? before : next));
  }, [state, topic, live]);
  return trends;
}

const same = (a: Trends, b: Trends): boolean =>
  a.size === b.size && [...a].every(([key, trend]) => b.get(key) === trend);
