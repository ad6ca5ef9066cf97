// What a decompressor writes into: grows by doubling, never beyond its limit, and copies matches only from what is there.

/** Below, a loop is faster than a call. */
const SHORT = 32;

export class PlainOutput {
  readonly #codec: string;
  readonly #limit: number;
  #bytes: Uint8Array;
  #size = 0;

  /** `guess`: bytes to make room for at once. `codec` is named in errors. */
  constructor(codec: string, limit: number, guess: number) {
    this.#codec = codec;
    this.#limit = limit;
    this.#bytes = new Uint8Array(Math.min(limit, Math.max(1024, guess)));
  }

  get size(): number {
    return this.#size;
  }

  /** A view of everything written. */
  get plain(): Uint8Array {
    return this.#bytes.subarray(0, this.#size);
  }

  fail(what: string): never {
    throw new Error(`${this.#codec}: ${what}`);
  }

  /** Makes place for `count` more bytes and tells where they begin. */
  #extend(count: number): number {
    const at = this.#size;
    const size = at + count;
    if (size > this.#limit) this.fail(`more than ${this.#limit} bytes once decompressed`);
    if (size > this.#bytes.length) {
      const next = new Uint8Array(Math.min(this.#limit, size * 2));
      next.set(this.#bytes.subarray(0, at));
      this.#bytes = next;
    }
    this.#size = size;
    return at;
  }

  raw(part: Uint8Array, from = 0, count = part.length): void {
    const at = this.#extend(count);
    const bytes = this.#bytes;
    if (count > SHORT) bytes.set(part.subarray(from, from + count), at);
    else for (let index = 0; index < count; index += 1) bytes[at + index] = part[from + index] as number;
  }

  repeat(byte: number, count: number): void {
    const at = this.#extend(count);
    this.#bytes.fill(byte, at, at + count);
  }

  /** Again `count` bytes from `offset` bytes ago; what is being copied may be part of what is copied. */
  match(offset: number, count: number, from = 0): void {
    if (offset <= 0 || offset > this.#size - from) this.fail('a match before the beginning');
    const at = this.#extend(count);
    const start = at - offset;
    const bytes = this.#bytes;
    if (offset >= count && count > SHORT) bytes.copyWithin(at, start, start + count);
    else if (offset === 1 && count > SHORT) bytes.fill(bytes[start] as number, at, at + count);
    else for (let index = 0; index < count; index += 1) bytes[at + index] = bytes[start + index] as number;
  }
}
