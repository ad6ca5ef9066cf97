// What the journal keeps of reports, and what remains of them when the server that made them is lost.
import { describe, expect, it } from 'vitest';
import type { PingsMeasured, TravailEvent, Way } from '#contract/travail.ts';
import { proofOfFreeze } from './experiment.ts';
import { type TravailState, travailLab, underWay } from './lab.ts';

const pings: PingsMeasured = { answered: 0, waited: 5, longestMs: 900, usualMs: 1, list: [] };
const asked = (report: number, way: Way): TravailEvent => ({ type: 'asked', report, way, size: 10 });
const made = (report: number): TravailEvent => ({
  type: 'made',
  report,
  ms: 900,
  bytes: 10,
  sum: 'a',
  file: `file-${report}`,
  pings,
});
const opened: TravailEvent = { type: 'opened', thread: 3 };
const followed = (state: TravailState, ...events: TravailEvent[]): TravailState =>
  events.reduce((folded, event) => travailLab.fold(folded, event, 1_000), state);
const folded = (...events: TravailEvent[]): TravailState => followed(travailLab.initial(), ...events);
const lost = (state: TravailState): TravailState => travailLab.left?.(state) ?? travailLab.initial();

describe('what remains of reports when their server is lost', () => {
  it('is what was measured; no link leads to a report, and none is under way', () => {
    const state = lost(folded(opened, asked(1, 'inline'), made(1), asked(2, 'queue'), { type: 'queued', report: 2 }));
    expect(state).toMatchObject({ server: null, closed: 'died' });
    expect(state.reports).toMatchObject([
      { stage: 'made', file: null, result: { sum: 'a' }, pings },
      { stage: 'failed', why: 'broken' },
    ]);
    expect(underWay(state)).toBeNull();
    expect(lost(state)).toBe(state);
    expect(lost(folded())).toEqual(travailLab.initial());
  });

  it('never waits for a server that was killed and was to be opened again: the page opens one', () => {
    expect(lost(folded(opened, { type: 'closed', why: 'killed' })).closed).toBe('died');
    expect(lost(folded(opened, { type: 'closed', why: 'idle' })).closed).toBe('idle');
  });

  it('lets the experiment go on, with what it has proven and what it has begun again with', () => {
    const before = folded(opened, asked(1, 'inline'), made(1), asked(2, 'queue'));
    const state = followed(
      lost(before),
      opened,
      asked(3, 'queue'),
      { type: 'given', report: 3, thread: 4, attempt: 1, redelivered: false },
      { type: 'killed', report: 3, thread: 4, done: 1 },
      { type: 'given', report: 3, thread: 5, attempt: 2, redelivered: true },
      made(3),
    );
    expect(proofOfFreeze(state)).toMatchObject({ frozen: { waited: 5 }, again: { attempt: 2, kills: 1 } });
    const from = before.forgotten + before.told.length;
    expect(proofOfFreeze(state, from)).toMatchObject({ frozen: null, again: { attempt: 2, kills: 1 } });
  });

  it('takes up again the report whose task came back with its queue', () => {
    const state = followed(lost(folded(opened, asked(1, 'queue'), { type: 'queued', report: 1 })), opened, {
      type: 'found',
      report: 1,
      size: 10,
    });
    expect(state.reports).toMatchObject([{ report: 1, stage: 'queued', why: null }]);
  });
});
