// The checker accepts every run that keeps the invariant, and names the two events that crossed in those that do not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AtelierEvent } from '#contract/atelier.ts';
import { checkInvariant, type Verdict } from './judge.ts';
import { lotsOf } from './plan.ts';
import { hand, legalRun, pass, timed } from './testing.ts';

const done: AtelierEvent = { type: 'ended', reason: 'done' };
const check = (events: AtelierEvent[], lots = 1): Verdict => checkInvariant(lotsOf(lots), timed(events));
/** Kind, and the types of the two witnesses with their steps. */
const told = (verdict: Verdict) => {
  if (verdict?.result !== 'broken') return verdict?.result ?? null;
  const { kind, first, second } = verdict.worst;
  return [kind, `${first.type} ${first.offset}`, `${second.type} ${second.offset}`];
};
const sending = (send: number): AtelierEvent => ({ type: 'sending', send, lot: 'LOT_42', step: send });
const event = (type: 'read' | 'began' | 'finished', ...given: Parameters<typeof hand>): AtelierEvent => ({
  type,
  ...hand(...given),
});
const commit = (next: number, partition = 0): AtelierEvent => ({ type: 'committed', worker: 'C1', partition, next });

describe('the invariant of the workshop', () => {
  it('is kept by lots in parallel, each in order, whoever dies between work and commit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 3 }), (seed, lots) => {
        expect(check(legalRun(seed, lots), lots)).toEqual({ result: 'kept' });
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('is broken by any two steps of one lot exchanged, and by any step left out', () => {
    const steps = fc.shuffledSubarray([1, 2, 3], { minLength: 1 }).filter((all) => all.join() !== '1,2,3');
    fc.assert(
      fc.property(steps, (order) => {
        const events = order.flatMap((step, offset) => pass(0, step, { offset }));
        const verdict = check([sending(1), sending(2), sending(3), ...events, done]);
        expect(verdict?.result).toBe('broken');
        if (verdict?.result === 'broken') expect(verdict.worst.first.n).toBeLessThan(verdict.worst.second.n);
      }),
      { seed: 8, numRuns: 60 },
    );
  });

  it('says nothing of a run under way, or cut short', () => {
    expect(check(pass(0, 1))).toBeNull();
    expect(check([...pass(0, 1), { type: 'ended', reason: 'stopped' }])).toBeNull();
  });

  it('names two machines at once', () => {
    expect(
      told(check([event('began', 0, 1), event('began', 0, 2, { partition: 1, offset: 0, worker: 'C2' })])),
    ).toEqual(['two-at-once', 'began 0', 'began 0']);
  });

  it('names a commit while the machine works, and the step that a crash then loses', () => {
    const early = [event('read', 0, 1), event('began', 0, 1), commit(1)];
    expect(told(check(early))).toEqual(['committed-early', 'began 0', 'committed 1']);
    const crash: AtelierEvent = { type: 'crashed', point: 'between', ...hand(0, 1) };
    expect(told(check([...early, crash, ...pass(0, 2)]))).toEqual(['lost', 'committed 1', 'began 1']);
    expect(told(check([...early, crash, done]))).toEqual(['lost', 'committed 1', 'ended null']);
  });

  it('names a commit before the work', () => {
    expect(told(check([event('read', 0, 1), commit(1), event('began', 0, 1)]))).toEqual([
      'committed-early',
      'committed 1',
      'began 0',
    ]);
  });

  it('names a step done twice from two records', () => {
    expect(told(check([...pass(0, 1), ...pass(0, 1, { offset: 1 }), ...pass(0, 2, { offset: 2 })]))).toEqual([
      'twice',
      'finished 0',
      'began 1',
    ]);
  });

  it('names the next step begun before the commit of the one before', () => {
    expect(told(check([...pass(0, 1).slice(0, 3), event('read', 0, 2), event('began', 0, 2)]))).toEqual([
      'uncommitted',
      'finished 0',
      'began 1',
    ]);
  });

  it('names a step done again without a crash, and one done again too late', () => {
    expect(told(check([...pass(0, 1).slice(0, 3), event('began', 0, 1)]))).toEqual(['twice', 'finished 0', 'began 0']);
    const crash: AtelierEvent = { type: 'crashed', point: 'between', ...hand(0, 2) };
    const batch = [...pass(0, 1).slice(0, 3), ...pass(0, 2).slice(0, 3), crash, event('began', 0, 1)];
    expect(told(check(batch))).toEqual(['replayed-late', 'finished 1', 'began 0']);
  });

  it('names what was sent and never came', () => {
    expect(told(check([sending(1), sending(2), ...pass(0, 2, { offset: 0 })]))).toEqual([
      'out-of-order',
      'sending null',
      'began 0',
    ]);
  });

  it('takes a consumer that its group has put out as a dead one', () => {
    const failed: AtelierEvent = { type: 'worker.failed', worker: 'C1', reason: 'x' };
    const again = [event('read', 0, 1), event('began', 0, 1), failed];
    expect(check([...again, ...pass(0, 1, { worker: 'C2' }), ...pass(0, 2), ...pass(0, 3), done])).toEqual({
      result: 'kept',
    });
  });

  it('lets a step be done again when its commit was refused', () => {
    const refused: AtelierEvent = { type: 'commit.refused', worker: 'C1', partition: 0, next: 1, reason: 'x' };
    const events = [...pass(0, 1).slice(0, 3), refused, ...pass(0, 1), ...pass(0, 2), ...pass(0, 3), done];
    expect(check(events)).toEqual({ result: 'kept' });
  });
});
