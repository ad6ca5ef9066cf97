// Going back in a long session of the Kafka lab: any point is one short fold away, and equals a fresh replay up to it.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import { kafkaLab } from '#labs/kafka/lab.ts';
import type { KafkaState } from '#labs/kafka/state.ts';
import { appended, committed, left, member, predicted, settle, started } from '#labs/kafka/testing/events.ts';
import type { Lab } from '#labs/lab.ts';
import { createClientJournal, journalLimits } from './client-journal.ts';

const session = 20_000;

/** A lesson going on: records, commits, a rebalance now and then, predictions. */
function eventAt(n: number): KafkaEvent {
  const generation = Math.floor(n / 50);
  const name = `m${generation}`;
  const phase = n % 50;
  if (n === 0) return { type: 'topic.created', topic: 't', partitions: 3 };
  if (phase === 1) return left('g', `m${generation - 1}`);
  if (phase === 2 || phase === 3) {
    const [preparing, stable] = settle('g', generation, [member(name, 't', [0, 1, 2])]);
    return (phase === 2 ? preparing : stable) as KafkaEvent;
  }
  if (phase === 4) return started('g', name, 't', [n])[0] as KafkaEvent;
  if (phase === 5) return predicted('suite', `p${n % 30}`, 'persistance');
  if (n % 3 === 0) return committed('g', name, 't', [n, n, n]);
  return appended('t', n % 3, n, [`capteur-${n % 7}`]);
}

it('folds at most one chunk to reach any point of 20 000 events, and finds what a fresh fold finds', () => {
  let folded = 0;
  const counting: Lab<KafkaState, KafkaEvent> = {
    ...kafkaLab,
    fold(state, event, at) {
      folded += 1;
      return kafkaLab.fold(state, event, at);
    },
  };
  const journal = createClientJournal(counting);
  for (let offset = 0; offset < session; offset += 1)
    journal.append({ offset, at: offset * 50, event: eventAt(offset) });
  expect([journal.first(), journal.head()]).toEqual([0, session]);

  const fresh = new Map<number, KafkaState>();
  const asked = fc.sample(fc.integer({ min: 0, max: session }), { numRuns: 40, seed: 7 });
  let state = kafkaLab.initial();
  for (let offset = 0; offset <= session; offset += 1) {
    if (asked.includes(offset)) fresh.set(offset, state);
    state = kafkaLab.fold(state, eventAt(offset), offset * 50);
  }
  for (const offset of asked) {
    folded = 0;
    expect(journal.stateAt(offset)).toEqual(fresh.get(offset));
    expect(folded).toBeLessThanOrEqual(journalLimits.chunk);
  }
});
