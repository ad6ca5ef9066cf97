// What experiments remember: evidence, predictions, one track a reader. Plain JSON, part of the lab's state.
import type { Owner } from '../owners.ts';

/** What was seen when a step was ticked: structured, told in French by the panel. */
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
);

/** Progress of a reader in one (group, topic) of the experiment. */
export type Run = {
  group: string;
  topic: string;
  /** Messages seen since the first step, until the second is ticked. */
  seen: { count: number; keys: readonly string[]; moreKeys: boolean; partitions: readonly number[] };
  evidence: { readonly [step: string]: Evidence };
};

/** `armed`: what was predicted had not happened yet. `outcome` is what happened, in the words of the choices. */
type Prediction = { choice: string; at: number; armed: boolean; outcome: string | null };

/** Marks of one reader: everybody's (`person` null) or those of somebody who predicted or began again. */
export type Track = {
  person: string | null;
  since: number | null;
  touched: number;
  prediction: Prediction | null;
  runs: readonly Run[];
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
