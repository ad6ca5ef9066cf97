// The journal as its readers see it: numbering, resume, "cannot", retention, state at the head, volatile values.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lab } from '#labs/lab.ts';
import { createJournal, type JournalOptions } from './journal.ts';

type Tick = { n: number; pad?: string };
const sum: Lab<number, Tick> = { name: 'sum', initial: () => 0, fold: (state, event) => state + event.n };
const open = (options: Partial<JournalOptions> = {}) => createJournal(sum, { epoch: 'e1', createdAt: 7, ...options });
const all = 1_000_000;

describe('journal', () => {
  it('numbers events from 0 and folds them into the state at the head', () => {
    const journal = open();
    expect(journal.snapshot()).toEqual({ head: 0, at: 7, state: 0 });
    expect([journal.append({ n: 1 }, 10), journal.append({ n: 2 }, 20)]).toEqual([0, 1]);
    expect(journal.snapshot()).toEqual({ head: 2, at: 20, state: 3 });
    expect(journal.read('e1', 1, all)).toEqual([{ offset: 1, at: 20, event: { n: 2 } }]);
  });

  it('gives nothing, and no refusal, to a reader who is at the head', () => {
    const journal = open();
    expect(journal.read('e1', 0, all)).toEqual([]);
    journal.append({ n: 1 }, 1);
    expect(journal.read('e1', 1, all)).toEqual([]);
  });

  it('says "cannot" for another epoch, an evicted offset and an offset of the future', () => {
    const journal = open({ maxRecords: 2 });
    for (let n = 0; n < 5; n += 1) journal.append({ n }, n);
    expect(journal.start).toBe(3);
    expect(journal.read('e2', 4, all)).toBeNull();
    expect(journal.read('e1', 2, all)).toBeNull();
    expect(journal.read('e1', 6, all)).toBeNull();
    expect(journal.read('e1', 3, all)?.map((record) => record.event)).toEqual([{ n: 3 }, { n: 4 }]);
    expect(journal.bytesFrom(2)).toBe(Number.POSITIVE_INFINITY);
  });

  it('evicts by bytes too, and keeps one event larger than the whole limit', () => {
    const journal = open({ maxBytes: 100 });
    for (let n = 0; n < 30; n += 1) journal.append({ n: 1 }, n);
    expect(journal.bytesFrom(journal.start)).toBeLessThanOrEqual(100);
    journal.append({ n: 1, pad: 'x'.repeat(500) }, 99);
    expect([journal.start, journal.head]).toEqual([30, 31]);
    expect(journal.snapshot().state).toBe(31);
  });

  it('reads in pieces that put together are the whole log, whatever the limits', () => {
    const sizes = fc.array(fc.nat(40), { maxLength: 60 });
    const run = (pads: number[], maxRecords: number, piece: number): void => {
      const journal = open({ maxRecords });
      for (const [n, pad] of pads.entries()) journal.append({ n, pad: 'x'.repeat(pad) }, n);
      const seen: number[] = [];
      let next = journal.start;
      while (next < journal.head) {
        const records = journal.read('e1', next, piece) ?? [];
        expect(records.length).toBeGreaterThan(0);
        seen.push(...records.map((record) => record.offset));
        next += records.length;
      }
      const kept = Math.min(pads.length, maxRecords);
      expect(seen).toEqual(Array.from({ length: kept }, (_, index) => pads.length - kept + index));
    };
    fc.assert(fc.property(sizes, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 200 }), run), { seed: 11 });
  });

  it('keeps the last volatile value of a key, forgets removed ones, tells only what changed', () => {
    const journal = open({ maxKeys: 3 });
    const told: unknown[] = [];
    const stop = journal.subscribe((change) => told.push(change));
    journal.setVolatile([
      ['a', 1],
      ['b', 2],
    ]);
    journal.setVolatile([
      ['a', 3],
      ['b', null],
      ['never', null],
    ]);
    expect(journal.volatile()).toEqual([['a', 3]]);
    expect(journal.volatileOf('b')).toBeNull();
    journal.setVolatile([['never', null]]);
    stop();
    journal.setVolatile([['c', 1]]);
    expect(told).toEqual([
      { kind: 'volatile', keys: ['a', 'b'] },
      { kind: 'volatile', keys: ['a', 'b'] },
    ]);
  });

  it('bounds the volatile keys, telling which one went', () => {
    const journal = open({ maxKeys: 2 });
    const keys: string[][] = [];
    journal.subscribe((change) => change.kind === 'volatile' && keys.push([...change.keys]));
    for (const key of ['a', 'b', 'c']) journal.setVolatile([[key, 1]]);
    expect(keys).toEqual([['a'], ['b'], ['c', 'a']]);
    expect(journal.volatileOf('a')).toBeNull();
  });

  it('survives a fold that throws: the event is kept, the state does not move, the bug is told', () => {
    const bugs: number[] = [];
    const fragile: Lab<number, Tick> = {
      ...sum,
      fold(state, event) {
        if (event.n < 0) throw new Error('bug');
        return state + event.n;
      },
    };
    const journal = createJournal(fragile, { epoch: 'e', createdAt: 0, onFoldError: (_, offset) => bugs.push(offset) });
    for (const n of [1, -1, 2]) journal.append({ n }, n);
    expect([journal.head, journal.snapshot().state, bugs]).toEqual([3, 3, [1]]);
  });
});
