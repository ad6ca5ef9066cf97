// Zstandard frames (RFC 8878), decoded with a hard bound on the output and on the work: a block makes at most 128 KiB, no
// size is believed before it is followed, no window is reserved. Checksums are not verified: the record batch around has
// its own CRC. Dictionaries are not supported: Kafka has none.
import { PlainOutput } from './plain-output.ts';
import { BackwardBits } from './zstd-bits.ts';
import { literalsOf } from './zstd-literals.ts';
import { type FseTable, fseTable, type HuffmanTable, readFseTable, rleTable } from './zstd-tables.ts';

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
const BLOCK = 128 * 1024;

/** Tables that a later block may use again, and the last three offsets. */
type Frame = { start: number; huffman: HuffmanTable | null; tables: (FseTable | null)[]; recent: number[] };

/** Literal lengths, offsets, match lengths: how they are read, in the order of their tables. */
type Kind = { maxLog: number; symbols: number; usual: FseTable };
const usual = (log: number, counts: string): FseTable => fseTable(counts.split(' ').map(Number), log);
const minusOnes = (count: number): string => ' -1'.repeat(count);
const kinds: readonly Kind[] = [
  {
    maxLog: 9,
    symbols: 36,
    usual: usual(6, `4 3 2 2 2 2 2 2 2 2 2 2 2 1 1 1 2 2 2 2 2 2 2 2 2 3 2 1 1 1 1 1${minusOnes(4)}`),
  },
  { maxLog: 8, symbols: 32, usual: usual(5, `1 1 1 1 1 1 2 2 2 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1${minusOnes(5)}`) },
  { maxLog: 9, symbols: 53, usual: usual(6, `1 4 3 2 2 2 2 2 2${' 1'.repeat(37)}${minusOnes(7)}`) },
];

/** Extra bits of the codes from `first` on, and with them what each code stands for. Codes below say themselves. */
function lengthCodes(first: number, least: number, extra: string): { base: number[]; bits: number[] } {
  const bits = [...Array<number>(first).fill(0), ...extra.split(' ').map(Number)];
  const base: number[] = [];
  let next = least;
  for (const count of bits) {
    base.push(next);
    next += 2 ** count;
  }
  return { base, bits };
}
const literalCodes = lengthCodes(16, 0, '1 1 1 1 2 2 3 3 4 6 7 8 9 10 11 12 13 14 15 16');
const matchCodes = lengthCodes(32, 3, '1 1 1 1 2 2 3 3 4 4 5 7 8 9 10 11 12 13 14 15 16');

/** Plain bytes of the frames that follow each other. @throws Error when they are damaged or grow beyond `limit` bytes. */
export function decodeZstd(input: Uint8Array, limit: number): Uint8Array {
  const output = new PlainOutput('zstd', limit, input.length * 4);
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  for (let at = 0; at < input.length; ) {
    if (at + 8 > input.length) output.fail('the frame is cut');
    const magic = view.getUint32(at, true);
    if (magic === MAGIC) at = frame(input, at + 4, output);
    else if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) at += 8 + view.getUint32(at + 4, true);
    else output.fail('not a frame');
    if (at > input.length) output.fail('the frame is cut');
  }
  return output.plain;
}

/** @returns where the frame ends. */
function frame(input: Uint8Array, start: number, output: PlainOutput): number {
  const flags = input[start] as number;
  const single = (flags >> 5) & 1;
  if (flags & 8) output.fail('a reserved bit is set');
  if (flags & 3) output.fail('dictionaries are not supported');
  const sizeBytes = [single, 2, 4, 8][flags >> 6] as number;
  let at = start + 1 + (single ? 0 : 1) + sizeBytes;
  const state: Frame = { start: output.size, huffman: null, tables: [null, null, null], recent: [1, 4, 8] };
  for (let last = false; !last; ) {
    if (at + 3 > input.length) output.fail('a block is cut');
    const head = (input[at] as number) | ((input[at + 1] as number) << 8) | ((input[at + 2] as number) << 16);
    at += 3;
    last = (head & 1) === 1;
    const kind = (head >> 1) & 3;
    const size = head >> 3;
    const stored = kind === 1 ? 1 : size;
    if (kind === 3 || size > BLOCK) output.fail('a block of an unknown kind, or too large');
    if (stored > input.length - at) output.fail('a block beyond the end');
    const body = input.subarray(at, at + stored);
    if (kind === 0) output.raw(body);
    else if (kind === 1) output.repeat(body[0] as number, size);
    else compressed(body, output, state);
    at += stored;
  }
  return at + (flags & 4);
}

