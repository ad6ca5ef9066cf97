// What experiments remember: evidence, predictions, one track a reader. Plain JSON, part of the lab's state.
import type { Owner } from '../owners.ts';

/** One partition as a reader met it: where it began or what it had committed (null: nothing, or not seen), and the end then. */
export type Read = { partition: number; from: number | null; to: number };

/** What was seen when a step was ticked: structured, told in French by the panel. `group` is '' when several are meant. */
export type Evidence = { at: number; group: string; topic: string } & (
  | { kind: 'shared'; generation: number; owners: readonly Owner[] }
  | { kind: 'published'; count: number; keys: readonly string[]; moreKeys: boolean; partitions: readonly number[] }
  | { kind: 'idle'; generation: number; members: number; partitions: number; outcome: string; owners: readonly Owner[] }
  | {
      kind: 'takeover';
      generation: number;
      gone: readonly Owner[];
      cause: string;
      before: readonly Owner[];
      after: readonly Owner[];
    }
  | { kind: 'reads'; groups: readonly { group: string; owners: readonly Owner[] }[] }
  | { kind: 'everything'; count: number; groups: readonly { group: string; reads: readonly Read[] }[] }
  | { kind: 'caught-up'; reads: readonly Read[] }
  | { kind: 'stopped'; label: string | null; cause: string; reads: readonly Read[] }
  | { kind: 'written'; count: number; partitions: readonly number[] }
  | {
      kind: 'resumed';
      outcome: string;
      /** Written while nobody read, and read before the stop without having been committed. */
      produced: number;
      again: number;
      /** `from`: where it began again; null when only its commits were seen. */
      reads: readonly Read[];
      committed: readonly Read[];
    }
  | { kind: 'placed'; key: string; partition: number; offset: number }
  | {
      kind: 'same-key';
      outcome: string;
      key: string;
      places: readonly { partition: number; offset: number }[];
      /** Records with another key, or none, written between the first and the last of them. */
      between: number;
    }
  | {
      kind: 'in-order';
      label: string | null;
      key: string;
      partition: number;
      offsets: readonly number[];
      committed: number;
    }
  | { kind: 'began'; where: 'debut' | 'fin'; outcome: string; reads: readonly Read[]; behind: number }
  | { kind: 'then-read'; count: number; skipped: number }
);

/** Progress of a reader in one (group, topic) of the experiment; `memo` is what the experiment itself remembers there. */
export type Run<M = unknown> = {
  group: string;
  topic: string;
  memo: M;
  evidence: { readonly [step: string]: Evidence };
};

/**
 * `armed`: what was predicted had not happened yet. `outcome` is what happened, in the words of the choices. `locked`:
 * it has begun to happen, the choice cannot be changed any more. `topic`: only what happens there marks it.
 */
export type Prediction = {
  choice: string;
  at: number;
  armed: boolean;
  outcome: string | null;
  locked?: true;
  topic?: string;
};

/** Marks of one reader: everybody's (`person` null) or those of somebody who predicted or began again. */
export type Track<M = unknown> = {
  person: string | null;
  since: number | null;
  touched: number;
  /** The sandbox where this person last predicted or began again (runs.ts, `placeOf`); absent for everybody's. */
  place?: string;
  prediction: Prediction | null;
  runs: readonly Run<M>[];
};

export type ExperimentState = { common: Track; people: readonly Track[] };
export type ExperimentsState = { readonly [id: string]: ExperimentState };

/** One step as a card shows it. */
export type StepProgress = {
  id: string;
  done: boolean;
  evidence: Evidence | null;
  choices: readonly string[];
  prediction: Prediction | null;
};
