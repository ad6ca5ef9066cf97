import { describe, expect, it } from 'vitest';
import { type BatchHeader, readHeader, viewOf } from './batch-header.ts';
import { createProducerState } from './producer-state.ts';
import { batchOf } from './test-batches.ts';

function batch(baseSequence: number, { count = 1, producerId = 1, producerEpoch = 0 } = {}): BatchHeader {
  const records = Array.from({ length: count }, () => ({ value: 'v' }));
  return readHeader(viewOf(batchOf({ records, producerId, producerEpoch, baseSequence })), 0);
}

describe('producer state', () => {
  it('takes any first sequence of a producer it does not know', () => {
    expect(createProducerState().check(batch(77))).toEqual({ kind: 'new' });
  });

  it('lets a producer send again what damage took out of the log, and only that', () => {
    const state = createProducerState();
    state.record(batch(0), 0, 0);
    state.record(batch(4), 9, 0); // 1, 2 and 3 were in damaged bytes
    expect(state.check(batch(2, { count: 3 }))).toMatchObject({ kind: 'refused', code: 45 });
    expect(state.check(batch(2))).toEqual({ kind: 'new' });
    state.record(batch(2), 10, 0);
    expect(state.check(batch(2))).toEqual({ kind: 'duplicate', baseOffset: 10, count: 1 });
    for (const open of [1, 3]) expect(state.check(batch(open))).toEqual({ kind: 'new' });
    expect(state.check(batch(4))).toMatchObject({ kind: 'duplicate', baseOffset: 9 });
    expect(state.check(batch(5))).toEqual({ kind: 'new' });
    expect(state.check(batch(6))).toMatchObject({ kind: 'refused', code: 45 });
  });

  it('vouches in a snapshot only for batches below its end', () => {
    const state = createProducerState();
    state.record(batch(0), 0, 0);
    state.record(batch(1), 1, 0);
    state.record(batch(0, { producerId: 2 }), 2, 0);
    const restored = createProducerState();
    restored.restore(JSON.parse(JSON.stringify(state.snapshot(1))));
    expect(restored.size).toBe(1);
    expect(restored.check(batch(0))).toMatchObject({ kind: 'duplicate', baseOffset: 0 });
    expect(restored.check(batch(1))).toEqual({ kind: 'new' });
  });

  it('forgets producers that are silent for a day, and the most silent ones beyond its bound', () => {
    const state = createProducerState();
    state.record(batch(5), 0, 0);
    state.record(batch(5, { producerId: 2 }), 1, 86_400_000);
    expect(state.size).toBe(1);
    for (let producerId = 10; producerId < 10_100; producerId++) state.record(batch(0, { producerId }), 2, 86_400_000);
    expect(state.size).toBe(10_000);
    expect(state.check(batch(0, { producerId: 2 }))).toEqual({ kind: 'new' });
    expect(state.check(batch(7, { producerId: 10_099 }))).toMatchObject({ kind: 'refused' });
  });
});
