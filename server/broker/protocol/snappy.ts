// Snappy, raw or framed by snappy-java, decoded with a hard bound on the output and on the work: each byte of the input is
// read once, every length is checked before it is followed.
// Format: https://github.com/google/snappy/blob/main/format_description.txt
import { Buffer } from 'node:buffer';
import { PlainOutput } from './plain-output.ts';

/** `\x82SNAPPY\0`, then two 4-byte versions, then blocks of a 4-byte length and a raw snappy block. */
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER = 16;
/** No element says more with fewer bytes: 64 bytes with three. */
const LARGEST_RATIO = 64 / 3;

/** A little-endian number of `width` bytes. */
function numberAt(input: Uint8Array, at: number, width: number, output: PlainOutput): number {
  if (at + width > input.length) output.fail('an element is cut');
  let value = 0;
  for (let nth = width - 1; nth >= 0; nth -= 1) value = value * 256 + (input[at + nth] as number);
  return value;
}

function announcedSize(input: Uint8Array, output: PlainOutput): { size: number; at: number } {
  let size = 0;
  for (let at = 0; at < 5; at += 1) {
    const byte = input[at] ?? output.fail('the length is cut');
    size += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return { size, at: at + 1 };
  }
  return output.fail('the length is too long');
}

function block(input: Uint8Array, output: PlainOutput, limit: number): void {
  const announced = announcedSize(input, output);
  if (announced.size > limit) output.fail(`more than ${limit} bytes once decompressed`);
  if (announced.size > input.length * LARGEST_RATIO) output.fail('a length that its bytes cannot have');
  const start = output.size;
  for (let at = announced.at; at < input.length; ) {
    const tag = input[at] as number;
    at += 1;
    const kind = tag & 3;
    if (kind === 0) {
      const width = Math.max(0, (tag >>> 2) - 59);
      const size = (width === 0 ? tag >>> 2 : numberAt(input, at, width, output)) + 1;
      at += width;
      if (size > input.length - at) output.fail('a literal beyond the end');
      output.raw(input, at, size);
      at += size;
    } else {
      const width = kind === 3 ? 4 : kind;
      const low = numberAt(input, at, width, output);
      at += width;
      if (kind === 1) output.match(((tag >>> 5) << 8) | low, ((tag >>> 2) & 7) + 4, start);
      else output.match(low, (tag >>> 2) + 1, start);
    }
    if (output.size - start > announced.size) output.fail('longer than announced');
  }
  if (output.size - start !== announced.size) output.fail('shorter than announced');
}

/** Plain bytes. @throws Error when they are damaged or grow beyond `limit` bytes. */
export function decodeSnappy(input: Uint8Array, limit: number): Uint8Array {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  const output = new PlainOutput('snappy', limit, input.length * 4);
  if (bytes.length < XERIAL_HEADER || !bytes.subarray(0, XERIAL.length).equals(XERIAL)) {
    block(bytes, output, limit);
    return output.plain;
  }
  for (let at = XERIAL_HEADER; at < bytes.length; ) {
    if (at + 4 > bytes.length) output.fail('a block length is cut');
    const size = bytes.readInt32BE(at);
    at += 4;
    if (size < 0 || size > bytes.length - at) output.fail('a block beyond the end');
    block(bytes.subarray(at, at + size), output, limit - output.size);
    at += size;
  }
  return output.plain;
}
