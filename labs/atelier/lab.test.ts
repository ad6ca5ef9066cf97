// The fold shows what happened, and the experiments are ticked by it alone.
import { describe, expect, it } from 'vitest';
import type { AtelierEvent } from '#contract/atelier.ts';
import { brokeBy, crashMarks, everySetting, everySettingMarks, severalLotsMarks } from './experiments.ts';
import { type AtelierState, atelierLab } from './lab.ts';
import { incidentsOf, lotsOf, rightSettings, sendOrder, workTime } from './plan.ts';
import { hand, legalRun, pass, startedWith, timed } from './testing.ts';

const fold = (events: AtelierEvent[]): AtelierState =>
  timed(events).reduce((state, { at, event }) => atelierLab.fold(state, event, at), atelierLab.initial());
const done: AtelierEvent = { type: 'ended', reason: 'done' };
const crash = (step: number): AtelierEvent => ({ type: 'crashed', point: 'between', ...hand(0, step) });
const ticked = (marks: { id: string; proof: unknown }[]) => marks.flatMap(({ id, proof }) => (proof ? [id] : []));

describe('the workshop as its journal tells it', () => {
  it('shows a command on its way, written, at work, done, committed', () => {
    const order = { lot: 'LOT_42', step: 1 };
    const events: AtelierEvent[] = [
      startedWith(),
      { type: 'joined', worker: 'C1', partitions: [0] },
      { type: 'sending', send: 1, ...order },
      { type: 'confirmed', send: 1, ...order, partition: 0, offset: 0 },
      ...pass(0, 1),
    ];
    const seen = events.map((_, index) => fold(events.slice(0, index + 1)).run);
    expect(seen.map((run) => run?.lots[0]?.steps[0])).toEqual([
      undefined,
      undefined,
      'ordered',
      'written',
      'written',
      'working',
      'done',
      'committed',
    ]);
    expect(seen.at(-1)?.partitions[0]).toEqual({
      partition: 0,
      committed: 1,
      records: [{ offset: 0, ...order, state: 'done' }],
    });
    expect(seen.at(-1)?.workers).toMatchObject([{ worker: 'C1', state: 'waiting', hand: null, partitions: [0] }]);
  });

  it('forgets the run before, not what it proved', () => {
    const state = fold([startedWith(), ...pass(0, 1), ...pass(0, 2), ...pass(0, 3), done, startedWith({}, 2)]);
    expect(state.run?.lots.map(({ lot }) => lot)).toEqual(lotsOf(2));
    expect(state.proofs.runs.map(({ verdict }) => verdict?.result ?? null)).toEqual(['kept', null]);
  });

  it('is stopped when its server is lost: consumers died with it, and what was proved and predicted stays', () => {
    const before = fold([
      startedWith({ commitAfter: false }),
      ...pass(0, 1),
      done,
      { type: 'predicted', experiment: everySetting.id, step: 'commit-avant', choice: 'perdue' },
      startedWith({ keyed: false }, 2, undefined, 'r2'),
      { type: 'joined', worker: 'C1', partitions: [0] },
      { type: 'joined', worker: 'C2', partitions: [1] },
      ...pass(0, 1).slice(0, 2),
      { type: 'crash.armed' },
    ]);
    const after = atelierLab.left?.(before) ?? atelierLab.initial();
    expect(before.run?.workers.map(({ state }) => state)).toEqual(['working', 'waiting']);
    expect(after.run).toMatchObject({ ended: { reason: 'lost' }, armed: false, passes: [{ died: true }] });
    expect(after.run?.workers.map(({ state, partitions }) => [state, partitions])).toEqual([
      ['dead', []],
      ['dead', []],
    ]);
    expect(after.run?.partitions[0]?.records).toMatchObject([{ state: 'read' }]);
    expect(after.proofs).toEqual(before.proofs);
    expect(atelierLab.left?.(after)).toBe(after);
    // The prediction counts for the run that is started next.
    const next: AtelierEvent[] = [
      startedWith({ commitAfter: false }, 1, undefined, 'r3'),
      { type: 'read', ...hand(0, 1) },
      { type: 'committed', worker: 'C1', partition: 0, next: 1 },
      crash(1),
      ...pass(0, 2),
      done,
    ];
    const later = timed(next).reduce((state, { at, event }) => atelierLab.fold(state, event, at), after);
    expect(everySettingMarks(later.proofs).filter(({ proof }) => proof)).toMatchObject([
      { id: 'commit-avant', predicted: 'perdue', proof: { run: 'r3' } },
    ]);
  });

  it('draws the same run from the same seed, in order within each lot', () => {
    const lots = lotsOf(3);
    expect(sendOrder(5, lots)).toEqual(sendOrder(5, lots));
    expect(new Set([1, 2, 3, 4, 5].map((seed) => JSON.stringify(sendOrder(seed, lots)))).size).toBeGreaterThan(1);
    for (const lot of lots)
      expect(sendOrder(9, lots).flatMap((one) => (one.lot === lot ? [one.step] : []))).toEqual([1, 2, 3]);
    expect(workTime(rightSettings, 0, 1)).toBe(workTime(rightSettings, 0, 1));
    expect(incidentsOf(42, 1, ['crash']).crash).toMatchObject({ lot: 0, point: 'between' });
  });
});

