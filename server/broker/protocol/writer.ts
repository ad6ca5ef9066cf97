// Writes protocol primitives into growing memory; big byte strings become chunks of their own instead of being copied.
import { Buffer } from 'node:buffer';

/** The message cannot be written: a string too long, a chunk too big. A fault of our own code, never of a client. */
export class EncodeError extends Error {
  override readonly name = 'EncodeError';
}

const TWO_32 = 0x1_0000_0000;
const FIRST_SIZE = 256;
/** Byte strings above this size are sent as they are. */
const CHUNK_FROM = 4_096;

export class Writer {
  private buffer = Buffer.allocUnsafe(FIRST_SIZE);
  private view = new DataView(this.buffer.buffer, this.buffer.byteOffset, FIRST_SIZE);
  /** Where the chunk being written begins. */
  private start = 0;
  private position = 0;
  private readonly chunks: Uint8Array[] = [];
  private flushed = 0;

  /** Bytes written so far. */
  get size(): number {
    return this.flushed + this.position - this.start;
  }

  private room(size: number): number {
    const at = this.position;
    if (at + size > this.buffer.length) return this.grow(size);
    this.position = at + size;
    return at;
  }

  private grow(size: number): number {
    const pending = this.buffer.subarray(this.start, this.position);
    const next = Buffer.allocUnsafe(Math.max(FIRST_SIZE, (pending.length + size) * 2));
    next.set(pending);
    this.buffer = next;
    this.view = new DataView(next.buffer, next.byteOffset, next.length);
    this.start = 0;
    this.position = pending.length + size;
    return pending.length;
  }

  private flush(): void {
    if (this.position === this.start) return;
    this.chunks.push(this.buffer.subarray(this.start, this.position));
    this.flushed += this.position - this.start;
    this.start = this.position;
  }

  /** All that was written, in order. The writer is spent afterwards. */
  finish(): Uint8Array[] {
    this.flush();
    return this.chunks;
  }

  bool(value: boolean): void {
    const at = this.room(1);
    this.view.setInt8(at, value ? 1 : 0);
  }
  int8(value: number): void {
    const at = this.room(1);
    this.view.setInt8(at, value);
  }
  int16(value: number): void {
    const at = this.room(2);
    this.view.setInt16(at, value);
  }
  uint16(value: number): void {
    const at = this.room(2);
    this.view.setUint16(at, value);
  }
  int32(value: number): void {
    const at = this.room(4);
    this.view.setInt32(at, value);
  }
  uint32(value: number): void {
    const at = this.room(4);
    this.view.setUint32(at, value);
  }
  /** A whole number; at or above 2^63 the largest int64 is written. */
  int64(value: number): void {
    const at = this.room(8);
    const high = Math.floor(value / TWO_32);
    const over = high > 0x7fff_ffff;
    this.view.setInt32(at, over ? 0x7fff_ffff : high);
    this.view.setUint32(at + 4, over ? 0xffff_ffff : value - high * TWO_32);
  }
  float64(value: number): void {
    const at = this.room(8);
    this.view.setFloat64(at, value);
  }
  /** 22 characters of base64url. @throws EncodeError when it is not 16 bytes. */
  uuid(value: string): void {
    const at = this.room(16);
    if (this.buffer.write(value, at, 16, 'base64url') !== 16) throw new EncodeError(`not a uuid: ${value}`);
  }

  private base128(value: number): void {
    let left = value;
    while (left >= 0x80) {
      const at = this.room(1);
      this.view.setUint8(at, (left % 128) + 128);
      left = Math.floor(left / 128);
    }
    const at = this.room(1);
    this.view.setUint8(at, left);
  }
  uvarint(value: number): void {
    this.base128(value);
  }
  varint(value: number): void {
    this.base128(((value << 1) ^ (value >> 31)) >>> 0);
  }
  /** Exact while |value| < 2^52. */
  varlong(value: number): void {
    this.base128(value >= 0 ? value * 2 : -value * 2 - 1);
  }

  /** The length in front of a string, byte string or array; null writes the mark of "no value". */
  length(size: number | null, compact: boolean, small: boolean): void {
    if (compact) this.uvarint(size === null ? 0 : size + 1);
    else if (small && size !== null && size > 0x7fff) throw new EncodeError(`string of ${size} bytes, at most 32767`);
    else if (small) this.int16(size ?? -1);
    else this.int32(size ?? -1);
  }

  string(value: string | null, compact: boolean): void {
    if (value === null) {
      this.length(null, compact, true);
      return;
    }
    const size = Buffer.byteLength(value);
    this.length(size, compact, true);
    const at = this.room(size);
    if (size === value.length) this.buffer.write(value, at, size, 'latin1');
    else this.buffer.write(value, at, size, 'utf8');
  }

  /** A byte string from one or several chunks. Large chunks are not copied: they must not change before they are sent. */
  data(value: Uint8Array | readonly Uint8Array[] | null, compact: boolean): void {
    if (value === null) {
      this.length(null, compact, false);
      return;
    }
    const chunks: readonly Uint8Array[] = value instanceof Uint8Array ? [value] : value;
    let size = 0;
    for (const chunk of chunks) size += chunk.length;
    this.length(size, compact, false);
    for (const chunk of chunks) this.raw(chunk);
  }

  /** Bytes as they are, without a length. */
  raw(chunk: Uint8Array): void {
    if (chunk.length < CHUNK_FROM) {
      const at = this.room(chunk.length);
      this.buffer.set(chunk, at);
      return;
    }
    this.flush();
    this.chunks.push(chunk);
    this.flushed += chunk.length;
  }
}
