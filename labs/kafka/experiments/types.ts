// An experiment is a predicate over the journal: steps are ticked by what was observed, never by a click or a typed answer.
import type { KafkaEvent } from '#contract/kafka-events.ts';
import type { KafkaState } from '../state.ts';
import type { Track } from './marks.ts';

export type ExperimentFacts = { before: KafkaState; after: KafkaState; event: KafkaEvent; at: number };

export type Experiment = {
  id: string;
  steps: readonly { id: string; choices?: readonly string[] }[];
  /** The marks after an event; the same reference when it proves nothing. */
  observe(track: Track, facts: ExperimentFacts): Track;
  /** A choice made now; the same reference when it comes too late. */
  predict(track: Track, step: string, choice: string, facts: ExperimentFacts): Track;
};
