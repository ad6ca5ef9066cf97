// What a snapshot says about storage: the mode that is really in force, and what it may cost.

import { expect, it } from 'vitest';
import { temporaryFolder, testBroker } from '../testing.ts';

it.each([
  [{}, { mode: 'memory', lossWindowMs: null }],
  [{ durability: 'durable' as const }, { mode: 'memory', lossWindowMs: null }],
  [{ dataDir: 'disk' }, { mode: 'interval', lossWindowMs: 1000 }],
  [
    { dataDir: 'disk', durability: 'durable' as const },
    { mode: 'durable', lossWindowMs: 0 },
  ],
  [
    { dataDir: 'disk', durability: 'memory' as const },
    { mode: 'memory', lossWindowMs: null },
  ],
])('tells the mode and the loss window of %j', async (options, storage) => {
  const dataDir = 'dataDir' in options ? { dataDir: await temporaryFolder() } : {};
  const broker = await testBroker({ ...options, ...dataDir });
  expect((await broker.snapshot()).storage).toEqual(storage);
});