function compressed(body: Uint8Array, output: PlainOutput, state: Frame): void {
  const { literals, huffman, end } = literalsOf(body, state.huffman);
  state.huffman = huffman;
  if (literals.length > BLOCK) output.fail('too many literals');
  let at = end;
  const byte = (): number => body[at++] ?? output.fail('sequences are cut');
  let count = byte();
  if (count === 255) count = byte() + (byte() << 8) + 0x7f00;
  else if (count > 127) count = ((count - 128) << 8) + byte();
  if (count === 0) {
    output.raw(literals);
    return;
  }
  const modes = byte();
  if (modes & 3) output.fail('a reserved bit is set');
  for (const [nth, kind] of kinds.entries()) {
    const mode = (modes >> (6 - 2 * nth)) & 3;
    if (mode === 0) state.tables[nth] = kind.usual;
    else if (mode === 1) {
      const symbol = byte();
      if (symbol >= kind.symbols) output.fail('an unknown code');
      state.tables[nth] = rleTable(symbol);
    } else if (mode === 2) {
      const read = readFseTable(body, at, kind.maxLog, kind.symbols);
      state.tables[nth] = read.table;
      at = read.end;
    }
  }
  sequences(count, new BackwardBits(body.subarray(at)), literals, output, state);
}

function sequences(count: number, bits: BackwardBits, literals: Uint8Array, output: PlainOutput, state: Frame): void {
  const [lengths, offsets, matches] = state.tables;
  if (!lengths || !offsets || !matches) output.fail('a table that was never given');
  const before = output.size;
  let used = 0;
  let length = bits.read(lengths.log);
  let offset = bits.read(offsets.log);
  let match = bits.read(matches.log);
  for (let left = count; left > 0; left -= 1) {
    const offsetBits = offsets.symbols[offset] as number;
    const matchCode = matches.symbols[match] as number;
    const literalCode = lengths.symbols[length] as number;
    const distance = 2 ** offsetBits + bits.readLong(offsetBits);
    const matched = (matchCodes.base[matchCode] as number) + bits.read(matchCodes.bits[matchCode] as number);
    const plain = (literalCodes.base[literalCode] as number) + bits.read(literalCodes.bits[literalCode] as number);
    if (left > 1) {
      length = (lengths.base[length] as number) + bits.read(lengths.bits[length] as number);
      match = (matches.base[match] as number) + bits.read(matches.bits[match] as number);
      offset = (offsets.base[offset] as number) + bits.read(offsets.bits[offset] as number);
    }
    if (bits.left < 0) output.fail('sequences are cut');
    if (plain > literals.length - used) output.fail('more literals than there are');
    output.raw(literals, used, plain);
    used += plain;
    output.match(offsetOf(distance, plain === 0, state.recent), matched, state.start);
    if (output.size - before > BLOCK) output.fail('a block that becomes too large');
  }
  if (bits.left !== 0) output.fail('bits are left over');
  output.raw(literals, used, literals.length - used);
  if (output.size - before > BLOCK) output.fail('a block that becomes too large');
}

/** One to three stand for recent offsets (RFC 8878, 3.1.1.5); the offset used becomes the most recent one. */
function offsetOf(value: number, withoutLiterals: boolean, recent: number[]): number {
  const nth = value + (withoutLiterals ? 1 : 0);
  const first = recent[0] as number;
  if (value <= 3 && nth === 1) return first;
  const chosen = value > 3 ? value - 3 : nth === 4 ? first - 1 : (recent[nth - 1] as number);
  if (value > 3 || nth !== 2) recent[2] = recent[1] as number;
  recent[1] = first;
  recent[0] = chosen;
  return chosen;
}
