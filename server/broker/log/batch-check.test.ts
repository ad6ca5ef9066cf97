import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBatches } from './batch-check.ts';
import { viewOf, writeInt64 } from './batch-header.ts';
import { batchOf, concat, summed, topicConfig, values } from './test-batches.ts';

const config = topicConfig({ 'max.message.bytes': 1000 });
const codeOf = (raw: Uint8Array, topic = config) => {
  const checked = checkBatches(raw, topic);
  return checked.ok ? 0 : checked.code;
};
const changed = (change: (view: DataView, raw: Uint8Array) => void, raw = values('a', 'b')): Uint8Array => {
  change(viewOf(raw), raw);
  return summed(raw);
};

describe('a produced batch', () => {
  it('is taken when it is sound, alone or with others', () => {
    expect(checkBatches(values('a', 'b'), config)).toMatchObject({ ok: true, count: 2 });
    expect(checkBatches(concat(values('a'), values('b', 'c')), config)).toMatchObject({ ok: true, count: 3 });
  });

  it('is refused as corrupt (2) when it is cut or its CRC is wrong', () => {
    const raw = values('hello');
    expect(codeOf(new Uint8Array(5))).toBe(2);
    for (const size of [17, 40, 61, raw.length - 1]) expect(codeOf(raw.slice(0, size))).toBe(2);
    for (const length of [-1, 0, 48, 0x7fff_ffff, -0x8000_0000])
      expect(codeOf(changed((view) => view.setInt32(8, length)))).toBe(2);
    const flipped = raw.slice();
    flipped[70] = (flipped[70] ?? 0) ^ 4;
    expect(codeOf(flipped)).toBe(2);
    expect(codeOf(concat(raw, new Uint8Array([0, 0, 0])))).toBe(2);
  });

  it('is refused as an old format (43) when its magic is not 2', () => {
    for (const magic of [0, 1, 3]) expect(codeOf(changed((view) => view.setInt8(16, magic)))).toBe(43);
  });

  it('is refused as too large (10) beyond max.message.bytes', () => {
    expect(codeOf(values('x'.repeat(2000)))).toBe(10);
  });

  it('is refused as invalid (87) when its counts disagree, or it is a control batch', () => {
    expect(codeOf(new Uint8Array(0))).toBe(87);
    for (const count of [0, 1, 3, -1]) expect(codeOf(changed((view) => view.setInt32(57, count)))).toBe(87);
    for (const delta of [0, 2, -1]) expect(codeOf(changed((view) => view.setInt32(23, delta)))).toBe(87);
    expect(codeOf(changed((view) => view.setInt16(21, 0x20)))).toBe(87);
  });

  it('is refused with its own code for an unknown codec, a transaction, a forged timestamp type', () => {
    expect(codeOf(changed((view) => view.setInt16(21, 5)))).toBe(76);
    expect(codeOf(changed((view) => view.setInt16(21, 0x10)))).toBe(48);
    expect(codeOf(changed((view) => view.setInt16(21, 0x08)))).toBe(32);
    const stamped = topicConfig({ 'message.timestamp.type': 'LogAppendTime' });
    expect(
      codeOf(
        changed((view) => view.setInt16(21, 0x08)),
        stamped,
      ),
    ).toBe(0);
  });

  it('is refused as invalid (87) when a producer id has no epoch or sequence, or cannot be counted with', () => {
    expect(codeOf(batchOf({ records: [{ value: 'a' }], producerId: 1 }))).toBe(87);
    expect(codeOf(batchOf({ records: [{ value: 'a' }], producerId: 1, producerEpoch: 0 }))).toBe(87);
    expect(codeOf(batchOf({ records: [{ value: 'a' }], producerId: -2 }))).toBe(87);
    expect(codeOf(changed((view) => writeInt64(view, 43, 2 ** 60)))).toBe(87);
    const one = batchOf({ records: [{ value: 'a' }], producerId: 1, producerEpoch: 0, baseSequence: 0 });
    expect(codeOf(one)).toBe(0);
    expect(codeOf(concat(one, one))).toBe(87);
  });

  it('is refused as invalid (87) by a compacted topic when a key is missing', () => {
    const keyless = batchOf({ records: [{ value: 'a' }, { key: null, value: 'b' }] });
    expect(codeOf(keyless)).toBe(0);
    expect(codeOf(keyless, topicConfig({ 'cleanup.policy': 'compact' }))).toBe(87);
    expect(codeOf(values('a'), topicConfig({ 'cleanup.policy': 'compact' }))).toBe(0);
  });

  it('never throws, whatever the bytes', () => {
    const compacted = topicConfig({ 'cleanup.policy': 'compact' });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, sound) => {
        const raw = sound ? changed((_, whole) => whole.set(bytes.subarray(0, 20), 61), values('x'.repeat(40))) : bytes;
        expect([0, 2, 10, 32, 43, 48, 76, 87]).toContain(codeOf(raw, compacted));
      }),
      { numRuns: 2000 },
    );
  });
});
