// What a line of the journal may tell: facts, not sentences. The French wording lives beside the panel.
import type { LeaveCause, PageConsumerView, RebalanceCause } from '#contract/kafka-events.ts';
import type { Owner } from './owners.ts';

/** Who did it: a program by its name; `owner` is the public id of a person for programs started from a page. */
export type Actor = { name: string; origin: 'page' | 'outside'; owner: string | null };

export type Fact =
  | { kind: 'cluster-described'; source: 'embedded' | 'cluster'; address: string }
  | { kind: 'cluster-lost'; reason: string }
  | { kind: 'cluster-recovered' }
  /** `by`: public id of the person who did it; null when nobody here did. */
  | { kind: 'topic-created'; topic: string; partitions: number; by: string | null }
  | { kind: 'topic-extended'; topic: string; partitions: number }
  | { kind: 'topic-deleted'; topic: string }
  | {
      kind: 'appended';
      topic: string;
      partition: number;
      first: number;
      count: number;
      /** Key of a single record: null without key, '' is an empty key. Not known when the record itself was not told. */
      key: { text: string | null } | null;
      actor: Actor | null;
      acks: number | null;
    }
  | { kind: 'log-start-moved'; topic: string; partition: number; logStart: number }
  | { kind: 'client-appeared'; actor: Actor; library: string | null; version: string | null; address: string }
  | { kind: 'client-left'; actor: Actor; cause: LeaveCause; produced: number }
  | { kind: 'rebalance-started'; group: string; cause: RebalanceCause | null; label: string | null }
  | { kind: 'rebalance-settled'; group: string; generation: number; before: readonly Owner[]; after: readonly Owner[] }
  | { kind: 'group-empty'; group: string }
  | { kind: 'group-deleted'; group: string }
  | { kind: 'member-left'; group: string; label: string; clientId: string; cause: LeaveCause }
  | {
      kind: 'committed';
      group: string;
      label: string | null;
      offsets: readonly { topic: string; partition: number; offset: number }[];
    }
  | {
      kind: 'reading-started';
      group: string;
      label: string | null;
      offsets: readonly { topic: string; partition: number; offset: number }[];
    }
  | {
      kind: 'consumer';
      group: string;
      label: string | null;
      consumer: string;
      by: string | null;
      state: PageConsumerView['state'];
      delayMs: number;
      /** Only its delay changed. */
      slowed: boolean;
      reason: string | null;
    }
  | { kind: 'experiment-reset'; experiment: string; person: string }
  | { kind: 'prediction'; experiment: string; step: string; choice: string; person: string };

/** `n` grows by one per line and stays when a line takes in the next fact alike. */
export type Line = { n: number; at: number; fact: Fact };
