// « Deux groupes » : two groups read one topic, and each receives everything. Evidence: what both committed. One run a topic.
import type { Evidence } from './marks.ts';
import {
  addRun,
  changeRuns,
  chosen,
  committedOf,
  endsOf,
  fullOwners,
  locked,
  runOf,
  sum,
  ticked,
  waits,
  withOutcome,
} from './runs.ts';
import type { Experiment, ExperimentFacts } from './types.ts';

export const twoGroupsSteps = { first: 'premier', second: 'deuxieme', predict: 'predire' } as const;
const choices = ['chacun-tout', 'partage', 'premier-seul'] as const;
const steps = twoGroupsSteps;
const messagesWanted = 5;

/** `base`: log ends when both groups read and the prediction was made; null until then. */
type Memo = { groups: readonly { group: string }[]; base: readonly number[] | null };

export const twoGroups: Experiment<Memo> = {
  id: 'deux-groupes',
  steps: [{ id: steps.first }, { id: steps.second }, { id: steps.predict, choices }],
  observe(track, facts) {
    switch (facts.event.type) {
      case 'group.changed':
        return settled(track, facts);
      case 'records.appended':
      case 'offsets.committed':
        return track.prediction === null ? track : delivered(track, facts);
      default:
        return track;
    }
  },
  predict(track, made, { after, at }) {
    if (made.step !== steps.predict) return track;
    const next = chosen(track, made, { choices, at, armed: true });
    return next === track ? track : changeRuns(next, (run) => withBase(run, endsOf(after, run.topic)));
  },
};

type Track = Parameters<typeof twoGroups.observe>[0];
type Run = Track['runs'][number];

/** What is published counts from the moment both groups read and somebody has predicted. */
function withBase(run: Run, ends: readonly number[]): Run {
  return run.evidence[steps.second] ? { ...run, memo: { ...run.memo, base: ends } } : run;
}

function settled(track: Track, { event, after, at }: ExperimentFacts): Track {
  if (event.type !== 'group.changed' || event.group.phase !== 'Stable') return track;
  const name = event.group.group;
  const topics = new Set(event.group.members.flatMap(({ assignment }) => assignment.map(({ topic }) => topic)));
  let next = track;
  for (const topic of topics) {
    const owners = fullOwners(after, name, topic);
    if (owners === null) continue;
    const run = runOf(next, '', topic);
    if (!run) {
      const proof: Evidence = { kind: 'reads', at, group: '', topic, groups: [{ group: name, owners }] };
      const memo: Memo = { groups: [{ group: name }], base: null };
      next = addRun(next, { group: '', topic, memo, evidence: { [steps.first]: proof } });
      continue;
    }
    const other = run.evidence[steps.second] ? null : anotherReader(run, name, after);
    if (other === null) continue;
    const groups = [other, { group: name, owners }];
    const proof: Evidence = { kind: 'reads', at, group: '', topic, groups };
    next = changeRuns(next, (each) => {
      if (each !== run) return each;
      const both = ticked(each, steps.second, proof);
      const named = { ...both, memo: { groups: groups.map(({ group }) => ({ group })), base: null } };
      return waits(track.prediction, topic) ? withBase(named, endsOf(after, topic)) : named;
    });
  }
  return next;
}

/** A group other than `name` that reads the whole topic at this moment; the first of the run when it still does. */
function anotherReader({ memo, topic }: Run, name: string, state: ExperimentFacts['after']) {
  const names = [...memo.groups, ...state.groups].map(({ group }) => group);
  for (const group of names) {
    const owners = group === name ? null : fullOwners(state, group, topic);
    if (owners !== null) return { group, owners };
  }
  return null;
}

function delivered(track: Track, { event, after, at }: ExperimentFacts): Track {
  let next = track;
  for (const run of track.runs) {
    const { base, groups } = run.memo;
    const concerned =
      (event.type === 'records.appended' && event.topic === run.topic) ||
      (event.type === 'offsets.committed' && groups.some(({ group }) => group === event.group));
    if (base === null || !concerned || !waits(next.prediction, run.topic)) continue;
    const ends = endsOf(after, run.topic);
    const count = sum(ends) - sum(base);
    if (count > 0) next = locked(next);
    const fresh = ends.flatMap((end, partition) => (end > (base[partition] ?? 0) ? [partition] : []));
    const reads = groups.map(({ group }) => {
      const committed = committedOf(after, group, run.topic);
      return {
        group,
        reads: fresh.map((partition) => ({ partition, from: base[partition] ?? 0, to: committed[partition] ?? 0 })),
      };
    });
    const all = reads.every((each) => each.reads.every(({ partition, to }) => to >= (ends[partition] ?? 0)));
    if (count < messagesWanted || !all) continue;
    const proof: Evidence = { kind: 'everything', at, group: '', topic: run.topic, count, groups: reads };
    next = changeRuns(next, (each) => (each === run ? ticked(each, steps.predict, proof) : each));
    next = withOutcome(next, 'chacun-tout');
  }
  return next;
}
