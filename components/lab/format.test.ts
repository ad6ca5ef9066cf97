// What a French reader sees of numbers and durations.
import { describe, expect, it } from 'vitest';
import { clockTimeMs, count, counted, duration } from './format.ts';

describe('formats', () => {
  it('groups thousands and keeps the unit on the same line', () => {
    expect(count(1_284)).toBe('1\u202f284');
    expect(counted(3, 'message')).toBe('3\u00a0messages');
  });
  it('keeps the singular for nought and one', () => {
    expect(counted(0, 'message')).toBe('0\u00a0message');
    expect(counted(1, 'message')).toBe('1\u00a0message');
  });
  it('says durations in the unit one would use', () => {
    expect(duration(12_900)).toBe('12\u00a0s');
    expect(duration(180_000)).toBe('3\u00a0min');
    expect(duration(7_200_000)).toBe('2\u00a0h');
    expect(duration(260_000_000)).toBe('3\u00a0j');
  });
  it('writes milliseconds on three digits', () => {
    expect(clockTimeMs(1_700_000_000_007)).toMatch(/^\d\d:\d\d:\d\d,007$/);
  });
});
