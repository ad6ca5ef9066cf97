// LZ4 frames, decoded with a hard bound on the output and on the work: every length is checked before it is followed.
// Format: https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md and lz4_Block_format.md. Checksums are not verified:
// the record batch around has its own CRC.
import { PlainOutput } from './plain-output.ts';

const MAGIC = 0x184d2204;
const UNCOMPRESSED = 0x8000_0000;
const FLAG_BLOCK_SUM = 0x10;
const FLAG_CONTENT_SIZE = 0x08;
const FLAG_DICTIONARY = 0x01;

function block(input: Uint8Array, start: number, end: number, output: PlainOutput): void {
  let at = start;
  const byte = (): number => {
    const value = at < end ? input[at] : undefined;
    at += 1;
    return value ?? output.fail('a block ends too early');
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
    if (literals > end - at) output.fail('literals beyond the end of a block');
    output.raw(input, at, literals);
    at += literals;
    if (at === end) return;
    const offset = byte() | (byte() << 8);
    output.match(offset, longer(token & 15) + 4);
  }
}

/** Decodes one LZ4 frame. @throws Error when it is damaged or grows beyond `limit` bytes. */
export function decodeLz4(input: Uint8Array, limit: number): Uint8Array {
  const output = new PlainOutput('lz4', limit, input.length * 4);
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const word = (at: number): number =>
    at + 4 <= input.length ? view.getUint32(at, true) : output.fail('the frame is cut');
  if (word(0) !== MAGIC) output.fail('not a frame');
  const flags = input[4] ?? output.fail('the frame is cut');
  if (flags >>> 6 !== 1) output.fail('unknown frame version');
  if (flags & FLAG_DICTIONARY) output.fail('dictionaries are not supported');
  let at = flags & FLAG_CONTENT_SIZE ? 15 : 7;
  for (;;) {
    const header = word(at);
    at += 4;
    if (header === 0) return output.plain;
    const size = header % UNCOMPRESSED;
    if (size > input.length - at) output.fail('a block beyond the end of the frame');
    if (header >= UNCOMPRESSED) output.raw(input, at, size);
    else block(input, at, at + size, output);
    at += size + (flags & FLAG_BLOCK_SUM ? 4 : 0);
  }
}
