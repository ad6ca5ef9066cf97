// The sentences say what happened, and nothing that did not; lots stand where they are; cards quote the run.
import { describe, expect, it } from 'vitest';
import type { AtelierEvent } from '#contract/atelier.ts';
import { verdictOf } from '#labs/atelier/judge.ts';
import { atelierLab } from '#labs/atelier/lab.ts';
import { hand, pass, startedWith, timed } from '#labs/atelier/testing.ts';
import { crashSteps, everySettingSteps } from './evidence.ts';
import { createMarkOf } from './marks.ts';
import { cellsOf, machineState, marksOf, tokensOf } from './places.ts';
import { stagesOf } from './story.tsx';
import { eventText, verdictText, violationText } from './words.ts';

function fold(events: AtelierEvent[]) {
  const state = timed(events).reduce((one, { at, event }) => atelierLab.fold(one, event, at), atelierLab.initial());
  if (!state.run) throw new Error('no run');
  return { ...state, run: state.run };
}
const started = startedWith();
const [read, began, finished, committed] = pass(0, 1) as [AtelierEvent, AtelierEvent, AtelierEvent, AtelierEvent];
const crash: AtelierEvent = { type: 'crashed', point: 'between', ...hand(0, 1) };
const done: AtelierEvent = { type: 'ended', reason: 'done' };

describe('the sentences of the workshop', () => {
  it('tell each stage of a step', () => {
    const { run } = fold([started, read]);
    expect([read, began, finished, committed, crash].map((event) => eventText(run, event))).toEqual([
      'C1 lit P0, offset 0\u00a0: LOT_42, étape 1.',
      'M1 commence LOT_42 (C1, P0, offset 0).',
      'M1 a terminé LOT_42 (offset 0).',
      'C1 valide P0\u00a0: prochain offset 1.',
      'Panne\u00a0! C1 meurt après le travail, avant le commit\u00a0: LOT_42, étape 1.',
    ]);
  });

  it('tell where a death between (a) and (b) strikes under other settings', () => {
    const text = (change: Parameters<typeof startedWith>[0]) => eventText(fold([startedWith(change)]).run, crash);
    expect(text({ commitAfter: false })).toContain('après le commit, avant le travail');
    expect(text({ autoCommit: true })).toContain('pendant le travail, après le commit automatique');
  });

  it('tell what is kept and what broke', () => {
    const whole = fold([started, ...pass(0, 1), ...pass(0, 2), ...pass(0, 3), done]).run;
    expect(verdictText(verdictOf(whole.judge), whole)).toBe('Invariant tenu\u00a0: lot traité dans l’ordre 1, 2, 3.');
    const verdict = verdictOf(fold([started, read, committed, crash, ...pass(0, 2), done]).run.judge);
    expect(verdict?.result === 'broken' && violationText(verdict.worst)).toBe(
      'Étape perdue\u00a0: M1 n’a jamais traité LOT_42.',
    );
  });
});

