// « Persistance » : a group stops, messages are written, it starts again and reads exactly those. One run a (group, topic).
import { partitionsOf } from '../owners.ts';
import { groupOf, type KafkaState } from '../state.ts';
import type { Evidence, Read } from './marks.ts';
import {
  addRun,
  changeRuns,
  chosen,
  committedOf,
  endsOf,
  locked,
  runOf,
  startsOf,
  sum,
  ticked,
  waits,
  withOutcome,
} from './runs.ts';
import type { Experiment, ExperimentFacts } from './types.ts';

export const persistenceSteps = { read: 'lire', stop: 'arreter', publish: 'produire', predict: 'predire' } as const;
const choices = ['suite', 'debut', 'perdus'] as const;
const steps = persistenceSteps;
const messagesWanted = 5;

/** A stop under way. `started`: where each partition was read again, null where it was not seen (yet). */
type Stop = {
  committed: readonly (number | null)[];
  ends: readonly number[];
  back: { ends: readonly number[]; started: readonly (number | null)[]; wentBack: boolean } | null;
};
/** `late`: it was started again before anybody had predicted. */
type Memo = { stop: Stop | null; late: boolean };

export const persistence: Experiment<Memo> = {
  id: 'persistance',
  steps: [{ id: steps.read }, { id: steps.stop }, { id: steps.publish }, { id: steps.predict, choices }],
  observe(track, facts) {
    const { event } = facts;
    switch (event.type) {
      case 'offsets.committed':
        return concluded(read(wentBack(track, facts), event.group, facts), event.group, facts);
      case 'group.changed': {
        const name = event.group.group;
        return event.group.members.length === 0 ? stopped(track, name, facts) : back(track, name, facts);
      }
      case 'reading.started':
        return concluded(began(back(track, event.group, facts), facts), event.group, facts);
      case 'records.appended':
        return changeRuns(track, (run) => (run.topic === event.topic ? produced(run, facts) : run));
      default:
        return track;
    }
  },
  predict(track, made, { at }) {
    if (made.step !== steps.predict) return track;
    const late = track.runs.some(({ topic, memo }) => memo.late && (made.topic ?? topic) === topic);
    return chosen(track, made, { choices, at, armed: !late });
  },
};

type Track = Parameters<typeof persistence.observe>[0];
type Run = Track['runs'][number];

const reads = (from: readonly (number | null)[], to: readonly number[]): Read[] =>
  to.map((end, partition) => ({ partition, from: from[partition] ?? null, to: end }));

/** Step 1: a group with members has committed everything there is, and there is something. */
function read(track: Track, group: string, { event, after, at }: ExperimentFacts): Track {
  if (event.type !== 'offsets.committed') return track;
  let next = track;
  for (const topic of new Set(event.offsets.map((each) => each.topic))) {
    const members = groupOf(after, group)?.members ?? [];
    if (runOf(next, group, topic) || !members.some((member) => partitionsOf(member, topic).length > 0)) continue;
    const ends = endsOf(after, topic);
    const starts = startsOf(after, topic);
    const committed = committedOf(after, group, topic);
    const written = ends.flatMap((end, partition) => (end > (starts[partition] ?? 0) ? [partition] : []));
    if (written.length === 0 || !written.every((partition) => committed[partition] === ends[partition])) continue;
    const proof: Evidence = {
      kind: 'caught-up',
      at,
      group,
      topic,
      reads: written.map((partition) => ({ partition, from: null, to: ends[partition] ?? 0 })),
    };
    next = addRun(next, { group, topic, memo: { stop: null, late: false }, evidence: { [steps.read]: proof } });
  }
  return next;
}

/** Step 2: the last member is gone; what the group has committed stays. */
function stopped(track: Track, group: string, { after, at }: ExperimentFacts): Track {
  let next = changeRuns(track, (run) => {
    if (run.group !== group || (run.memo.stop !== null && run.memo.stop.back === null)) return run;
    const ends = endsOf(after, run.topic);
    const committed = committedOf(after, group, run.topic);
    const last = groupOf(after, group)?.former.at(-1);
    const proof: Evidence = {
      kind: 'stopped',
      at,
      group,
      topic: run.topic,
      label: last?.label || null,
      cause: last?.cause ?? 'unknown',
      reads: committed.flatMap((to, partition) => (to === null ? [] : [{ partition, from: null, to }])),
    };
    return { ...ticked(run, steps.stop, proof), memo: { stop: { committed, ends, back: null }, late: false } };
  });
  for (const { group: name, topic } of next === track ? [] : next.runs) {
    if (name !== group || !waits(next.prediction, topic) || next.prediction.armed) continue;
    next = { ...next, prediction: { ...next.prediction, armed: true } };
  }
  return next;
}

