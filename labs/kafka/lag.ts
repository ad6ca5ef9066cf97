// How late a group is: `end − committed`, as Kafka's own tools count it, and since when its oldest uncommitted record waits.
// Pure: from the state, the time given by whoever asks. What is not known is null, never guessed.
import type { GroupState, TopicState } from './state.ts';

/** `end − committed = lag`, for one partition; `committed` and `lag` are null when nothing was committed. */
export type Lag = { partition: number; end: number; committed: number | null; lag: number | null };

export function lagsOf(group: GroupState, topic: TopicState, partitions: readonly number[]): Lag[] {
  return partitions.map((partition) => {
    const end = topic.partitions[partition]?.end ?? 0;
    const committed =
      group.committed.find((each) => each.topic === topic.topic && each.partition === partition)?.offset ?? null;
    // A commit may be heard of before the record it follows: a negative lag would only confuse.
    return { partition, end, committed, lag: committed === null ? null : Math.max(0, end - committed) };
  });
}

/** Sum of the known lags; null when none is known. */
export function totalLag(lags: readonly Lag[]): number | null {
  const known = lags.flatMap(({ lag }) => (lag === null ? [] : [lag]));
  return known.length === 0 ? null : known.reduce((sum, lag) => sum + lag, 0);
}

/** Are there records in a partition where nothing was committed? The total then counts the others only. */
export const isPartial = (topic: TopicState, lags: readonly Lag[]): boolean =>
  lags.some(({ partition, lag }) => {
    const log = topic.partitions[partition];
    return lag === null && log !== undefined && log.end > log.logStart;
  });

export const allPartitions = (topic: TopicState): number[] => topic.partitions.map(({ partition }) => partition);

/**
 * `since`: timestamp of an uncommitted record, ms since 1970. `exact`: it is the oldest one, the record at the committed
 * offset; otherwise that one is no longer in the window, and it waits for at least as long.
 */
export type Waiting = { since: number; exact: boolean };

/** Since when records of these partitions wait to be committed; null when nothing waits, or nothing is known of it. */
export function waitingSince(topic: TopicState, lags: readonly Lag[]): Waiting | null {
  let since: number | null = null;
  let exact = true;
  for (const { partition, committed, lag } of lags) {
    const log = topic.partitions[partition];
    if (log === undefined || committed === null || lag === null || lag === 0) continue;
    // What retention has deleted waits for nobody any more.
    const first = Math.max(committed, log.logStart);
    const known = log.recent.find(({ offset, timestamp }) => offset >= first && timestamp >= 0);
    if (known?.offset !== first) exact = false;
    if (known && (since === null || known.timestamp < since)) since = known.timestamp;
  }
  return since === null ? null : { since, exact };
}

/** Two clocks of one room differ by less than this, ms; a record from further in the future has no age. */
const sameClockMs = 2_000;

/** How long it has waited; null when its producer's clock is ahead of ours. */
export function ageOf({ since }: Waiting, now: number): number | null {
  const age = now - since;
  return age < -sameClockMs ? null : Math.max(0, age);
}
