// An experiment is a predicate over the journal: steps are ticked by what was observed, never by a click or a typed answer.
import type { KafkaEvent } from '#contract/kafka-events.ts';
import type { KafkaState } from '../state.ts';
import type { Track } from './marks.ts';

export type ExperimentFacts = { before: KafkaState; after: KafkaState; event: KafkaEvent; at: number };

/** A choice as it was made; `topic` is the one its maker looked at. */
export type Made = Pick<Extract<KafkaEvent, { type: 'prediction.made' }>, 'step' | 'choice' | 'topic'>;

/** `M`: what the experiment remembers in a run. */
export type Experiment<M = unknown> = {
  id: string;
  steps: readonly { id: string; choices?: readonly string[] }[];
  /** The marks after an event; the same reference when it proves nothing. */
  observe(track: Track<M>, facts: ExperimentFacts): Track<M>;
  /** A choice made now; the same reference when it comes too late. */
  predict(track: Track<M>, made: Made, facts: ExperimentFacts): Track<M>;
};
