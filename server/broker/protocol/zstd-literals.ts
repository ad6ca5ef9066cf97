// The literals of a zstd block (RFC 8878, 3.1.1.3.1): stored, one byte repeated, or Huffman-coded in one or four streams.
import { BackwardBits } from './zstd-bits.ts';
import { type HuffmanTable, readHuffmanTable } from './zstd-tables.ts';

const LARGEST = 128 * 1024;

function fail(what: string): never {
  throw new Error(`zstd: ${what}`);
}

/** Literals at the start of `body`, the table to use again later, and where sequences begin. */
export function literalsOf(
  body: Uint8Array,
  known: HuffmanTable | null,
): { literals: Uint8Array; huffman: HuffmanTable | null; end: number } {
  const first = body[0] ?? fail('a block without content');
  const kind = first & 3;
  const format = (first >> 2) & 3;
  if (kind < 2) {
    const width = [1, 2, 1, 3][format] as number;
    const size = headerOf(body, width) >>> (width === 1 ? 3 : 4);
    if (size > LARGEST) fail('too many literals');
    const end = width + (kind === 0 ? size : 1);
    if (end > body.length) fail('literals are cut');
    const literals = kind === 0 ? body.subarray(width, end) : new Uint8Array(size).fill(body[width] as number);
    return { literals, huffman: known, end };
  }
  const width = [3, 3, 4, 5][format] as number;
  const sizeBits = [10, 10, 14, 18][format] as number;
  const header = Math.floor(headerOf(body, width) / 16);
  const size = header % 2 ** sizeBits;
  const end = width + Math.floor(header / 2 ** sizeBits);
  if (size > LARGEST || end > body.length) fail('literals are cut, or too many');
  const read = kind === 2 ? readHuffmanTable(body.subarray(0, end), width) : { table: known, end: width };
  const huffman = read.table ?? fail('a table that was never given');
  const coded = body.subarray(read.end, end);
  return { literals: decoded(coded, size, format === 0 ? 1 : 4, huffman), huffman, end };
}

/** A little-endian number of at most five bytes. */
function headerOf(body: Uint8Array, width: number): number {
  if (width > body.length) fail('a block is cut');
  let value = 0;
  for (let at = width - 1; at >= 0; at -= 1) value = value * 256 + (body[at] as number);
  return value;
}

function decoded(coded: Uint8Array, size: number, streams: number, table: HuffmanTable): Uint8Array {
  const literals = new Uint8Array(size);
  if (streams === 1) {
    stream(coded, literals, table);
    return literals;
  }
  if (coded.length < 6) fail('streams are cut');
  const part = (size + 3) >> 2;
  if (part * 3 > size) fail('too few literals for four streams');
  let at = 6;
  for (let nth = 0; nth < 4; nth += 1) {
    const length = nth === 3 ? coded.length - at : (coded[nth * 2] as number) | ((coded[nth * 2 + 1] as number) << 8);
    if (length < 0 || at + length > coded.length) fail('streams are cut');
    stream(coded.subarray(at, at + length), literals.subarray(part * nth, nth === 3 ? size : part * (nth + 1)), table);
    at += length;
  }
  return literals;
}

/** Fills `literals`; every bit must be used. */
function stream(coded: Uint8Array, literals: Uint8Array, { log, symbols, bits }: HuffmanTable): void {
  const source = new BackwardBits(coded);
  let window = source.read(log);
  for (let at = 0; at < literals.length; at += 1) {
    literals[at] = symbols[window] as number;
    const used = bits[window] as number;
    window = ((window << used) & ((1 << log) - 1)) + source.read(used);
    if (source.left < -log) fail('a stream is cut');
  }
  if (source.left !== -log) fail('bits are left over');
}
