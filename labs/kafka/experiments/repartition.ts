// « Répartition de charge » : two consumers share, ten keyed messages, the fourth consumer, a takeover. Each per (group, topic).
import { bounds } from '../bounds.ts';
import { type Owner, partitionsOf } from '../owners.ts';
import { groupOf, type KafkaState, type Rebalance, topicOf } from '../state.ts';
import type { Evidence, Run, Track } from './marks.ts';
import { addRun, changeRuns, chosen, waits } from './runs.ts';
import type { Experiment, ExperimentFacts } from './types.ts';

export const repartitionSteps = {
  share: 'partager',
  publish: 'publier',
  predict: 'predire',
  takeover: 'reprendre',
} as const;
const fourthChoices = ['partage', 'attend', 'lit-tout'] as const;
const steps = repartitionSteps;
const messagesWanted = 10;
const membersWanted = 4;
const keysKept = 12;

/** Messages seen since the first step, until the second is ticked. */
type Seen = { count: number; keys: readonly string[]; moreKeys: boolean; partitions: readonly number[] };

/** A group that has just settled, as one topic sees it. */
type Settled = {
  group: string;
  topic: string;
  partitions: number;
  rebalance: Rebalance;
  before: readonly Owner[];
  after: readonly Owner[];
};

export const repartition: Experiment<Seen> = {
  id: 'repartition',
  steps: [
    { id: steps.share },
    { id: steps.publish },
    { id: steps.predict, choices: fourthChoices },
    { id: steps.takeover },
  ],
  observe(track, facts) {
    const { event, after } = facts;
    if (event.type === 'records.appended') {
      return changeRuns(track, (run) => (run.topic === event.topic ? published(run, event, facts.at) : run));
    }
    if (event.type !== 'group.changed') return track;
    return settledTopics(facts).reduce((next, settled) => settle(next, settled, after, facts.at), track);
  },
  predict(track, made, { after, at }) {
    if (made.step !== steps.predict) return track;
    const armed = !track.runs.some((run) => (groupOf(after, run.group)?.members.length ?? 0) >= membersWanted);
    return chosen(track, made, { choices: fourthChoices, at, armed });
  },
};

function settledTopics({ before, after, event }: ExperimentFacts): Settled[] {
  if (event.type !== 'group.changed') return [];
  const was = groupOf(before, event.group.group);
  const group = groupOf(after, event.group.group);
  const rebalance = group?.rebalance ?? null;
  if (group?.phase !== 'Stable' || rebalance === null || rebalance.after === null) return [];
  if (was?.rebalance === rebalance) return [];
  const owners = rebalance.after;
  const topics = new Set(
    [...owners, ...rebalance.before].flatMap((owner) => owner.assignment.map(({ topic }) => topic)),
  );
  return [...topics].map((topic) => ({
    group: group.group,
    topic,
    partitions: topicOf(after, topic)?.count ?? new Set(owners.flatMap((owner) => partitionsOf(owner, topic))).size,
    rebalance,
    before: rebalance.before,
    after: owners,
  }));
}

/** A takeover counts only in a run that was there before: the kill that leaves two sharing members is no second step. */
function settle(track: Track<Seen>, settled: Settled, state: KafkaState, at: number): Track<Seen> {
  const taken = changeRuns(track, (run) =>
    run.topic === settled.topic && run.group === settled.group ? takeover(run, settled, state, at) : run,
  );
  return fourth(withRun(taken, settled, at), settled, at);
}

const idleOf = (owners: readonly Owner[], topic: string) =>
  owners.filter((owner) => partitionsOf(owner, topic).length === 0);

/** Step 1: at least two owners, every partition owned exactly once. */
function isShared({ topic, partitions, after }: Settled): boolean {
  const all = after.flatMap((owner) => partitionsOf(owner, topic));
  const owners = after.length - idleOf(after, topic).length;
  return owners >= 2 && all.length === partitions && new Set(all).size === partitions;
}

function withRun(track: Track<Seen>, settled: Settled, at: number): Track<Seen> {
  const { group, topic, rebalance, after } = settled;
  if (!isShared(settled) || track.runs.some((run) => run.group === group && run.topic === topic)) return track;
  const evidence: Evidence = { kind: 'shared', at, group, topic, generation: rebalance.generation, owners: after };
  const run: Run<Seen> = {
    group,
    topic,
    memo: { count: 0, keys: [], moreKeys: false, partitions: [] },
    evidence: { [steps.share]: evidence },
  };
  return addRun(track, run);
}

