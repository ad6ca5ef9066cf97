// A class in which everybody works in a sandbox: nobody's marks are pushed out by the others'.
import { describe, expect, it } from 'vitest';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import { bounds } from '../bounds.ts';
import type { KafkaState } from '../state.ts';
import { appended, committed, group, left, member, play, predicted, settle, started } from '../testing/events.ts';
import { workspaceView } from '../workspace.ts';
import { stepsOf } from './index.ts';

const id = 'persistance';
const students = Array.from({ length: 30 }, (_, number) => `eleve-${number}`);
/** « Persistance », as one student does it in a sandbox. */
const parts: readonly ((slug: string) => KafkaEvent[])[] = [
  (slug) => [
    { type: 'topic.created', topic: `${slug}.t`, partitions: 2 },
    appended(`${slug}.t`, 0, 0, ['k', 'k']),
    ...settle(`${slug}.g`, 1, [member(`${slug}-a`, `${slug}.t`, [0, 1])]),
    committed(`${slug}.g`, `${slug}-a`, `${slug}.t`, [2]),
  ],
  (slug) => [left(`${slug}.g`, `${slug}-a`), group(`${slug}.g`, 'Empty', 2, [])],
  (slug) => [appended(`${slug}.t`, 0, 2, ['k', 'k', 'k']), appended(`${slug}.t`, 1, 0, ['l', 'l'])],
  (slug) => [{ ...predicted('suite', slug, id), topic: `${slug}.t` }],
  (slug) => [
    ...settle(`${slug}.g`, 3, [member(`${slug}-b`, `${slug}.t`, [0, 1])]),
    ...started(`${slug}.g`, `${slug}-b`, `${slug}.t`, [2, 0]),
    committed(`${slug}.g`, `${slug}-b`, `${slug}.t`, [5, 2]),
  ],
];

const seenBy = (state: KafkaState, slug: string) =>
  workspaceView({ workspace: slug, isSandbox: () => true }).state(state);
const ticks = (state: KafkaState, slug: string) =>
  stepsOf(seenBy(state, slug), id, slug).flatMap((step) => (step.done ? [step.id] : []));

describe('thirty students, each in a sandbox, all at once', () => {
  const state = play(parts.flatMap((part) => students.flatMap(part)));

  it('each see every step of their own', () => {
    for (const slug of students) expect(ticks(state, slug), slug).toEqual(['lire', 'arreter', 'produire', 'predire']);
  });

  it('who predicted nothing see theirs too', () => {
    const silent = play(parts.filter((_, index) => index !== 3).flatMap((part) => students.flatMap(part)));
    for (const slug of students) expect(ticks(silent, slug), slug).toEqual(['lire', 'arreter', 'produire']);
  });

  it('keep what a snapshot carries within its bounds', () => {
    const { common, people } = state.experiments[id] ?? { common: null, people: [] };
    expect(common?.runs.length).toBeLessThanOrEqual(bounds.commonRuns);
    for (const { runs } of people) expect(runs.length).toBeLessThanOrEqual(bounds.runs);
  });
});

it('one student with many topics gives way before the others', () => {
  const busy = Array.from({ length: bounds.commonRuns + 20 }, (_, number) => parts[0]?.(`busy.${number}`) ?? []).flat();
  const state = play([...(parts[0]?.('zoe') ?? []), ...busy]);
  expect(state.experiments[id]?.common.runs.length).toBe(bounds.commonRuns);
  expect(ticks(state, 'zoe')).toEqual(['lire']);
});

it('a student who begins again sees what is done from then on, whatever the others do', () => {
  const reset: KafkaEvent = { type: 'experiment.reset', experiment: id, person: 'zoe', topic: 'zoe.t' };
  const others = (part: number) => students.flatMap((slug) => parts[part]?.(slug) ?? []);
  const state = play([reset, ...(parts[0]?.('zoe') ?? []), ...others(0), ...(parts[1]?.('zoe') ?? []), ...others(1)]);
  expect(ticks(state, 'zoe')).toEqual(['lire', 'arreter']);
});
