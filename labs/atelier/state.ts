// A run of the workshop as one draws it. Types alone.
import type { AtelierEvent, Incidents, InHand, WorkshopSettings } from '#contract/atelier.ts';
import type { Judge } from './judge.ts';

export type StepState = 'ordered' | 'written' | 'working' | 'done' | 'committed';
export type LotState = { readonly lot: string; readonly steps: readonly StepState[] };
export type WorkerState = {
  readonly worker: string;
  readonly state: 'joining' | 'waiting' | 'holding' | 'working' | 'done' | 'dead' | 'failed';
  readonly partitions: readonly number[];
  readonly hand: InHand | null;
  /** When it took up what it is doing, ms since 1970. */
  readonly since: number;
};
export type RecordState = {
  readonly offset: number;
  readonly lot: string;
  readonly step: number;
  readonly state: 'written' | 'read' | 'working' | 'done';
};
export type PartitionState = {
  readonly partition: number;
  readonly records: readonly RecordState[];
  /** The next to read by what the group committed; null: nothing yet. */
  readonly committed: number | null;
};
export type SendState = {
  readonly send: number;
  readonly lot: string;
  readonly step: number;
  readonly state: 'sending' | 'confirmed' | 'unconfirmed' | 'failed';
  readonly retries: number;
};
/** One go of a machine on a step, with its times, ms since 1970. */
export type Pass = InHand & {
  readonly began: number;
  readonly finished: number | null;
  readonly committed: number | null;
  readonly died: boolean;
  /** Done before, from the same record. */
  readonly again: boolean;
};
export type RunState = {
  readonly run: string;
  readonly settings: WorkshopSettings;
  readonly incidents: Incidents;
  readonly topic: string;
  readonly lots: readonly LotState[];
  readonly workers: readonly WorkerState[];
  readonly partitions: readonly PartitionState[];
  readonly sends: readonly SendState[];
  readonly passes: readonly Pass[];
  /** When each partition was committed last. */
  readonly commits: Readonly<Record<string, number>>;
  readonly armed: boolean;
  /** Where a death asked for in passing struck: what plays the run again needs it. */
  readonly struck: Incidents['crash'];
  readonly judge: Judge;
  readonly ended: Extract<AtelierEvent, { type: 'ended' }> | null;
};
