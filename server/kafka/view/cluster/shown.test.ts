import { describe, expect, it } from 'vitest';
import { shownRecord } from './shown.ts';

const limits = { key: 5, value: 5, headers: 2 };
const record = (value: Buffer | null) => ({ offset: '7', timestamp: '12', key: null, value });
const shownValue = (value: Buffer | null) => shownRecord(record(value), limits).value;

describe('records shown', () => {
  it('keep null and empty apart', () => {
    expect(shownValue(null)).toBeNull();
    expect(shownValue(Buffer.alloc(0))).toEqual({ text: '', encoding: 'utf8', size: 0 });
  });

  it('never cut a character in two, and tell the real size', () => {
    expect(shownValue(Buffer.from('ééé'))).toEqual({ text: 'éé', encoding: 'utf8', size: 6, cut: true });
  });

  it('are base64 when they are not text', () => {
    expect(shownValue(Buffer.from([0xff, 0xfe, 0]))).toEqual({ text: '//4A', encoding: 'base64', size: 3 });
    expect(shownValue(Buffer.from([0x61, 0xc3]))).toMatchObject({ encoding: 'base64' });
  });

  it('show every value of a repeated header, up to a limit', () => {
    const headers = { a: [Buffer.from('1'), Buffer.from('2')], b: Buffer.from('3') };
    expect(shownRecord({ ...record(null), headers }, limits).headers).toEqual([
      ['a', { text: '1', encoding: 'utf8', size: 1 }],
      ['a', { text: '2', encoding: 'utf8', size: 1 }],
    ]);
  });
});
