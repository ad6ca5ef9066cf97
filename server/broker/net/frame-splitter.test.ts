// Every way TCP may cut the same bytes gives the same frames; sizes that lie end the stream.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameSplitter } from './frame-splitter.ts';

function framed(body: Uint8Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeInt32BE(body.length);
  return Buffer.concat([head, body]);
}

function drain(splitter: FrameSplitter): Buffer[] {
  const frames: Buffer[] = [];
  for (let split = splitter.next(); split.kind === 'frame'; split = splitter.next()) frames.push(split.frame);
  return frames;
}

describe('frame splitter', () => {
  it('gives back the same frames however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 8, maxLength: 60 }), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 60 }),
        (bodies, cuts) => {
          const stream = Buffer.concat(bodies.map(framed));
          const splitter = new FrameSplitter(1000);
          const frames: Buffer[] = [];
          let at = 0;
          let turn = 0;
          while (at < stream.length) {
            const size = cuts[turn++ % cuts.length] as number;
            splitter.push(stream.subarray(at, at + size));
            frames.push(...drain(splitter));
            at += size;
          }
          expect(frames.map((frame) => frame.toString('hex'))).toEqual(
            bodies.map((body) => Buffer.from(body).toString('hex')),
          );
          expect(splitter.buffered).toBe(0);
        },
      ),
    );
  });

  it('refuses negative, tiny and too large lengths', () => {
    for (const length of [-1, 0, 7, 1001, 0x7fffffff, -2147483648]) {
      const splitter = new FrameSplitter(1000);
      const head = Buffer.alloc(4);
      head.writeInt32BE(length);
      splitter.push(head);
      expect(splitter.next().kind).toBe('bad');
    }
  });

  it('waits for the rest of a frame without reserving its claimed size', () => {
    const splitter = new FrameSplitter(100 * 1024 * 1024);
    const head = Buffer.alloc(4);
    head.writeInt32BE(100 * 1024 * 1024);
    splitter.push(head);
    expect(splitter.next().kind).toBe('incomplete');
    expect(splitter.buffered).toBe(4);
  });
});

it('joins a frame that comes byte by byte', () => {
  const body = Buffer.alloc(5000, 7);
  const splitter = new FrameSplitter(10_000);
  for (const byte of framed(body)) splitter.push(Buffer.from([byte]));
  expect(drain(splitter).map((frame) => frame.equals(body))).toEqual([true]);
});
