// What experiments share: runs and their evidence, and the logs and groups as evidence needs them. Pure.
import { bounds } from '../bounds.ts';
import { type Owner, partitionsOf } from '../owners.ts';
import { groupOf, type KafkaState, topicOf } from '../state.ts';
import type { Evidence, Prediction, Run, Track } from './marks.ts';
import type { Made } from './types.ts';

const marks = (run: Run): number => Object.keys(run.evidence).length;

/** The runs after `change`; the same track when it changed none. */
export function changeRuns<M>(track: Track<M>, change: (run: Run<M>) => Run<M>): Track<M> {
  const runs = track.runs.map(change);
  return runs.some((run, index) => run !== track.runs[index]) ? { ...track, runs } : track;
}

/** What sandboxes are told apart by: what stands before the first dot of a topic; nothing in the class. */
export const placeOf = (topic: string): string => topic.slice(0, Math.max(0, topic.indexOf('.')));

/** One more run, within the bounds. */
export const addRun = <M>(track: Track<M>, run: Run<M>): Track<M> =>
  bounded({ ...track, runs: [...track.runs, run] }, run);

/**
 * The same track with as many runs as it may have: many sandboxes at work must not push each other out. What is not where
 * this person acts goes first, then what the fullest place has; there the least advanced, the oldest among equals.
 */
export function bounded<M>(track: Track<M>, newest: Run<M> | null = null): Track<M> {
  const most = track.person === null ? bounds.commonRuns : bounds.runs;
  let { runs } = track;
  while (runs.length > most) {
    const others = runs.filter((run) => run !== newest);
    const away = others.filter(({ topic }) => placeOf(topic) !== track.place);
    const spare = away.length > 0 ? away : others;
    const crowd = new Map<string, number>();
    for (const { topic } of spare) crowd.set(placeOf(topic), (crowd.get(placeOf(topic)) ?? 0) + 1);
    const here = ({ topic }: Run<M>) => crowd.get(placeOf(topic)) ?? 0;
    const [victim] = spare.toSorted((a, b) => here(b) - here(a) || marks(a) - marks(b));
    runs = runs.filter((run) => run !== victim);
  }
  return runs === track.runs ? track : { ...track, runs };
}

export const runOf = <M>(track: Track<M>, group: string, topic: string): Run<M> | undefined =>
  track.runs.find((run) => run.group === group && run.topic === topic);

/** A step is proved once: its first evidence stands. */
export const ticked = <M>(run: Run<M>, step: string, evidence: Evidence): Run<M> =>
  run.evidence[step] ? run : { ...run, evidence: { ...run.evidence, [step]: evidence } };

/** A choice made now; the same track when it was not offered, or when it comes too late to be changed. */
export function chosen<M>(
  track: Track<M>,
  made: Made,
  { choices, at, armed }: { choices: readonly string[]; at: number; armed: boolean },
): Track<M> {
  const { prediction } = track;
  const { choice, topic } = made;
  if (!choices.includes(choice)) return track;
  if (prediction !== null && (prediction.outcome !== null || prediction.locked)) return track;
  const next = { choice, at, armed: prediction?.armed ?? armed, outcome: null };
  return { ...track, prediction: topic === undefined ? next : { ...next, topic } };
}

/** Whether somebody waits to be told what happens in this topic. */
export const waits = (prediction: Prediction | null, topic: string): prediction is Prediction =>
  prediction !== null && prediction.outcome === null && (prediction.topic ?? topic) === topic;

export const locked = <M>(track: Track<M>): Track<M> =>
  track.prediction === null || track.prediction.locked
    ? track
    : { ...track, prediction: { ...track.prediction, locked: true } };

export const withOutcome = <M>(track: Track<M>, outcome: string): Track<M> =>
  track.prediction === null || track.prediction.outcome !== null
    ? track
    : { ...track, prediction: { ...track.prediction, outcome } };

/** Log ends by partition; empty for an unknown topic. */
export const endsOf = (state: KafkaState, topic: string): readonly number[] =>
  topicOf(state, topic)?.partitions.map(({ end }) => end) ?? [];
export const startsOf = (state: KafkaState, topic: string): readonly number[] =>
  topicOf(state, topic)?.partitions.map(({ logStart }) => logStart) ?? [];

/** What a group committed, by partition of the topic; null where it committed nothing. */
export function committedOf(state: KafkaState, group: string, topic: string): readonly (number | null)[] {
  const own = groupOf(state, group)?.committed.filter((each) => each.topic === topic) ?? [];
  return endsOf(state, topic).map((_, partition) => own.find((each) => each.partition === partition)?.offset ?? null);
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** The owners of a stable group when each partition of the topic has exactly one; null otherwise. */
export function fullOwners(state: KafkaState, name: string, topic: string): readonly Owner[] | null {
  const group = groupOf(state, name);
  const count = topicOf(state, topic)?.count ?? 0;
  if (group?.phase !== 'Stable' || count === 0) return null;
  const all = group.settled.flatMap((owner) => partitionsOf(owner, topic));
  return all.length === count && new Set(all).size === count ? group.settled : null;
}

/** The member that reads a partition, by its label. */
export function readerOf(state: KafkaState, name: string, topic: string, partition: number): string | null {
  const group = groupOf(state, name);
  const owners = [...(group?.settled ?? []), ...(group?.rebalance?.before ?? [])];
  return owners.find((owner) => partitionsOf(owner, topic).includes(partition))?.label ?? null;
}
