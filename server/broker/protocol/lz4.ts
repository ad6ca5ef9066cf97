// LZ4 frames, decoded with a hard bound on the output and on the work: every length is checked before it is followed.
// Format: https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md and lz4_Block_format.md. Checksums are not verified:
// the record batch around has its own CRC.

const MAGIC = 0x184d2204;
const UNCOMPRESSED = 0x8000_0000;
const FLAG_BLOCK_SUM = 0x10;
const FLAG_CONTENT_SIZE = 0x08;
const FLAG_DICTIONARY = 0x01;

function fail(what: string): never {
  throw new Error(`lz4: ${what}`);
}

/** Output that grows by doubling, never beyond its limit. */
class Output {
  private readonly limit: number;
  bytes: Uint8Array;
  size = 0;
  constructor(limit: number, guess: number) {
    this.limit = limit;
    this.bytes = new Uint8Array(Math.min(limit, Math.max(1024, guess)));
  }

  /** Makes place for `count` more bytes and tells where they begin. */
  extend(count: number): number {
    const at = this.size;
    const size = at + count;
    if (size > this.limit) fail(`more than ${this.limit} bytes once decompressed`);
    if (size > this.bytes.length) {
      const next = new Uint8Array(Math.min(this.limit, size * 2));
      next.set(this.bytes.subarray(0, at));
      this.bytes = next;
    }
    this.size = size;
    return at;
  }
}

function copyPlain(output: Output, part: Uint8Array): void {
  const at = output.extend(part.length);
  output.bytes.set(part, at);
}

function copyMatch(output: Output, offset: number, count: number): void {
  if (offset === 0 || offset > output.size) fail('a match before the beginning');
  const at = output.extend(count);
  const from = at - offset;
  const bytes = output.bytes;
  if (offset >= count) bytes.copyWithin(at, from, from + count);
  else for (let index = 0; index < count; index += 1) bytes[at + index] = bytes[from + index] ?? 0;
}

function block(input: Uint8Array, start: number, end: number, output: Output): void {
  let at = start;
  const byte = (): number => {
    const value = at < end ? input[at] : undefined;
    at += 1;
    return value ?? fail('a block ends too early');
  };
  const longer = (first: number): number => {
    let length = first;
    if (first === 15) {
      for (;;) {
        const more = byte();
        length += more;
        if (more !== 255) break;
      }
    }
    return length;
  };
  while (at < end) {
    const token = byte();
    const literals = longer(token >>> 4);
    if (literals > end - at) fail('literals beyond the end of a block');
    copyPlain(output, input.subarray(at, at + literals));
    at += literals;
    if (at === end) return;
    const offset = byte() | (byte() << 8);
    copyMatch(output, offset, longer(token & 15) + 4);
  }
}

/** Decodes one LZ4 frame. @throws Error when it is damaged or grows beyond `limit` bytes. */
export function decodeLz4(input: Uint8Array, limit: number): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const word = (at: number): number => (at + 4 <= input.length ? view.getUint32(at, true) : fail('the frame is cut'));
  if (word(0) !== MAGIC) fail('not a frame');
  const flags = input[4] ?? fail('the frame is cut');
  if (flags >>> 6 !== 1) fail('unknown frame version');
  if (flags & FLAG_DICTIONARY) fail('dictionaries are not supported');
  const output = new Output(limit, input.length * 4);
  let at = flags & FLAG_CONTENT_SIZE ? 15 : 7;
  for (;;) {
    const header = word(at);
    at += 4;
    if (header === 0) return output.bytes.subarray(0, output.size);
    const size = header % UNCOMPRESSED;
    if (size > input.length - at) fail('a block beyond the end of the frame');
    if (header >= UNCOMPRESSED) copyPlain(output, input.subarray(at, at + size));
    else block(input, at, at + size, output);
    at += size + (flags & FLAG_BLOCK_SUM ? 4 : 0);
  }
}
