// From what the broker saw to the checklist. Pure: the same deeds always give the same verdicts.
import { prefixOf } from '../kafka/workspace.ts';
import { judgeConsumer } from './consumer.ts';
import type { CorrectionState } from './lab.ts';
import { type Card, type Checklist, cardOf, type Line, unknown } from './line.ts';
import { judgeProducer } from './producer.ts';
import { runsOf } from './runs.ts';

export function judge({ watched, deeds }: CorrectionState): Checklist | null {
  if (!watched) return null;
  const seen = runsOf(deeds, watched.since);
  // The beginning of what already ran was not seen: half a run proves nothing, for or against anybody.
  const runs = seen.filter(({ openedAt }) => openedAt === null || openedAt >= watched.since);
  const late = (card: Card): Card => (runs.length === 0 && seen.length > 0 ? cardOf(card.lines.map(runAgain)) : card);
  const prefix = prefixOf(watched.workspace);
  const consumer = judgeConsumer(runs, watched.topic, prefix, watched.workMs);
  return {
    producer: late(judgeProducer(runs, watched.topic, prefix)),
    consumer: watched.source === 'cluster' ? cardOf(consumer.lines.map(withoutWire)) : late(consumer),
  };
}

/** A real cluster shows which groups commit what, and nothing else of a consumer. */
const withoutWire = (line: Line): Line =>
  line.id === 'groupe' || line.id === 'commit' ? line : unknown(line.id, 'un vrai Kafka ne le montre pas');

const runAgain = (line: Line): Line =>
  line.id === 'topic' || line.id === 'groupe'
    ? { ...line, evidence: 'un programme tournait déjà quand l’observation a commencé\u00a0: relancez-le' }
    : line;