/** Step 2: ten messages or more since step 1, with at least two keys. Records without key count, but are no key. */
function published(
  run: Run<Seen>,
  event: Extract<ExperimentFacts['event'], { type: 'records.appended' }>,
  at: number,
): Run<Seen> {
  if (run.evidence[steps.publish]) return run;
  const keys = new Set(run.memo.keys);
  let { moreKeys } = run.memo;
  for (const { key } of event.kept) {
    const text = key?.text.slice(0, bounds.keyText);
    if (text === undefined || keys.has(text)) continue;
    if (keys.size < keysKept) keys.add(text);
    else moreKeys = true;
  }
  const partitions = new Set(run.memo.partitions);
  if (partitions.size < bounds.partitions) partitions.add(event.partition);
  const memo: Seen = {
    count: run.memo.count + event.count,
    keys: [...keys],
    moreKeys,
    partitions: [...partitions].sort((a, b) => a - b),
  };
  if (memo.count < messagesWanted || keys.size < 2) return { ...run, memo };
  const evidence: Evidence = { kind: 'published', at, group: run.group, topic: run.topic, ...memo };
  return { ...run, memo, evidence: { ...run.evidence, [steps.publish]: evidence } };
}

/** Step 3: four members or more after the prediction; what happened says which choice was right. */
function fourth(track: Track<Seen>, settled: Settled, at: number): Track<Seen> {
  const { group, topic, after, partitions, rebalance } = settled;
  const { prediction } = track;
  if (!waits(prediction, topic)) return track;
  if (!track.runs.some((run) => run.group === group && run.topic === topic)) return track;
  if (after.length < membersWanted)
    return prediction.armed ? track : { ...track, prediction: { ...prediction, armed: true } };
  const outcome = prediction.armed ? whatHappened(settled) : null;
  if (outcome === null) return track;
  const evidence: Evidence = {
    kind: 'idle',
    at,
    group,
    topic,
    generation: rebalance.generation,
    members: after.length,
    partitions,
    outcome,
    owners: after,
  };
  const marked = changeRuns(track, (run) =>
    run.group === group && run.topic === topic
      ? { ...run, evidence: { ...run.evidence, [steps.predict]: evidence } }
      : run,
  );
  return { ...marked, prediction: { ...prediction, outcome } };
}

/** Null when nobody waits and nothing is read twice: with enough partitions the question has not been put. */
function whatHappened({ topic, partitions, after }: Settled): (typeof fourthChoices)[number] | null {
  if (idleOf(after, topic).length > 0) return 'attend';
  const all = after.flatMap((owner) => partitionsOf(owner, topic));
  if (all.length === new Set(all).size) return null;
  return after.every((owner) => partitionsOf(owner, topic).length === partitions) ? 'lit-tout' : 'partage';
}

/** Step 4: a member that owned partitions is gone, a survivor is there, and all its partitions have an owner again. */
function takeover(run: Run<Seen>, settled: Settled, state: KafkaState, at: number): Run<Seen> {
  const { group, topic, before, after, rebalance } = settled;
  const first = run.evidence[steps.share];
  if (run.evidence[steps.takeover] || first === undefined) return run;
  const still = new Set(after.map(({ memberId }) => memberId));
  const gone = before.filter((owner) => !still.has(owner.memberId) && partitionsOf(owner, topic).length > 0);
  const survivor = before.some(({ memberId }) => still.has(memberId));
  const owned = new Set(after.flatMap((owner) => partitionsOf(owner, topic)));
  if (gone.length === 0 || !survivor) return run;
  if (!gone.every((owner) => partitionsOf(owner, topic).every((partition) => owned.has(partition)))) return run;
  const former = groupOf(state, group)?.former.find(({ memberId }) => memberId === gone[0]?.memberId);
  const evidence: Evidence = {
    kind: 'takeover',
    at,
    group,
    topic,
    generation: rebalance.generation,
    gone,
    cause: former?.cause ?? rebalance.cause?.kind ?? 'unknown',
    before,
    after,
  };
  return { ...run, evidence: { ...run.evidence, [steps.takeover]: evidence } };
}
