import { expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

it('allows a burst, then holds the taker until its debt is paid', () => {
  const bucket = new TokenBucket(1_000, 1_000, 0);
  expect(bucket.take(1_000, 0)).toBe(0);
  expect(bucket.take(500, 0)).toBe(500);
  expect(bucket.take(1, 500)).toBe(1);
  expect(bucket.isFull(1_000)).toBe(false);
  expect(bucket.isFull(2_000)).toBe(true);
});

it('holds nobody longer than ten seconds, and takes no gift from a clock that goes back', () => {
  const bucket = new TokenBucket(10, 10, 1_000);
  expect(bucket.take(1_000_000, 1_000)).toBe(10_000);
  expect(bucket.take(0, 0)).toBe(10_000);
  expect(bucket.take(0, 10_000)).toBe(0);
});