describe('the drawing', () => {
  const at = (...events: AtelierEvent[]) => {
    const { run } = fold([started, ...events]);
    const tokens = tokensOf(run);
    return [tokens.map(({ slot, state }) => `${slot} ${state}`).join(), machineState(run, tokens, 1)];
  };
  const sending: AtelierEvent = { type: 'sending', send: 1, lot: 'LOT_42', step: 1 };

  it('moves a lot from the queue into the machine, and on when it is committed', () => {
    expect(at()).toEqual(['', 'idle']);
    expect(at(sending)).toEqual(['0 waits', 'idle']);
    expect(at(sending, read, began)).toEqual(['1 works', 'works']);
    expect(at(sending, read, began, finished)).toEqual(['1 done', 'done']);
    expect(at(sending, read, began, finished, crash)).toEqual(['1 dead', 'dead']);
    expect(at(sending, ...pass(0, 1))).toEqual(['2 waits', 'passed']);
  });

  it('shows a lot in two machines when two have it at once', () => {
    const second: AtelierEvent = { type: 'began', ...hand(0, 2, { worker: 'C2', partition: 1, offset: 0 }) };
    expect(at(read, began, second)[0]).toBe('1 works,3 works');
  });

  it('points at what was committed, and says when it was too early', () => {
    const marks = (...events: AtelierEvent[]) => {
      const { run } = fold([started, ...events]);
      const lane = run.partitions[0];
      if (!lane) throw new Error('no lane');
      return marksOf(run, lane, cellsOf(lane)).map(({ text }) => text);
    };
    expect(marks(...pass(0, 1))).toEqual(['validé\u00a0: prochain 1']);
    expect(marks(read, began, committed)).toEqual(['validé\u00a0: prochain 1, trop tôt', 'C1 travaille sur 0']);
    const again = pass(0, 1, { worker: 'C2' });
    expect(marks(read, began, finished, crash, ...again)).toEqual(['validé\u00a0: prochain 1', 'C1 est mort sur 0']);
    expect(marks(read, committed, crash)[0]).toBe('validé\u00a0: prochain 1, trop tôt');
  });

  it('tells the stages of a go in the order of their times', () => {
    const stages = (...events: AtelierEvent[]) =>
      fold([started, ...events]).run.passes.map((one) =>
        stagesOf(one).map(({ word, early }) => (early ? `${word}!` : word)),
      );
    expect(stages(...pass(0, 1))).toEqual([['commence', 'terminé', 'commit']]);
    expect(stages(read, committed, began, finished)).toEqual([['commit!', 'commence', 'terminé']]);
    expect(stages(read, began, committed, crash)).toEqual([['commence', 'commit!', 'panne!']]);
  });

  it('names on the timeline what happens, what is done again and what breaks', () => {
    const markOf = createMarkOf();
    const names = [started, read, began, finished, crash, read, began, finished, committed].map((event) => {
      const name = markOf(event);
      return typeof name === 'string' ? name : (name?.label ?? null);
    });
    expect(names).toEqual([
      'nouveau déroulé',
      null,
      'commence\u00a0: LOT_42 · M1',
      'terminé\u00a0: LOT_42 · M1',
      'panne de C1',
      null,
      'rejeu\u00a0: LOT_42 · M1',
      'terminé\u00a0: LOT_42 · M1',
      'commit\u00a0: P0, prochain 1',
    ]);
    markOf(started);
    markOf(read);
    markOf(began);
    expect(markOf(committed)).toBe('violation\u00a0: validé trop tôt');
  });

  it('accuses nobody on the timeline once events are missing, before the next run', () => {
    const markOf = createMarkOf();
    for (const event of [started, read, began]) markOf(event);
    markOf.anew?.();
    expect(markOf(committed)).toMatchObject({ label: 'commit\u00a0: P0, prochain 1' });
    for (const event of [started, read, began]) markOf(event);
    expect(markOf(committed)).toBe('violation\u00a0: validé trop tôt');
  });
});

describe('the cards', () => {
  it('quote the death, and the step done again', () => {
    const { proofs } = fold([started, read, began, finished, crash, ...pass(0, 1), ...pass(0, 2), ...pass(0, 3), done]);
    const [panne, rejeu, tenu] = crashSteps(proofs);
    expect(panne?.observed).toMatch(/^C1 est mort à .*l’offset 0 n’était pas validé$/);
    expect(rejeu?.observed).toMatch(/^C1 rejoue M1 .*offset 0/);
    expect(tenu?.done).toBe(true);
  });

  it('mark the prediction by the run', () => {
    const predict = (choice: string): AtelierEvent => ({
      type: 'predicted',
      experiment: 'chaque-reglage',
      step: 'commit-avant',
      choice,
    });
    const events = [startedWith({ commitAfter: false }), read, committed, crash, ...pass(0, 2), ...pass(0, 3), done];
    const step = (choice: string) =>
      everySettingSteps(fold([predict(choice), ...events]).proofs).find(({ id }) => id === 'commit-avant');
    expect(step('perdue')?.verdict).toEqual({ right: true, text: 'Ce déroulé a donné\u00a0: une étape perdue.' });
    expect(step('rien')?.verdict?.right).toBe(false);
    expect(step('rien')?.observed).toMatch(/Étape perdue.*Graine 42\.$/);
  });
});
