// What the reader refuses, and where it says the mistake is.
import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { metadata } from '../apis/03-metadata/messages.ts';
import { decodeRequest } from './codec.ts';
import { DecodeError, Reader } from './reader.ts';
import { Writer } from './writer.ts';

const reader = (hex: string): Reader => new Reader(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

function errorOf(run: () => unknown): DecodeError {
  try {
    run();
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('the reader', () => {
  it('names the field and the byte of a mistake', () => {
    const body = Buffer.from('00000002 0001 61 0009 62'.replaceAll(' ', ''), 'hex');
    const error = errorOf(() => decodeRequest(metadata, 1, body));
    expect(error.path).toBe('topics[1].name');
    expect(error.position).toBe(9);
    expect(error.message).toBe('topics[1].name: needs 9 bytes, 1 left at byte 9');
  });

  it('refuses counts that the frame cannot hold, before building anything', () => {
    expect(errorOf(() => decodeRequest(metadata, 1, Buffer.from('7fffffff', 'hex'))).what).toMatch(/2147483647 items/);
    expect(errorOf(() => decodeRequest(metadata, 9, Buffer.from('ffffffff0f', 'hex'))).what).toMatch(/items announced/);
    const many = Buffer.alloc(4 + 3_000_000);
    many.writeInt32BE(1_200_000);
    expect(errorOf(() => decodeRequest(metadata, 1, many)).what).toMatch(/more than 1000000 items/);
  });

  it('refuses negative lengths other than the mark of null', () => {
    expect(errorOf(() => reader('fffe').string(false)).what).toBe('negative length -2');
    expect(errorOf(() => decodeRequest(metadata, 1, Buffer.from('fffffffe', 'hex'))).what).toBe('negative length -2');
    expect(errorOf(() => decodeRequest(metadata, 0, Buffer.from('ffffffff', 'hex'))).what).toBe('null is not allowed');
  });

  it('refuses variable-length numbers that are too long or too large', () => {
    expect(errorOf(() => reader('808080808001').uvarint()).what).toMatch(/longer than 5 bytes/);
    expect(errorOf(() => reader('ffffffff7f').uvarint()).what).toMatch(/above 32 bits/);
    expect(errorOf(() => reader('80808080808080808080 01').varlong()).what).toMatch(/longer than 10/);
  });

  it('steps over tags it does not know, and stops where they lie', () => {
    expect(
      decodeRequest(metadata, 9, Buffer.from('01 01 00 00 01 05 02 abcd'.replaceAll(' ', ''), 'hex')).topics,
    ).toEqual([]);
    expect(errorOf(() => reader('01 05 7f ab').skipTags()).what).toMatch(/needs 127 bytes/);
  });

  it('reads text of every alphabet', () => {
    for (const word of ['', 'commandes', 'été', '日本語', '🦫'.repeat(40), 'a'.repeat(500)]) {
      for (const compact of [false, true]) {
        const writer = new Writer();
        writer.string(word, compact);
        expect(new Reader(Buffer.concat(writer.finish())).string(compact)).toBe(word);
      }
    }
  });

  it('keeps numbers at their edges', () => {
    const writer = new Writer();
    const whole = [0, -1, 1, 2 ** 31, -(2 ** 31), 2 ** 32, -(2 ** 32) - 1, 2 ** 53 - 1, -(2 ** 53) + 1];
    for (const value of whole) writer.int64(value);
    for (const value of whole) if (Math.abs(value) < 2 ** 52) writer.varlong(value);
    for (const value of [0, -1, 2 ** 31 - 1, -(2 ** 31)]) writer.varint(value);
    writer.int64(2 ** 63);
    const back = new Reader(Buffer.concat(writer.finish()));
    for (const value of whole) expect(back.int64()).toBe(value);
    for (const value of whole) if (Math.abs(value) < 2 ** 52) expect(back.varlong()).toBe(value);
    for (const value of [0, -1, 2 ** 31 - 1, -(2 ** 31)]) expect(back.varint()).toBe(value);
    expect(back.bytes.subarray(back.position).toString('hex')).toBe('7fffffffffffffff');
  });
});
