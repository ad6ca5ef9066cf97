import { describe, expect, it } from 'vitest';
import { assignRange, assignRoundRobin } from './assigners.ts';

const sizes = new Map([
  ['a', 3],
  ['b', 4],
]);
const partitionsOf = (topic: string) => [...Array(sizes.get(topic) ?? 0).keys()];
const member = (memberId: string, ...topics: string[]) => ({ memberId, topics });
const plain = (given: ReturnType<typeof assignRange>) => Object.fromEntries(given);

describe('range', () => {
  it('gives contiguous ranges per topic in order of member id, the first ones one more', () => {
    const given = assignRange([member('m2', 'a', 'b'), member('m1', 'a', 'b'), member('m3', 'b')], partitionsOf);
    expect(plain(given)).toEqual({ m1: { a: [0, 1], b: [0, 1] }, m2: { a: [2], b: [2] }, m3: { b: [3] } });
  });

  it('leaves members beyond the number of partitions without work', () => {
    const given = assignRange(
      ['m1', 'm2', 'm3', 'm4'].map((id) => member(id, 'a')),
      partitionsOf,
    );
    expect(plain(given)).toEqual({ m1: { a: [0] }, m2: { a: [1] }, m3: { a: [2] }, m4: {} });
  });
});

describe('roundrobin', () => {
  it('deals all partitions one by one and skips who did not ask', () => {
    const given = assignRoundRobin([member('m1', 'a', 'b'), member('m2', 'b')], partitionsOf);
    expect(plain(given)).toEqual({ m1: { a: [0, 1, 2], b: [1, 3] }, m2: { b: [0, 2] } });
  });
});
