// « Depuis le début » : two new groups, one begins at the log's start, the other at its end. Evidence: the first offset each
// asked for, which the source must be able to see. One run a topic.
import { partitionsOf } from '../owners.ts';
import { groupOf } from '../state.ts';
import type { Evidence, Read } from './marks.ts';
import {
  addRun,
  changeRuns,
  chosen,
  committedOf,
  endsOf,
  runOf,
  startsOf,
  sum,
  ticked,
  waits,
  withOutcome,
} from './runs.ts';
import type { Experiment, ExperimentFacts } from './types.ts';

export const fromStartSteps = { write: 'ecrire', start: 'debut', predict: 'predire', next: 'ensuite' } as const;
const choices = ['tout', 'dernier', 'rien'] as const;
const steps = fromStartSteps;
const messagesWanted = 5;
const groupsKept = 8;

/** A group without committed offset, the log ends when it came, and where it began to read; null where not seen yet. */
type Fresh = { group: string; at: number; ends: readonly number[]; started: readonly (number | null)[] };
type Memo = { count: number; fresh: readonly Fresh[]; latest: Fresh | null };

export const fromStart: Experiment<Memo> = {
  id: 'depuis-le-debut',
  steps: [{ id: steps.write }, { id: steps.start }, { id: steps.predict, choices }, { id: steps.next }],
  observe(track, facts) {
    const { event } = facts;
    switch (event.type) {
      case 'records.appended':
        return written(track, facts);
      case 'group.changed': {
        const topics = new Set(event.group.members.flatMap(({ assignment }) => assignment.map(({ topic }) => topic)));
        return changeRuns(track, (run) => (topics.has(run.topic) ? arrived(run, event.group.group, facts) : run));
      }
      case 'reading.started':
        return began(track, facts);
      case 'offsets.committed':
        return changeRuns(track, (run) => thenRead(run, facts));
      default:
        return track;
    }
  },
  predict(track, made, { after, at }) {
    if (made.step !== steps.predict) return track;
    const armed = !track.runs.some(
      ({ topic, memo }) =>
        (made.topic ?? topic) === topic && memo.fresh.some((each) => whereOf(each, startsOf(after, topic)) === 'fin'),
    );
    return chosen(track, made, { choices, at, armed });
  },
};

type Track = Parameters<typeof fromStart.observe>[0];
type Run = Track['runs'][number];

/** Step 1: there is something to read. */
function written(track: Track, { event, after, at }: ExperimentFacts): Track {
  if (event.type !== 'records.appended') return track;
  const { topic } = event;
  const memo: Memo = { count: 0, fresh: [], latest: null };
  const known = runOf(track, '', topic) ? track : addRun(track, { group: '', topic, memo, evidence: {} });
  return changeRuns(known, (run) => {
    if (run.topic !== topic || run.evidence[steps.write]) return run;
    const count = run.memo.count + event.count;
    const next = { ...run, memo: { ...run.memo, count } };
    if (count < messagesWanted) return next;
    const ends = endsOf(after, topic);
    const partitions = ends.flatMap((end, partition) => (end > 0 ? [partition] : []));
    return ticked(next, steps.write, { kind: 'written', at, group: '', topic, count, partitions });
  });
}

/** A group is new to the topic when it never committed anything there: Kafka then asks where to begin. */
function arrived(run: Run, group: string, { before, at }: ExperimentFacts): Run {
  if (!run.evidence[steps.write] || run.memo.fresh.some((each) => each.group === group)) return run;
  // While a group rebalances nobody owns anything: who owned last says whether it was reading.
  const isKnown = groupOf(before, group)?.settled.some((owner) => partitionsOf(owner, run.topic).length > 0);
  if (isKnown || committedOf(before, group, run.topic).some((offset) => offset !== null)) return run;
  const ends = endsOf(before, run.topic);
  const fresh: Fresh = { group, at, ends, started: ends.map(() => null) };
  return { ...run, memo: { ...run.memo, fresh: [...run.memo.fresh, fresh].slice(-groupsKept) } };
}

function began(track: Track, facts: ExperimentFacts): Track {
  const { event } = facts;
  if (event.type !== 'reading.started') return track;
  let next = changeRuns(track, (run) => {
    if (run.topic !== event.topic) return run;
    const known = arrived(run, event.group, facts);
    const fresh = known.memo.fresh.map((each) =>
      each.group === event.group && each.started[event.partition] === null
        ? { ...each, started: each.started.with(event.partition, event.offset) }
        : each,
    );
    return fresh.some((each, index) => each !== known.memo.fresh[index])
      ? { ...known, memo: { ...known.memo, fresh } }
      : known;
  });
  for (const run of next.runs) {
    const fresh = run.memo.fresh.find(({ group }) => group === event.group);
    if (run.topic === event.topic && fresh) next = judged(next, run, fresh, facts);
  }
  return next;
}

/** Steps 2 and 3: where a new group began, for all that had been written when it came. */
function judged(track: Track, run: Run, fresh: Fresh, { after, at }: ExperimentFacts): Track {
  const where = whereOf(fresh, startsOf(after, run.topic));
  if (where === null) return track;
  const starts = startsOf(after, run.topic);
  const reads: Read[] = fresh.ends.flatMap((to, partition) => {
    const from = fresh.started[partition] ?? null;
    return from !== null && to > (starts[partition] ?? 0) ? [{ partition, from, to }] : [];
  });
  const behind = sum(reads.map(({ from, to }) => Math.max(0, to - (from ?? to))));
  const proof = (outcome: string): Evidence => ({
    kind: 'began',
    at,
    group: fresh.group,
    topic: run.topic,
    where,
    outcome,
    reads,
    behind,
  });
  const mark = (step: string, outcome: string, memo: Memo) =>
    changeRuns(track, (each) => (each === run ? { ...ticked(each, step, proof(outcome)), memo } : each));
  if (where === 'debut') return mark(steps.start, 'tout', run.memo);
  if (!waits(track.prediction, run.topic) || fresh.at <= track.prediction.at || run.evidence[steps.predict])
    return track;
  return withOutcome(mark(steps.predict, 'rien', { ...run.memo, latest: fresh }), 'rien');
}

/**
 * `debut`: every partition that held something is read from its start; `fin`: none is, and at least one from its end.
 * Null while it cannot be told.
 */
function whereOf(fresh: Fresh, starts: readonly number[]): 'debut' | 'fin' | null {
  const full = fresh.ends.flatMap((end, partition) => {
    const start = starts[partition] ?? 0;
    return end > start ? [{ start, end, began: fresh.started[partition] ?? null }] : [];
  });
  const seen = full.filter(({ began }) => began !== null);
  if (seen.length === 0) return null;
  if (seen.every(({ began, end }) => began !== null && began >= end)) return 'fin';
  return seen.length === full.length && full.every(({ began, start }) => began === start) ? 'debut' : null;
}

/** Step 4: what was written after it came, the group that began at the end reads as everybody does. */
function thenRead(run: Run, { event, after, at }: ExperimentFacts): Run {
  const { latest } = run.memo;
  if (event.type !== 'offsets.committed' || latest === null || event.group !== latest.group) return run;
  const committed = committedOf(after, latest.group, run.topic);
  const count = sum(latest.ends.map((end, partition) => Math.max(0, (committed[partition] ?? end) - end)));
  if (count === 0) return run;
  const skipped = sum(latest.ends.map((end, partition) => end - (startsOf(after, run.topic)[partition] ?? 0)));
  return ticked(run, steps.next, { kind: 'then-read', at, group: latest.group, topic: run.topic, count, skipped });
}
