// Limits that are only numbers: the memory of commands, the token bucket.
import { describe, expect, it } from 'vitest';
import type { Ack } from '#contract/errors.ts';
import { createBucket } from './bucket.ts';
import { manualClock } from './clock.ts';
import { createOnce } from './once.ts';

const ok = (result: unknown): Ack<unknown> => ({ ok: true, result });

describe('createOnce', () => {
  it('answers a repeat with the first reply, even before there is one', async () => {
    const once = createOnce();
    let runs = 0;
    let settle = (_ack: Ack<unknown>): void => {};
    const carryOut = (): Promise<Ack<unknown>> => {
      runs += 1;
      return new Promise((resolve) => {
        settle = resolve;
      });
    };
    const both = [once.run('a', carryOut), once.run('a', carryOut)];
    settle(ok(1));
    expect(await Promise.all(both)).toEqual([ok(1), ok(1)]);
    expect(runs).toBe(1);
  });

  it('forgets the oldest beyond its limits of number and of bytes', async () => {
    const once = createOnce({ maxIds: 2, maxBytes: 1_000 });
    let runs = 0;
    const carryOut = async (): Promise<Ack<unknown>> => {
      runs += 1;
      return ok(runs);
    };
    for (const id of ['a', 'b', 'c', 'c', 'b', 'a']) await once.run(id, carryOut);
    expect(runs).toBe(4);
    await once.run('large', async () => ok('x'.repeat(2_000)));
    await once.run('large', carryOut);
    expect(runs).toBe(5);
  });

  it('lets a command that failed by our fault be tried again', async () => {
    const once = createOnce();
    await expect(once.run('a', () => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
    expect(await once.run('a', async () => ok(2))).toEqual(ok(2));
  });
});

describe('createBucket', () => {
  it('allows a burst, then a rate, and never saves up more than the burst', () => {
    const clock = manualClock();
    const bucket = createBucket(clock, { rate: 10, burst: 5 });
    const taken = (): number => {
      let count = 0;
      while (bucket.take(1)) count += 1;
      return count;
    };
    expect(taken()).toBe(5);
    clock.advance(300);
    expect(taken()).toBe(3);
    clock.advance(3_600_000);
    expect(taken()).toBe(5);
  });
});
