// Faults: who is hit, when, how often, and how held requests are let go.

import { describe, expect, it } from 'vitest';
import { manualClock } from '../clock.ts';
import { type Fault, Faults, maxFaults } from './faults.ts';

const connection = (id = 1) => ({ id, whenClosed: () => () => {} });
const subject = (api: string, clientId = 'c', topics: string[] = []) => ({ api, clientId, topics: () => topics });

function setUp(...faults: Fault[]) {
  const clock = manualClock();
  const hits: string[] = [];
  const all = new Faults(clock, (fault, _connection, api) => void hits.push(`${fault} ${api}`));
  const ids = faults.map((fault) => all.add(fault));
  return { clock, faults: all, hits, ids };
}

describe('faults', () => {
  it('hit only what they match', async () => {
    const { faults, hits } = setUp({ match: { api: 'Produce', topic: 't', clientId: 'c' }, action: { kind: 'close' } });
    for (const other of [
      subject('Fetch', 'c', ['t']),
      subject('Produce', 'd', ['t']),
      subject('Produce', 'c', ['u']),
    ]) {
      expect(await faults.meet('request', other, connection())).toBeNull();
    }
    expect(await faults.meet('request', subject('Produce', 'c', ['u', 't']), connection())).toEqual({ kind: 'close' });
    expect(hits).toEqual(['f-1 Produce']);
  });

  it('hit the nth match once, or so many times, then go', async () => {
    const { faults } = setUp(
      { match: { api: 'Heartbeat', nth: 2 }, action: { kind: 'error', code: 27 } },
      { match: { api: 'Produce' }, action: { kind: 'error', code: 7 }, times: 2 },
    );
    const codes = [];
    for (let turn = 0; turn < 3; turn += 1)
      codes.push(await faults.meet('request', subject('Heartbeat'), connection()));
    expect(codes).toEqual([null, { kind: 'error', code: 27 }, null]);
    for (let turn = 0; turn < 3; turn += 1) codes.push(await faults.meet('request', subject('Produce'), connection()));
    expect(codes.slice(3)).toEqual([{ kind: 'error', code: 7 }, { kind: 'error', code: 7 }, null]);
    expect(faults.any).toBe(false);
  });

  it('drop a reply after the request was carried out, never before', async () => {
    const { faults } = setUp({ match: {}, action: { kind: 'drop-reply' } });
    expect(await faults.meet('request', subject('Produce'), connection())).toBeNull();
    expect(await faults.meet('reply', subject('Produce'), connection())).toEqual({ kind: 'drop-reply' });
  });

  it('delay for their time', async () => {
    const { faults, clock } = setUp({ match: {}, action: { kind: 'delay', ms: 500 } });
    let done = false;
    const met = faults.meet('request', subject('Fetch'), connection()).then(() => {
      done = true;
    });
    clock.advance(499);
    await Promise.resolve();
    expect(done).toBe(false);
    clock.advance(1);
    await met;
  });

  it('hold until removed, or until the held connection closes', async () => {
    const { faults, ids } = setUp({ match: {}, action: { kind: 'hold' }, times: 2 });
    let hangUp = (): void => {};
    const closing = {
      id: 2,
      whenClosed(run: () => void) {
        hangUp = run;
        return () => {};
      },
    };
    const first = faults.meet('request', subject('Fetch'), connection());
    const second = faults.meet('request', subject('Fetch'), closing);
    expect(await faults.meet('request', subject('Fetch'), connection())).toBeNull();
    hangUp();
    expect(await second).toBeNull();
    expect(faults.remove(ids[0] ?? '')).toBe(true);
    expect(await first).toBeNull();
    expect(faults.remove('f-9')).toBe(false);
  });

  it('are bounded in number', () => {
    const { faults } = setUp();
    for (let count = 0; count < maxFaults; count += 1) faults.add({ match: {}, action: { kind: 'close' } });
    expect(() => faults.add({ match: {}, action: { kind: 'close' } })).toThrow(RangeError);
    faults.clear();
    expect(faults.list()).toEqual([]);
  });
});
