// What remains of a correction when the server that watched is lost.
import { expect, it } from 'vitest';
import type { CorrectionEvent, TdDeed } from '#contract/correction.ts';
import { judge } from './judge.ts';
import { type CorrectionState, correctionLab } from './lab.ts';

const began: CorrectionEvent = {
  type: 'watch.began',
  workspace: 'lea',
  topic: 'lea.commandes_machines_td',
  address: 'localhost:9092',
  workMs: 2_000,
  since: 1_000,
  source: 'embedded',
  server: 'a',
};
const deed: TdDeed = {
  kind: 'asked-metadata',
  topic: 'lea.commandes_machines_td',
  id: 1,
  at: 1_100,
  connection: 1,
  openedAt: 1_050,
  address: '127.0.0.1:5000',
  clientId: 'td',
  software: null,
};
const folded = (...events: CorrectionEvent[]): CorrectionState =>
  events.reduce((state, event) => correctionLab.fold(state, event, 0), correctionLab.initial());

it('keeps where it watched and how long a work lasts, and nothing that was seen', () => {
  const state = folded(began, { type: 'seen', deed }, { type: 'unseen', count: 3 });
  const left = correctionLab.left?.(state) ?? correctionLab.initial();
  expect(left).toEqual({ watched: state.watched, deeds: [], missing: 0 });
  expect(judge(left)?.producer.verdict).toBe('pas-encore');
  expect(correctionLab.left?.(left)).toBe(left);
  expect(correctionLab.left?.(correctionLab.initial())).toEqual(correctionLab.initial());
});
