// The events that a sentence of a lesson can wait for. Each is a number that grows when the event happens: a sentence
// compares it with what it was when the page was opened. Pure; `KafkaState` is the live state, never the one scrubbed to.
import type { LeaveCause } from '#contract/kafka-events.ts';
import type { KafkaState } from '#labs/kafka/state.ts';

/** When a member last left for one of these reasons, ms since 1970. */
const lastLeft =
  (...causes: LeaveCause[]) =>
  (state: KafkaState): number =>
    state.groups
      .flatMap(({ former }) => former)
      .filter(({ cause }) => causes.includes(cause))
      .reduce((latest, { at }) => Math.max(latest, at), 0);

export const moments = {
  /** A record was appended. */
  message: (state) => state.totals.records,
  /** A group committed an offset. */
  validation: (state) => state.totals.commits,
  /** A group began to rebalance. */
  reequilibrage: (state) => state.totals.rebalances,
  /** A member said goodbye. */
  'depart-annonce': lastLeft('clean'),
  /** A member vanished: a session ran out, or its connection was cut. */
  'depart-muet': lastLeft('silence', 'closed'),
  /** Two groups hold members at the same time. */
  'deux-groupes': (state) => (state.groups.filter(({ members }) => members.length > 0).length > 1 ? 1 : 0),
} satisfies Record<string, (state: KafkaState) => number>;

export type Moment = keyof typeof moments;
