// What the journal keeps of a run, and what remains of it when its server is lost.
import { describe, expect, it } from 'vitest';
import type { NetworkSettings, ReseauEvent } from '#contract/reseau.ts';
import { type ReseauState, reseauLab } from './lab.ts';
import { beginningOf, runLabFrom } from './run.ts';

const network: NetworkSettings = {
  latency: 100,
  jitter: 0,
  disorder: 0,
  loss: 0,
  duplication: 0,
  numbered: true,
  seed: 1,
};
const folded = (...events: ReseauEvent[]): ReseauState =>
  events.reduce((state, event, at) => reseauLab.fold(state, event, 1_000 + at), reseauLab.initial());
const left = (state: ReseauState): ReseauState => reseauLab.left?.(state) ?? reseauLab.initial();
const started: ReseauEvent = { type: 'run.started', run: 'a-1', count: 2, network };
const sent: ReseauEvent = {
  type: 'run.told',
  event: { type: 'sent', t: 120, sequence: 1, packets: [{ receiver: 0, sequence: 1, copy: 0, takes: 100 }] },
};

describe('what remains of a run when its server is lost', () => {
  it('is all that was told, and that it is over: nothing is on its way any more', () => {
    const { run } = left(folded(started, sent));
    expect(run?.events).toMatchObject([
      { at: 1_001, event: { type: 'sent' } },
      { at: 1_001, event: { type: 'ended', t: 120, reason: 'lost' } },
    ]);
    const beginning = beginningOf('a-1', 2, network);
    const { fold } = runLabFrom(beginning);
    const seen = run?.events.reduce((state, { event }) => fold(state, event, 0), beginning);
    expect(seen).toMatchObject({ ended: 'lost', sent: 1, flights: [] });
  });

  it('is a run that was over as it was, and nothing when there was none', () => {
    const done = folded(started, sent, { type: 'run.told', event: { type: 'ended', t: 300, reason: 'done' } });
    expect(left(done)).toBe(done);
    expect(left(reseauLab.initial())).toEqual(reseauLab.initial());
    expect(left(folded(started)).run?.events).toMatchObject([{ event: { type: 'ended', reason: 'lost' } }]);
  });
});
