// « Le gel et son remède » is proved by what was measured, and by nothing less.
import { describe, expect, it } from 'vitest';
import type { PingsMeasured, TravailEvent, Way } from '#contract/travail.ts';
import { freeze, proofOfFreeze } from './experiment.ts';
import { keptEvents, keptReports, travailLab, underWay } from './lab.ts';

const frozen: PingsMeasured = { answered: 0, waited: 9, longestMs: 2_400, usualMs: 2, list: [[10, 2_400]] };
const fluid: PingsMeasured = { answered: 9, waited: 0, longestMs: 12, usualMs: 2, list: [[10, 12]] };
const asked = (report: number, way: Way): TravailEvent => ({ type: 'asked', report, way, size: 40 });
const made = (report: number, pings: PingsMeasured): TravailEvent => ({
  type: 'made',
  report,
  ms: 2_400,
  bytes: 1,
  sum: 'a',
  file: 'f',
  pings,
});
const given = (report: number, attempt: number): TravailEvent => ({
  type: 'given',
  report,
  thread: 4,
  attempt,
  redelivered: attempt > 1,
});
const killed = (report: number): TravailEvent => ({ type: 'killed', report, thread: 4, done: 3 });
const folded = (...events: TravailEvent[]) =>
  events.reduce((state, event) => travailLab.fold(state, event, 0), travailLab.initial());
const proof = (...events: TravailEvent[]) => proofOfFreeze(folded(...events));

describe('the experiment of the freeze', () => {
  it('sees a freeze where no ping was answered and one took ten times the usual time', () => {
    expect(Object.keys(proof())).toEqual([...freeze.steps]);
    expect(proof(asked(1, 'inline'), made(1, frozen)).frozen).toEqual({ longestMs: 2_400, usualMs: 2, waited: 9 });
    expect(proof(asked(1, 'inline'), made(1, { ...frozen, usualMs: 300 })).frozen).toBeNull();
    expect(proof(asked(1, 'inline'), made(1, { ...frozen, usualMs: null })).frozen).toBeNull();
    expect(proof(asked(1, 'inline'), made(1, { ...frozen, answered: 1 })).frozen).toBeNull();
    expect(proof(asked(1, 'queue'), made(1, frozen)).frozen).toBeNull();
  });

  it('sees the cure where pings were answered while the queue’s worker worked', () => {
    expect(proof(asked(1, 'queue'), made(1, fluid)).fluid).toEqual({ answered: 9, longestMs: 12, workMs: 2_400 });
    expect(proof(asked(1, 'queue'), made(1, { ...fluid, longestMs: 1_300 })).fluid).toBeNull();
    expect(proof(asked(1, 'queue'), made(1, { ...fluid, answered: 2 })).fluid).toBeNull();
    expect(proof(asked(1, 'inline'), made(1, fluid)).fluid).toBeNull();
  });

  it('wants a kill, another delivery that says so, and the report', () => {
    const story = [asked(1, 'queue'), given(1, 1), killed(1), given(1, 2)];
    expect(proof(...story).again).toBeNull();
    expect(proof(...story, made(1, fluid)).again).toEqual({ attempt: 2, kills: 1 });
    expect(proof(asked(1, 'queue'), given(1, 1), made(1, fluid)).again).toBeNull();
    expect(proofOfFreeze(folded(...story, made(1, fluid)), story.length + 1).again).toBeNull();
  });

  it('keeps the latest reports and events, and knows which report is under way', () => {
    const many = Array.from({ length: keptReports + 1 }, (_, index) => [
      asked(index + 1, 'queue'),
      made(index + 1, fluid),
    ]);
    const state = folded(...many.flat());
    expect(state.reports.map(({ report }) => report)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    expect(underWay(state)).toBeNull();
    expect(underWay(folded(asked(1, 'queue'), given(1, 1), killed(1)))).toMatchObject({
      stage: 'queued',
      kills: 1,
      done: 0,
    });
    const long = folded(...Array.from({ length: keptEvents + 5 }, (): TravailEvent => ({ type: 'opened', thread: 3 })));
    expect([long.told.length, long.forgotten]).toEqual([keptEvents, 5]);
  });
});