describe('the experiments', () => {
  it('« panne et rejeu » : a death with the work done, the step again, the invariant kept', () => {
    const replay = [...pass(0, 1), ...pass(0, 2).slice(0, 3), crash(2), ...pass(0, 2), ...pass(0, 3), done];
    expect(ticked(crashMarks(fold([startedWith(), ...replay]).proofs))).toEqual(['panne', 'rejeu', 'tenu']);
    expect(ticked(crashMarks(fold([startedWith(), ...replay.slice(0, 8)]).proofs))).toEqual(['panne']);
    expect(ticked(crashMarks(fold([startedWith({ keyed: false }), ...replay]).proofs))).toEqual([]);
  });

  it('« plusieurs lots » : two at work at once, each in order; without keys, broken', () => {
    const kept = fold([startedWith({}, 3), ...legalRun(3, 3)]).proofs;
    expect(ticked(severalLotsMarks(kept))).toEqual(['paralleles', 'ordre']);
    const broken = [...pass(0, 1).slice(0, 2), ...pass(0, 2, { worker: 'C2', partition: 1, offset: 0 })];
    expect(ticked(severalLotsMarks(fold([startedWith({ keyed: false }, 2), ...broken]).proofs))).toEqual(['sans-cle']);
    expect(ticked(severalLotsMarks(fold([startedWith({}, 1), ...legalRun(3, 1)]).proofs))).toEqual([]);
  });

  it('« chaque réglage » : predicted before, that setting alone, something broke; what broke is read from the run', () => {
    const predicted: AtelierEvent = {
      type: 'predicted',
      experiment: 'chaque-reglage',
      step: 'commit-avant',
      choice: 'perdue',
    };
    const started = startedWith({ commitAfter: false });
    const early: AtelierEvent[] = [
      { type: 'read', ...hand(0, 1) },
      { type: 'committed', worker: 'C1', partition: 0, next: 1 },
      crash(1),
      ...pass(0, 2),
      ...pass(0, 3),
      done,
    ];
    const [mark] = everySettingMarks(fold([predicted, started, ...early]).proofs).filter(({ proof }) => proof);
    expect(mark).toMatchObject({ id: 'commit-avant', predicted: 'perdue' });
    expect(mark?.proof && brokeBy(mark.proof)).toBe('perdue');
    expect(ticked(everySettingMarks(fold([started, ...early]).proofs))).toEqual([]);
    expect(ticked(everySettingMarks(fold([started, predicted, ...early]).proofs))).toEqual([]);
    const both = startedWith({ commitAfter: false, keyed: false });
    expect(ticked(everySettingMarks(fold([predicted, both, ...early]).proofs))).toEqual([]);
  });

  it('begin again: runs and predictions of before count no more', () => {
    const replay = [...pass(0, 1).slice(0, 3), crash(1), ...pass(0, 1), ...pass(0, 2), ...pass(0, 3), done];
    const reset: AtelierEvent = { type: 'experiment.reset', experiment: 'panne-et-rejeu' };
    const events = [startedWith(), ...replay, reset];
    expect(ticked(crashMarks(fold(events).proofs))).toEqual([]);
    const again = startedWith({}, 1, undefined, 'again');
    expect(ticked(crashMarks(fold([...events, again, ...replay]).proofs))).toHaveLength(3);
  });
});
