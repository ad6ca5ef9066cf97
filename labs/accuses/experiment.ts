// The experiment « Tout arrive une fois » : what the room of a person proves. Pure.
import type { AccusesState, Subscriber } from './lab.ts';

export type Proof = {
  /** Cut, missed some, came back: all of it processed, each once. */
  missed: { name: string; count: number } | null;
  /** Came again, recognised by its number. */
  twice: { name: string; sequence: number } | null;
  /** Acknowledged before it was processed, and lost with a crash. */
  lost: { name: string; sequence: number } | null;
  /** Not acknowledged before it was processed: came again after a crash, and was processed. */
  replayed: { name: string; sequence: number } | null;
};

export const onceOnly = { id: 'tout-arrive-une-fois', steps: ['missed', 'twice', 'lost', 'replayed'] } as const;

export function proofOf({ subscribers }: AccusesState): Proof {
  const first = <T>(of: (one: Subscriber) => T | undefined) => {
    const one = subscribers.find((each) => of(each) !== undefined);
    const value = one && of(one);
    return one === undefined || value === undefined ? null : { name: one.name, value };
  };
  const numbered = (of: (one: Subscriber) => number | undefined) => {
    const found = first(of);
    return found && { name: found.name, sequence: found.value };
  };
  const missed = first((one) =>
    (one.link === 'live' || one.link === 'over') && one.missed.length === 0 && one.caughtUp.length > 0
      ? one.caughtUp.length
      : undefined,
  );
  return {
    missed: missed && { name: missed.name, count: missed.value },
    twice: numbered((one) => one.recognised.find((sequence) => one.processed.includes(sequence))),
    lost: numbered((one) => one.lost[0]),
    replayed: numbered((one) => one.replayed.find((sequence) => one.processed.includes(sequence))),
  };
}
