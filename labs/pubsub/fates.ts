// What became of each message for each subscriber: measured from what was published and what arrived, never written by hand. Pure.
import type { Scene, Standing } from './run.ts';

/**
 * `before`: published before it first came; `waiting`: it is away and the broker keeps it; `coming`: it is there, and it may
 * still arrive; `missed`: it was not there, and nobody keeps it; `refused`: the broker did not take it; `unknown`: it was on its way
 * when the server that tells was lost.
 */
export type Fate = 'received' | 'doubled' | 'missed' | 'before' | 'waiting' | 'coming' | 'refused' | 'unknown';

export type Fates = {
  readonly subscriber: Standing;
  /** By message, the first is number 1. */
  readonly cells: readonly Fate[];
  readonly received: number;
  readonly missed: readonly number[];
  readonly doubled: readonly number[];
  readonly waiting: readonly number[];
  /** Null as long as fewer than two have arrived. */
  readonly inOrder: boolean | null;
};

export function fateOf({ refused, ended }: Scene, one: Standing, sequence: number): Fate {
  const times = one.received.filter((each) => each.sequence === sequence).length;
  if (times > 0) return times > 1 ? 'doubled' : 'received';
  if (refused.includes(sequence)) return 'refused';
  if (sequence <= one.first && one.from === 'now') return 'before';
  const reaches = one.durable || sequence > one.since || one.since === one.first;
  if (one.untold && reaches) return 'unknown';
  if (ended) return 'missed';
  if (one.there && reaches) return 'coming';
  return one.durable ? 'waiting' : 'missed';
}

export function fatesOf(scene: Scene): Fates[] {
  const sequences = Array.from({ length: scene.published }, (_, index) => index + 1);
  return scene.subscribers.map((subscriber) => {
    const cells = sequences.map((sequence) => fateOf(scene, subscriber, sequence));
    const those = (wanted: Fate): number[] => sequences.filter((sequence) => cells[sequence - 1] === wanted);
    const arrivals = firsts(subscriber.received.map(({ sequence }) => sequence));
    return {
      subscriber,
      cells,
      received: arrivals.length,
      missed: those('missed'),
      doubled: those('doubled'),
      waiting: those('waiting'),
      inOrder:
        arrivals.length < 2 ? null : arrivals.every((each, index) => index === 0 || each > (arrivals[index - 1] ?? 0)),
    };
  });
}

const firsts = (sequences: readonly number[]): number[] => [...new Set(sequences)];
