import { describe, expect, it } from 'vitest';
import { crc32c } from './crc32c.ts';

const ascii = (text: string) => new TextEncoder().encode(text);

describe('crc32c', () => {
  it('gives the vectors of RFC 3720 appendix B.4', () => {
    expect(crc32c(ascii('123456789'))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => 31 - i))).toBe(0x113fdb5c);
    expect(crc32c(new Uint8Array(0))).toBe(0);
  });

  it('equals the one-bit-at-a-time definition for every length and start', () => {
    const bytes = Uint8Array.from({ length: 70 }, (_, i) => (i * 167 + 13) & 0xff);
    const slow = (from: number, to: number) => {
      let crc = 0xffffffff;
      for (const byte of bytes.subarray(from, to)) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
      }
      return ~crc >>> 0;
    };
    for (let from = 0; from < 12; from++)
      for (let to = from; to <= bytes.length; to++) expect(crc32c(bytes, from, to)).toBe(slow(from, to));
  });

  it('continues from a previous crc', () => {
    const bytes = ascii('a log is read by offset, not by luck');
    for (let cut = 0; cut <= bytes.length; cut++)
      expect(crc32c(bytes, cut, bytes.length, crc32c(bytes, 0, cut))).toBe(crc32c(bytes));
  });
});
