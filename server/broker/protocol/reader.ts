// Reads protocol primitives from one frame. Strict: nothing is read past the end, no length or count is believed.
// Types: https://kafka.apache.org/protocol#protocol_types
import { Buffer } from 'node:buffer';

/** Elements of all arrays of one message together: bounds what a hostile frame can make us build. */
const MAX_ELEMENTS = 1_000_000;

/** The bytes are not the message they claim to be. `path` names the field, `position` counts bytes from the frame's start. */
export class DecodeError extends Error {
  readonly what: string;
  readonly position: number;
  readonly path: string;
  constructor(what: string, position: number, path = '') {
    // Whoever sends bad frames makes thousands a second: no stack, it is half of their price and says nothing.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(path === '' ? `${what} at byte ${position}` : `${path}: ${what} at byte ${position}`);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'DecodeError';
    this.what = what;
    this.position = position;
    this.path = path;
  }

  /** The same error, seen from the field or array item that contains it. */
  under(name: string): DecodeError {
    const path = this.path === '' ? name : this.path.startsWith('[') ? name + this.path : `${name}.${this.path}`;
    return new DecodeError(this.what, this.position, path);
  }
}

export class Reader {
  readonly bytes: Buffer;
  readonly end: number;
  position: number;
  private readonly view: DataView;
  private elements = 0;

  constructor(bytes: Uint8Array, start = 0) {
    this.bytes = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.position = start;
    this.end = bytes.byteLength;
  }

  get remaining(): number {
    return this.end - this.position;
  }

  fail(what: string): never {
    throw new DecodeError(what, this.position);
  }

  /** Position of the next `size` bytes, stepped over. @throws DecodeError when they are not all there. */
  take(size: number): number {
    const at = this.position;
    if (size > this.end - at) this.fail(`needs ${size} bytes, ${this.end - at} left`);
    this.position = at + size;
    return at;
  }

  bool(): boolean {
    return this.view.getInt8(this.take(1)) !== 0;
  }
  int8(): number {
    return this.view.getInt8(this.take(1));
  }
  int16(): number {
    return this.view.getInt16(this.take(2));
  }
  uint16(): number {
    return this.view.getUint16(this.take(2));
  }
  int32(): number {
    return this.view.getInt32(this.take(4));
  }
  uint32(): number {
    return this.view.getUint32(this.take(4));
  }
  /** Exact to 2^53; beyond, the nearest double. */
  int64(): number {
    const at = this.take(8);
    return this.view.getInt32(at) * 0x1_0000_0000 + this.view.getUint32(at + 4);
  }
  float64(): number {
    return this.view.getFloat64(this.take(8));
  }
  uuid(): string {
    const at = this.take(16);
    return this.bytes.toString('base64url', at, at + 16);
  }

  /** Unsigned base-128, least significant group first, at most `limit` bytes. */
  private base128(limit: number): number {
    let value = 0;
    let scale = 1;
    for (let count = 1; ; count += 1) {
      const byte = this.view.getUint8(this.take(1));
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      if (count === limit) this.fail(`variable-length number longer than ${limit} bytes`);
      scale *= 128;
    }
  }
  uvarint(): number {
    const value = this.base128(5);
    return value <= 0xffff_ffff ? value : this.fail('variable-length number above 32 bits');
  }
  /** Zigzag, 32 bits. */
  varint(): number {
    const value = this.uvarint();
    return (value >>> 1) ^ -(value & 1);
  }
  /** Zigzag, 64 bits: exact to 2^53. */
  varlong(): number {
    const value = this.base128(10);
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** A length or count as sent: null for -1, otherwise never negative. */
  length(compact: boolean, small: boolean): number | null {
    const size = compact ? this.uvarint() - 1 : small ? this.int16() : this.int32();
    if (size >= 0) return size;
    return size === -1 ? null : this.fail(`negative length ${size}`);
  }

  string(compact: boolean): string | null {
    const size = this.length(compact, true);
    return size === null ? null : this.text(size);
  }

  /** `size` bytes of UTF-8. */
  text(size: number): string {
    const at = this.take(size);
    const end = at + size;
    if (size <= 128) {
      let seen = 0;
      for (let index = at; index < end; index += 1) seen |= this.view.getUint8(index);
      if (seen < 0x80) return this.bytes.toString('latin1', at, end);
    }
    return this.bytes.toString('utf8', at, end);
  }

  /** A view on the frame: valid as long as the frame is, and keeps it in memory. */
  slice(compact: boolean): Uint8Array | null {
    const size = this.length(compact, false);
    if (size === null) return null;
    const at = this.take(size);
    return this.bytes.subarray(at, at + size);
  }

  /** A copy. */
  data(compact: boolean): Uint8Array | null {
    const view = this.slice(compact);
    return view === null ? null : new Uint8Array(view);
  }

  /** An array's count, checked against what is left when each item takes at least `smallest` bytes. */
  count(compact: boolean, smallest: number): number | null {
    const count = this.length(compact, false);
    if (count === null) return null;
    if (count * smallest > this.remaining) this.fail(`${count} items announced, ${this.remaining} bytes left`);
    this.elements += count;
    if (this.elements > MAX_ELEMENTS) this.fail(`more than ${MAX_ELEMENTS} items in one message`);
    return count;
  }

  /** Steps over a whole tag section, whatever it holds (KIP-482). */
  skipTags(): void {
    for (let left = this.uvarint(); left > 0; left -= 1) {
      this.uvarint();
      this.take(this.uvarint());
    }
  }
}
