// Every experiment of the lab, the fold over all of them, and what a card reads. To add one: a file here and a line below.
import type { KafkaEvent } from '#contract/kafka-events.ts';
import { bounds } from '../bounds.ts';
import { changeFirst, keepBest } from '../list.ts';
import type { KafkaState } from '../state.ts';
import { fromStart } from './depuis-le-debut.ts';
import { twoGroups } from './deux-groupes.ts';
import type { ExperimentState, ExperimentsState, Run, StepProgress, Track } from './marks.ts';
import { sameKey } from './meme-cle.ts';
import { persistence } from './persistance.ts';
import { repartition } from './repartition.ts';
import { bounded, placeOf } from './runs.ts';
import type { Experiment, ExperimentFacts } from './types.ts';

export const experiments: readonly Experiment[] = [repartition, twoGroups, persistence, sameKey, fromStart];

const freshTrack = (person: string | null, since: number | null): Track => ({
  person,
  since,
  touched: since ?? 0,
  prediction: null,
  runs: [],
});

export const initialExperiments = (): ExperimentsState =>
  Object.fromEntries(experiments.map(({ id }) => [id, { common: freshTrack(null, null), people: [] }]));

/** All experiments after an event; the same reference when it proves nothing. */
export function foldExperiments(
  before: KafkaState,
  after: KafkaState,
  event: KafkaEvent,
  at: number,
): ExperimentsState {
  const facts = { before, after, event, at };
  let all = after.experiments;
  for (const experiment of experiments) {
    const state = all[experiment.id];
    if (state === undefined) continue;
    const next = foldOne(experiment, state, facts);
    if (next !== state) all = { ...all, [experiment.id]: next };
  }
  return all;
}

function foldOne(experiment: Experiment, state: ExperimentState, facts: ExperimentFacts): ExperimentState {
  const { event, at } = facts;
  if (event.type === 'experiment.reset') {
    if (event.experiment !== experiment.id) return state;
    const fresh = freshTrack(event.person, at);
    return withTrack(state, event.topic === undefined ? fresh : { ...fresh, place: placeOf(event.topic) });
  }
  if (event.type === 'prediction.made') {
    if (event.experiment !== experiment.id) return state;
    const own = trackOf(state, event.person);
    const next = experiment.predict(own, event, facts);
    if (next === own) return state;
    const place = event.topic === undefined ? {} : { place: placeOf(event.topic) };
    return withTrack(state, bounded({ ...next, ...place, person: event.person, touched: at }));
  }
  const common = experiment.observe(state.common, facts);
  const people = state.people.map((track) => experiment.observe(track, facts));
  const same = people.every((track, index) => track === state.people[index]);
  return same && common === state.common ? state : { common, people: same ? state.people : people };
}

const trackOf = (state: ExperimentState, person: string | null): Track =>
  state.people.find((track) => track.person === person) ?? state.common;

function withTrack(state: ExperimentState, track: Track): ExperimentState {
  const is = ({ person }: Track) => person === track.person;
  const people = state.people.some(is) ? changeFirst(state.people, is, () => track) : [...state.people, track];
  return { ...state, people: keepBest(people, bounds.people, ({ touched }) => touched) };
}

const marks = (run: Run) => Object.keys(run.evidence).length;

/**
 * The steps as `person` sees them: the most advanced (group, topic) counts, the latest among equals.
 * Empty when there is no such experiment.
 */
export function stepsOf(
  state: Pick<KafkaState, 'experiments'>,
  experiment: string,
  person: string | null,
): readonly StepProgress[] {
  const found = experiments.find(({ id }) => id === experiment);
  const marked = state.experiments[experiment];
  if (!found || !marked) return [];
  const track = trackOf(marked, person);
  const best = track.runs.reduce<Run | null>((most, run) => (most && marks(most) > marks(run) ? most : run), null);
  return found.steps.map(({ id, choices }) => ({
    id,
    done: best?.evidence[id] !== undefined,
    evidence: best?.evidence[id] ?? null,
    choices: choices ?? [],
    prediction: choices ? track.prediction : null,
  }));
}
