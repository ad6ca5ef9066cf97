// The events that a sentence of a lesson can wait for. Each is a number that grows when the event happens: a sentence
// compares it with what it was when the page was opened. Pure; the state is the live one, never the one scrubbed to.
import type { LeaveCause } from '#contract/kafka-events.ts';
import type { AtelierState } from '#labs/atelier/lab.ts';
import type { RunProof } from '#labs/atelier/proofs.ts';
import type { KafkaState } from '#labs/kafka/state.ts';

/** When a member last left for one of these reasons, ms since 1970. */
const lastLeft =
  (...causes: LeaveCause[]) =>
  (state: KafkaState): number =>
    state.groups
      .flatMap(({ former }) => former)
      .filter(({ cause }) => causes.includes(cause))
      .reduce((latest, { at }) => Math.max(latest, at), 0);

export const kafkaMoments = {
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

/** When one of the runs last showed it, ms since 1970. */
const lastSeen =
  (at: (run: RunProof) => number | undefined) =>
  ({ proofs }: AtelierState): number =>
    proofs.runs.reduce((latest, run) => Math.max(latest, at(run) ?? 0), 0);

export const workshopMoments = {
  /** A consumer died, its work done and not committed. */
  panne: lastSeen(({ crash }) => crash?.at),
  /** What it had done was done again. */
  rejeu: lastSeen(({ replay }) => replay?.at),
  /** Two lots at work at once. */
  paralleles: lastSeen(({ parallel }) => parallel?.at),
  /** The invariant broke. */
  rupture: lastSeen(({ verdict }) => (verdict?.result === 'broken' ? verdict.worst.second.at : undefined)),
} satisfies Record<string, (state: AtelierState) => number>;

export type KafkaMoment = keyof typeof kafkaMoments;
export type WorkshopMoment = keyof typeof workshopMoments;
export type Moment = KafkaMoment | WorkshopMoment;

export const isOfWorkshop = (moment: Moment): moment is WorkshopMoment => Object.hasOwn(workshopMoments, moment);
