// From what the broker saw to the checklist. Pure: the same deeds always give the same verdicts.
import { prefixOf } from '../kafka/workspace.ts';
import { judgeConsumer } from './consumer.ts';
import type { CorrectionState } from './lab.ts';
import { type Checklist, cardOf, type Line, unknown } from './line.ts';
import { judgeProducer } from './producer.ts';
import { runsOf } from './runs.ts';

export function judge({ watched, deeds }: CorrectionState): Checklist | null {
  if (!watched) return null;
  const runs = runsOf(deeds);
  const prefix = prefixOf(watched.workspace);
  const consumer = judgeConsumer(runs, watched.topic, prefix, watched.workMs);
  return {
    producer: judgeProducer(runs, watched.topic, prefix),
    consumer: watched.source === 'cluster' ? cardOf(consumer.lines.map(withoutWire)) : consumer,
  };
}

/** A real cluster shows which groups commit what, and nothing else of a consumer. */
const withoutWire = (line: Line): Line =>
  line.id === 'groupe' || line.id === 'commit' ? line : unknown(line.id, 'un vrai Kafka ne le montre pas');
