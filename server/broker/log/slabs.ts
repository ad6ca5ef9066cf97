// Bytes kept in pre-allocated slabs: nothing holds on to a socket's chunks, and the collector sees few objects.
// Each appended chunk stays in one piece, so a batch never straddles two slabs.

const FIRST_SLAB = 8 * 1024;
const LARGEST_SLAB = 1024 * 1024;

type Slab = { start: number; bytes: Uint8Array; used: number };

export class Slabs {
  #slabs: Slab[] = [];
  #nextSize = FIRST_SLAB;
  #start: number;
  #end: number;

  /** `start`: the position of the first byte to come. */
  constructor(start = 0) {
    this.#start = start;
    this.#end = start;
  }

  /** Position of the first byte kept. */
  get start(): number {
    return this.#start;
  }

  get end(): number {
    return this.#end;
  }

  /** Copies `chunk` at the end. */
  append(chunk: Uint8Array): void {
    let slab = this.#slabs.at(-1);
    if (slab === undefined || slab.bytes.length - slab.used < chunk.length) {
      slab = { start: this.#end, bytes: new Uint8Array(Math.max(this.#nextSize, chunk.length)), used: 0 };
      this.#nextSize = Math.min(this.#nextSize * 2, LARGEST_SLAB);
      this.#slabs.push(slab);
    }
    slab.bytes.set(chunk, slab.used);
    slab.used += chunk.length;
    this.#end += chunk.length;
  }

  /** A view, not a copy: at most `length` bytes from `position`, fewer where a slab ends, none outside what is kept. */
  read(position: number, length: number): Uint8Array {
    let low = 0;
    let high = this.#slabs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#slabs[middle]?.start ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    const slab = this.#slabs[low];
    if (slab === undefined || position < slab.start) return new Uint8Array(0);
    const from = position - slab.start;
    return slab.bytes.subarray(Math.min(from, slab.used), Math.min(from + length, slab.used));
  }

  /** Forgets everything from `size` on. */
  truncate(size: number): void {
    while (this.#slabs.length > 0) {
      const slab = this.#slabs.at(-1);
      if (slab === undefined || slab.start < size) break;
      this.#slabs.pop();
    }
    const last = this.#slabs.at(-1);
    if (last !== undefined) last.used = Math.min(last.used, size - last.start);
    this.#end = Math.min(this.#end, Math.max(size, this.#start));
  }

  /** Forgets the oldest slabs while more than `bytes` are kept; the newest always stays. A handful of slabs, so shift is cheap. */
  keepLast(bytes: number): void {
    while (this.#slabs.length > 1 && this.#end - this.#start > bytes) {
      this.#slabs.shift();
      this.#start = this.#slabs[0]?.start ?? this.#end;
    }
  }
}
