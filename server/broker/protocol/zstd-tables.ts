// The two kinds of tables of zstd: finite state entropy (RFC 8878, 4.1) and Huffman (4.2). A description that does not add
// up is an error; tables never have more than 2048 entries.
import { BackwardBits, ForwardBits, highBit } from './zstd-bits.ts';

/** State s stands for `symbols[s]`; the next state is `base[s]` and as many more bits as `bits[s]`. */
export type FseTable = { log: number; symbols: Uint8Array; bits: Uint8Array; base: Uint16Array };
/** Indexed by the next `log` bits. */
export type HuffmanTable = { log: number; symbols: Uint8Array; bits: Uint8Array };

const MAX_WEIGHT = 11;
const WEIGHT_LOG = 6;
const SYMBOLS = 256;

function fail(what: string): never {
  throw new Error(`zstd: ${what}`);
}

/** One symbol, no bits. */
export const rleTable = (symbol: number): FseTable => ({
  log: 0,
  symbols: Uint8Array.of(symbol),
  bits: Uint8Array.of(0),
  base: Uint16Array.of(0),
});

/** `counts`: how many states each symbol has; −1: less than one, it gets a single state at the end. */
export function fseTable(counts: readonly number[], log: number): FseTable {
  const size = 1 << log;
  const table = { log, symbols: new Uint8Array(size), bits: new Uint8Array(size), base: new Uint16Array(size) };
  const next = counts.map((count) => Math.abs(count));
  let high = size;
  for (const [symbol, count] of counts.entries()) {
    if (count !== -1) continue;
    high -= 1;
    table.symbols[high] = symbol;
  }
  const step = (size >> 1) + (size >> 3) + 3;
  let at = 0;
  for (const [symbol, count] of counts.entries()) {
    for (let nth = 0; nth < count; nth += 1) {
      table.symbols[at] = symbol;
      do at = (at + step) & (size - 1);
      while (at >= high);
    }
  }
  for (let state = 0; state < size; state += 1) {
    const symbol = table.symbols[state] as number;
    const value = next[symbol] as number;
    next[symbol] = value + 1;
    const bits = log - highBit(value);
    table.bits[state] = bits;
    table.base[state] = (value << bits) - size;
  }
  return table;
}

/** Reads the description at `start`. `end`: the first byte behind it. */
export function readFseTable(
  bytes: Uint8Array,
  start: number,
  maxLog: number,
  maxSymbols: number,
): { table: FseTable; end: number } {
  const source = new ForwardBits(bytes, start);
  const log = source.read(4) + 5;
  if (log > maxLog) fail('a table that is too large');
  const counts: number[] = [];
  let left = 1 << log;
  while (left > 0 && counts.length < maxSymbols) {
    const bits = highBit(left + 1) + 1;
    let value = source.read(bits);
    const lower = (1 << (bits - 1)) - 1;
    const spare = (1 << bits) - 2 - left;
    if ((value & lower) < spare) {
      source.back(1);
      value &= lower;
    } else if (value > lower) value -= spare;
    const count = value - 1;
    left -= Math.abs(count);
    counts.push(count);
    for (let repeat = count === 0 ? 3 : 0; repeat === 3; ) {
      repeat = source.read(2);
      for (let nth = 0; nth < repeat; nth += 1) counts.push(0);
      if (counts.length > maxSymbols) fail('a table with too many symbols');
    }
  }
  const end = source.nextByte;
  if (left !== 0 || end > bytes.length) fail('a table that does not add up');
  return { table: fseTable(counts, log), end };
}

/** Weights written with an entropy code of their own: two states in turns, until the bits are used up. */
function readWeights(bytes: Uint8Array): number[] {
  const { table, end } = readFseTable(bytes, 0, WEIGHT_LOG, SYMBOLS);
  const bits = new BackwardBits(bytes.subarray(end));
  const states = [bits.read(table.log), bits.read(table.log)];
  const weights: number[] = [];
  for (let turn = 0; weights.length < SYMBOLS; turn ^= 1) {
    const state = states[turn] as number;
    weights.push(table.symbols[state] as number);
    states[turn] = (table.base[state] as number) + bits.read(table.bits[state] as number);
    if (bits.left >= 0) continue;
    weights.push(table.symbols[states[turn ^ 1] as number] as number);
    return weights;
  }
  return fail('too many weights');
}

/** Reads the description at `start`. `end`: the first byte behind it. */
export function readHuffmanTable(bytes: Uint8Array, start: number): { table: HuffmanTable; end: number } {
  const header = bytes[start] ?? fail('a table is cut');
  const count = header - 127;
  const end = start + 1 + (header < 128 ? header : (count + 1) >> 1);
  if (end > bytes.length) fail('a table is cut');
  const body = bytes.subarray(start + 1, end);
  if (header < 128) return { table: huffmanTable(readWeights(body)), end };
  const weights = Array.from({ length: count }, (_, at) => ((body[at >> 1] as number) >> (at & 1 ? 0 : 4)) & 15);
  return { table: huffmanTable(weights), end };
}

/** The last weight is not written: it is what is missing to a power of two. */
function huffmanTable(weights: number[]): HuffmanTable {
  let sum = 0;
  for (const weight of weights) {
    if (weight > MAX_WEIGHT) fail('a weight that is too large');
    if (weight > 0) sum += 1 << (weight - 1);
  }
  if (sum === 0) fail('a table without symbols');
  const log = highBit(sum) + 1;
  const missing = (1 << log) - sum;
  if (log > MAX_WEIGHT || (missing & (missing - 1)) !== 0 || weights.length >= SYMBOLS) fail('weights do not add up');
  const all = [...weights, highBit(missing) + 1];
  const table = { log, symbols: new Uint8Array(1 << log), bits: new Uint8Array(1 << log) };
  let at = 0;
  for (let weight = 1; weight <= log; weight += 1) {
    for (const [symbol, mine] of all.entries()) {
      if (mine !== weight) continue;
      const to = at + (1 << (weight - 1));
      table.symbols.fill(symbol, at, to);
      table.bits.fill(log + 1 - weight, at, to);
      at = to;
    }
  }
  return table;
}
