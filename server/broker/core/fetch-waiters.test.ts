// Long polls: woken by bytes, by deadline, by release or by the end of their connection; nothing is left behind.

import { expect, it } from 'vitest';
import { manualClock } from '../clock.ts';
import { type Gate, park, release, wake } from './fetch-waiters.ts';

function setUp(missing: number, ms: number) {
  const clock = manualClock();
  const gates: Gate[] = [new Set(), new Set()];
  let close = (): void => {};
  let done = false;
  const parked = park(clock, gates, missing, ms, (run) => {
    close = run;
    return () => {};
  }).then(() => {
    done = true;
  });
  const settled = async (): Promise<boolean> => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    return done;
  };
  return { clock, gates: gates as [Gate, Gate], close: () => close(), parked, settled };
}

it('waits for enough bytes over all its partitions', async () => {
  const { gates, settled } = setUp(100, 1000);
  wake(gates[0], 60);
  expect(await settled()).toBe(false);
  wake(gates[1], 40);
  expect(await settled()).toBe(true);
  expect(gates.map(({ size }) => size)).toEqual([0, 0]);
});

it('gives up at its deadline', async () => {
  const { clock, gates, settled } = setUp(100, 1000);
  clock.advance(1000);
  expect(await settled()).toBe(true);
  expect(gates.map(({ size }) => size)).toEqual([0, 0]);
});

it('is let go when a partition goes or its connection closes', async () => {
  const gone = setUp(100, 1000);
  release(gone.gates[1]);
  expect(await gone.settled()).toBe(true);
  const closed = setUp(100, 1000);
  closed.close();
  expect(await closed.settled()).toBe(true);
  expect(closed.gates.map(({ size }) => size)).toEqual([0, 0]);
});
