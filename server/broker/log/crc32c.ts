// CRC-32C (Castagnoli, polynomial 0x1EDC6F41 reflected), slicing-by-8: RFC 3720 appendix B.4, KIP-98 for record batches.
// Plain JavaScript on purpose: no native code to install, and faster than a native call below about 150 bytes.

const SLICES = 8;
const tables = new Int32Array(SLICES * 256);
for (let byte = 0; byte < 256; byte++) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  tables[byte] = crc;
}
for (let index = 256; index < tables.length; index++) {
  const previous = tables[index - 256] as number;
  tables[index] = (tables[previous & 0xff] as number) ^ (previous >>> 8);
}

/**
 * CRC-32C of `bytes[start, end)`, unsigned. `seed` is the CRC of what came before, to continue a computation.
 * The indexes below are masked to the tables and to [start, end): the assertions are true by construction.
 */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length, seed = 0): number {
  const table = tables;
  let crc = ~seed;
  let at = start;
  const last8 = end - 8;
  while (at <= last8) {
    const low = crc ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
    crc =
      table[0x700 + (low & 0xff)]! ^
      table[0x600 + ((low >>> 8) & 0xff)]! ^
      table[0x500 + ((low >>> 16) & 0xff)]! ^
      table[0x400 + (low >>> 24)]! ^
      table[0x300 + bytes[at + 4]!]! ^
      table[0x200 + bytes[at + 5]!]! ^
      table[0x100 + bytes[at + 6]!]! ^
      table[bytes[at + 7]!]!;
    at += 8;
  }
  while (at < end) {
    crc = table[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
    at += 1;
  }
  return ~crc >>> 0;
}
