// « Même clé » : records of one key, mixed with others, all lie in one partition and are read in order. One run a topic.
import type { RecordView } from '#contract/kafka-events.ts';
import { bounds } from '../bounds.ts';
import { type KeptRecord, type TopicState, topicOf } from '../state.ts';
import type { Evidence } from './marks.ts';
import {
  addRun,
  changeRuns,
  chosen,
  committedOf,
  readerOf,
  runOf,
  startsOf,
  ticked,
  waits,
  withOutcome,
} from './runs.ts';
import type { Experiment, ExperimentFacts } from './types.ts';

export const sameKeySteps = { first: 'premier', predict: 'predire', read: 'lire' } as const;
const choices = ['une', 'tour', 'melange'] as const;
const steps = sameKeySteps;
const recordsWanted = 5;
const othersWanted = 2;
const placesKept = 12;

/** Groups whose commits went back, or new ones that began beyond the start: they did not read everything in order. */
type Memo = { doubtful: readonly { group: string }[] };

export const sameKey: Experiment<Memo> = {
  id: 'meme-cle',
  steps: [{ id: steps.first }, { id: steps.predict, choices }, { id: steps.read }],
  observe(track, facts) {
    switch (facts.event.type) {
      case 'records.appended':
        return gathered(placed(track, facts), facts);
      case 'reading.started':
      case 'offsets.committed':
        return inOrder(doubted(track, facts), facts);
      default:
        return track;
    }
  },
  predict(track, made, { at }) {
    if (made.step !== steps.predict) return track;
    const next = chosen(track, made, { choices, at, armed: true });
    return next === track ? track : changeRuns(next, (run) => ({ ...run, memo: { doubtful: [] } }));
  },
};

type Track = Parameters<typeof sameKey.observe>[0];
const isDoubtful = ({ memo }: Track['runs'][number], name: string) => memo.doubtful.some(({ group }) => group === name);
type Placed = { partition: number; record: KeptRecord };

/** Text keys only: what cannot be read on screen teaches nothing. */
const keyOf = ({ key }: RecordView): string | null => (key === null || key.encoding !== 'utf8' ? null : key.text);
const timeOf = (record: KeptRecord): number => (record.timestamp >= 0 ? record.timestamp : record.at);

/** Step 1: a record with a key, and where it lies. */
function placed(track: Track, { event, at }: ExperimentFacts): Track {
  if (event.type !== 'records.appended' || runOf(track, '', event.topic)) return track;
  const { topic, partition } = event;
  const record = event.kept.find((each) => keyOf(each) !== null);
  const key = record ? keyOf(record) : null;
  if (!record || key === null) return track;
  const shown = key.slice(0, bounds.keyText);
  const proof: Evidence = { kind: 'placed', at, group: '', topic, key: shown, partition, offset: record.offset };
  return addRun(track, { group: '', topic, memo: { doubtful: [] }, evidence: { [steps.first]: proof } });
}

/** Step 2: since the prediction, one key came at least five times with others in between. */
function gathered(track: Track, { event, after, at }: ExperimentFacts): Track {
  const { prediction } = track;
  const topic = event.type === 'records.appended' ? topicOf(after, event.topic) : undefined;
  if (event.type !== 'records.appended' || !topic || !waits(prediction, topic.topic)) return track;
  const run = runOf(track, '', event.topic);
  if (!run) return track;
  const since = recordsOf(topic).filter(({ record }) => record.at > prediction.at);
  for (const key of new Set(event.kept.map(keyOf))) {
    const own = key === null ? [] : since.filter(({ record }) => keyOf(record) === key);
    const between = own.length < recordsWanted ? 0 : othersBetween(own, since);
    if (key === null || between < othersWanted) continue;
    const outcome = shapeOf(own.map(({ partition }) => partition));
    const proof: Evidence = {
      kind: 'same-key',
      at,
      group: '',
      topic: event.topic,
      outcome,
      key,
      places: own.slice(-placesKept).map(({ partition, record }) => ({ partition, offset: record.offset })),
      between,
    };
    const marked = changeRuns(track, (each) => (each === run ? ticked(each, steps.predict, proof) : each));
    return withOutcome(marked, outcome);
  }
  return track;
}

const sorted = new WeakMap<TopicState, readonly Placed[]>();

/** The records in sight, by time; computed once a state of the topic, whoever asks. */
function recordsOf(topic: TopicState): readonly Placed[] {
  const known = sorted.get(topic);
  if (known) return known;
  const all = topic.partitions
    .flatMap(({ partition, recent }) => recent.map((record) => ({ partition, record })))
    .sort(
      (a, b) => timeOf(a.record) - timeOf(b.record) || a.partition - b.partition || a.record.offset - b.record.offset,
    );
  sorted.set(topic, all);
  return all;
}

/** Others written between the first and the last: by time, which for records of one millisecond includes their neighbours. */
function othersBetween(own: readonly Placed[], all: readonly Placed[]): number {
  const times = own.map(({ record }) => timeOf(record));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  return all.filter((each) => !own.includes(each) && timeOf(each.record) >= first && timeOf(each.record) <= last)
    .length;
}

function shapeOf(partitions: readonly number[]): (typeof choices)[number] {
  if (new Set(partitions).size === 1) return 'une';
  return partitions.every((each, index) => each !== partitions[index - 1]) ? 'tour' : 'melange';
}

/** Commits that go back, and new groups that begin beyond the start of the log, prove no reading in order. */
function doubted(track: Track, { event, before }: ExperimentFacts): Track {
  if (event.type !== 'offsets.committed' && event.type !== 'reading.started') return track;
  return changeRuns(track, (run) => {
    if (isDoubtful(run, event.group)) return run;
    const committed = committedOf(before, event.group, run.topic);
    const starts = startsOf(before, run.topic);
    const wrong =
      event.type === 'reading.started'
        ? event.topic === run.topic &&
          (committed[event.partition] ?? null) === null &&
          event.offset > (starts[event.partition] ?? 0)
        : event.offsets.some(({ topic, partition, offset }) => {
            const was = committed[partition] ?? null;
            return topic === run.topic && was !== null && offset < was;
          });
    return wrong
      ? { ...run, memo: { doubtful: [...run.memo.doubtful, { group: event.group }].slice(-bounds.runs) } }
      : run;
  });
}

/** Step 3: a group that neither went back nor jumped has committed beyond the last of them. */
function inOrder(track: Track, { event, after, at }: ExperimentFacts): Track {
  if (event.type !== 'offsets.committed') return track;
  return changeRuns(track, (run) => {
    const seen = run.evidence[steps.predict];
    if (run.evidence[steps.read] || seen?.kind !== 'same-key' || seen.outcome !== 'une') return run;
    if (isDoubtful(run, event.group)) return run;
    const partition = seen.places[0]?.partition ?? -1;
    const offsets = seen.places.map(({ offset }) => offset);
    const committed = committedOf(after, event.group, run.topic)[partition] ?? null;
    if (committed === null || committed <= Math.max(...offsets)) return run;
    const { topic } = run;
    const label = readerOf(after, event.group, topic, partition);
    const { key } = seen;
    const group = event.group;
    return ticked(run, steps.read, { kind: 'in-order', at, group, topic, label, key, partition, offsets, committed });
  });
}
