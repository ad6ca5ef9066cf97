// The two bit streams of zstd: table descriptions are read forwards, everything entropy-coded is read backwards from a
// marker bit in its last byte (RFC 8878, 4.1 and 4.2.2). Bytes outside are zeros; whoever reads checks for that.

export const highBit = (value: number): number => 31 - Math.clz32(value);

export class ForwardBits {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#at = start * 8;
  }

  /** At most 16 bits, the first ones lowest. */
  read(count: number): number {
    const value = bitsAt(this.#bytes, this.#at, count);
    this.#at += count;
    return value;
  }

  /** Un-reads bits. */
  back(count: number): void {
    this.#at -= count;
  }

  /** The first byte of which nothing was read. */
  get nextByte(): number {
    return (this.#at + 7) >>> 3;
  }
}

export class BackwardBits {
  readonly #bytes: Uint8Array;
  /** Bits not read yet; below zero when more were read than there are. */
  left: number;

  /** @throws RangeError when the marker bit is missing. */
  constructor(bytes: Uint8Array) {
    const last = bytes[bytes.length - 1] ?? 0;
    if (last === 0) throw new RangeError('a bit stream without its end');
    this.#bytes = bytes;
    this.left = (bytes.length - 1) * 8 + highBit(last);
  }

  /** At most 16 bits. */
  read(count: number): number {
    const at = this.left - count;
    this.left = at;
    const byte = at >> 3;
    const bytes = this.#bytes;
    if (byte < 0 || byte + 2 >= bytes.length) return bitsAt(bytes, at, count);
    const word = (bytes[byte] as number) | ((bytes[byte + 1] as number) << 8) | ((bytes[byte + 2] as number) << 16);
    return (word >>> (at & 7)) & ((1 << count) - 1);
  }

  /** At most 31 bits. */
  readLong(count: number): number {
    if (count <= 16) return this.read(count);
    const high = this.read(count - 16);
    return high * 65_536 + this.read(16);
  }
}

/** `count` ≤ 16 bits from bit `at` on; those outside are zeros. */
function bitsAt(bytes: Uint8Array, at: number, count: number): number {
  const byte = at >> 3;
  const word = (bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16);
  return (word >>> (at & 7)) & ((1 << count) - 1);
}