/** Step 3: messages written while nobody reads. */
function produced(run: Run, { after, at }: ExperimentFacts): Run {
  const { stop } = run.memo;
  if (stop === null || stop.back !== null || run.evidence[steps.publish]) return run;
  const ends = endsOf(after, run.topic);
  const count = sum(ends) - sum(stop.ends);
  if (count < messagesWanted) return run;
  const partitions = ends.flatMap((end, partition) => (end > (stop.ends[partition] ?? 0) ? [partition] : []));
  return ticked(run, steps.publish, { kind: 'written', at, group: run.group, topic: run.topic, count, partitions });
}

/** The group has members again, or one of them already reads: from here on nothing can be predicted any more. */
function back(track: Track, group: string, { after }: ExperimentFacts): Track {
  let next = track;
  for (const run of track.runs) {
    const { stop } = run.memo;
    if (run.group !== group || stop === null || stop.back !== null) continue;
    const ends = endsOf(after, run.topic);
    if (sum(ends) - sum(stop.ends) < messagesWanted) {
      // Nothing, or too little, was written meanwhile: it proves nothing, the next stop counts.
      next = changeRuns(next, (each) => (each === run ? { ...each, memo: { ...each.memo, stop: null } } : each));
      continue;
    }
    const predicted = waits(next.prediction, run.topic);
    const started = ends.map(() => null);
    const memo: Memo = predicted
      ? { stop: { ...stop, back: { ends, started, wentBack: false } }, late: false }
      : { stop: null, late: next.prediction === null };
    next = changeRuns(next, (each) => (each === run ? { ...each, memo } : each));
    if (predicted) next = locked(next);
  }
  return next;
}

const changeBack = (run: Run, change: (now: NonNullable<Stop['back']>) => NonNullable<Stop['back']>): Run => {
  const { stop } = run.memo;
  return stop?.back ? { ...run, memo: { ...run.memo, stop: { ...stop, back: change(stop.back) } } } : run;
};

function began(track: Track, { event }: ExperimentFacts): Track {
  if (event.type !== 'reading.started') return track;
  const { group, topic, partition, offset } = event;
  return changeRuns(track, (run) => {
    if (run.group !== group || run.topic !== topic || run.memo.stop?.back?.started[partition] !== null) return run;
    return changeBack(run, (now) => ({ ...now, started: now.started.with(partition, offset) }));
  });
}

/** A commit below the one of before says that old records were read again. */
function wentBack(track: Track, { event }: ExperimentFacts): Track {
  if (event.type !== 'offsets.committed') return track;
  return changeRuns(track, (run) => {
    const { stop } = run.memo;
    if (run.group !== event.group || !stop?.back || stop.back.wentBack) return run;
    const lower = event.offsets.some(
      ({ topic, partition, offset }) => topic === run.topic && offset < (stop.committed[partition] ?? 0),
    );
    return lower ? changeBack(run, (now) => ({ ...now, wentBack: true })) : run;
  });
}

/** Step 4: everything written before the return is committed; where it began says what it did. */
function concluded(track: Track, group: string, { after, at }: ExperimentFacts): Track {
  let next = track;
  for (const run of track.runs) {
    const { stop } = run.memo;
    if (run.group !== group || !stop?.back || !waits(next.prediction, run.topic)) continue;
    const committed = committedOf(after, group, run.topic);
    if (!stop.back.ends.every((end, partition) => end === 0 || (committed[partition] ?? 0) >= end)) continue;
    const outcome = whatHappened(after, run.topic, stop, stop.back);
    if (outcome === null) continue;
    const produced = sum(stop.back.ends) - sum(stop.ends);
    const proof: Evidence = {
      kind: 'resumed',
      at,
      group,
      topic: run.topic,
      outcome,
      produced,
      again: sum(stop.ends.map((end, partition) => end - (stop.committed[partition] ?? end))),
      reads: reads(stop.back.started, stop.back.ends),
      committed: reads(stop.committed, stop.back.ends),
    };
    next = changeRuns(next, (each) =>
      each === run ? { ...ticked(each, steps.predict, proof), memo: { stop: null, late: false } } : each,
    );
    next = withOutcome(next, outcome);
  }
  return next;
}

/**
 * By where it began to read again. A source that sees it may tell it after the commits, so they wait for it; one that does not
 * leaves only the commits to judge by.
 */
function whatHappened(
  state: KafkaState,
  topic: string,
  stop: Stop,
  now: NonNullable<Stop['back']>,
): (typeof choices)[number] | null {
  const starts = startsOf(state, topic);
  const unread = now.ends.flatMap((end, partition) => {
    const resume = stop.committed[partition] ?? starts[partition] ?? 0;
    const began = now.started[partition] ?? null;
    return end > resume ? [{ resume, began, start: starts[partition] ?? 0, end }] : [];
  });
  const seen = unread.flatMap(({ began, ...each }) => (began === null ? [] : [{ began, ...each }]));
  if (seen.length === 0 && !state.cluster?.capabilities.readings) return now.wentBack ? 'debut' : 'suite';
  if (seen.length < unread.length) return null;
  if (seen.every(({ began, resume }) => began === resume)) return 'suite';
  if (seen.every(({ began, start }) => began === start)) return 'debut';
  return seen.every(({ began, end }) => began >= end) ? 'perdus' : null;
}
