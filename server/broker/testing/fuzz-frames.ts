// Frames that nobody should send: mutations of what six clients sent, frames made up, every truncation. All from one seed.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tables } from '../apis/tables.ts';
import { bombFrames } from './fuzz-bombs.ts';
import { reshaped } from './fuzz-shapes.ts';

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Frames without their size, as recorded by record-cli.ts. */
export function recordedFrames(): Buffer[] {
  const lines = readFileSync(join(import.meta.dirname, 'frames.txt'), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => Buffer.from(line.split(' ')[3] ?? '', 'base64'));
}

const numbers = [0, 1, -1, 2, 127, 128, 255, 256, 0x7fff, -0x8000, 0xffff, 0x7fffffff, -0x80000000, 100_000, 1 << 20];
/** Varints that are wrong in every way: too long, negative, 2⁶³. */
const varints = ['ffffffff0f', 'ffffffffffffffffff01', '80808080808080808080', '00', '01', 'ff', '8001', 'ffffffff07'];

/** One frame in so many is a bomb: what it costs is not the frame. */
const bombEvery = 2_000;

export class FrameMaker {
  #random: () => number;
  #recorded: readonly Buffer[];
  #bombs = bombFrames();

  constructor(seed: number, recorded: readonly Buffer[]) {
    this.#random = randomFrom(seed);
    this.#recorded = recorded;
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  /** Mostly mutants: what is nearly right goes deepest. */
  next(): Buffer {
    if (this.below(bombEvery) === 0) return Buffer.from(this.#pick(this.#bombs));
    const kind = this.below(20);
    if (kind === 0) return this.#noise(this.below(300));
    if (kind <= 2) return this.#madeUp();
    if (kind <= 9) {
      const shaped = reshaped(this.#pick(this.#recorded), (limit) => this.below(limit));
      if (shaped) return shaped;
    }
    let frame: Buffer = Buffer.from(this.#pick(this.#recorded));
    const changes = 1 + this.below(kind <= 15 ? 2 : 8);
    for (let index = 0; index < changes; index += 1) frame = this.#mutated(frame);
    return frame;
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  #noise(size: number): Buffer {
    return Buffer.from(Array.from({ length: size }, () => this.below(256)));
  }

  /** A true header of an API that is served, then noise, zeros or ones. */
  #madeUp(): Buffer {
    const { key, versions } = this.#pick(tables);
    const header = Buffer.alloc(14);
    header.writeInt16BE(key, 0);
    header.writeInt16BE(versions.min + this.below(versions.max - versions.min + 1), 2);
    header.writeInt32BE(this.below(2 ** 31), 4);
    header.writeInt16BE(4, 8);
    header.write('fuzz', 10);
    const size = this.below(200);
    const body = this.#pick([() => this.#noise(size), () => Buffer.alloc(size), () => Buffer.alloc(size, 0xff)])();
    return Buffer.concat([header, body]);
  }

  #mutated(frame: Buffer): Buffer {
    if (frame.length < 4) return this.#noise(20);
    const at = this.below(frame.length);
    const how = this.below(11);
    if (how === 0) frame[at] = (frame[at] ?? 0) ^ (1 << this.below(8));
    else if (how === 1) frame[at] = this.below(256);
    else if (how === 2 && at + 2 <= frame.length) frame.writeInt16BE((this.#pick(numbers) << 16) >> 16, at);
    else if (how === 3 && at + 4 <= frame.length) frame.writeInt32BE(this.#pick(numbers) | 0, at);
    else if (how === 4 && at + 8 <= frame.length)
      frame.writeBigInt64BE(this.#pick([2n ** 63n - 1n, -1n, -(2n ** 63n)]), at);
    else if (how === 5) frame.write(this.#pick(varints), at, 'hex');
    else if (how === 6) return frame.subarray(0, at);
    else if (how === 7) return Buffer.concat([frame.subarray(0, at), this.#noise(this.below(12)), frame.subarray(at)]);
    else if (how === 8)
      return Buffer.concat([frame.subarray(0, at), frame.subarray(Math.min(frame.length, at + this.below(9)))]);
    else if (how === 9) {
      const other = this.#pick(this.#recorded);
      return Buffer.concat([frame.subarray(0, at), other.subarray(this.below(other.length))]);
    } else frame.writeInt16BE(this.below(20), 2);
    return frame;
  }
}

/** Each frame cut at each of its bytes, the whole one left out. */
export function* truncations(frames: readonly Buffer[]): Generator<Buffer> {
  for (const frame of frames) for (let end = 0; end < frame.length; end += 1) yield frame.subarray(0, end);
}

/** As it goes over TCP: its size first. */
export function framed(frame: Uint8Array): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(frame.length);
  return Buffer.concat([size, frame]);
}
