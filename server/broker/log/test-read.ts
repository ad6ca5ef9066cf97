// Reading a log back in the tests: every record with its offset, decoded here and not by the code under test.
import type { PartitionLog } from './types.ts';

export type SeenRecord = { offset: number; value: string };

/** Decodes whole uncompressed batches. Throws when the bytes are not exactly that. */
export function decode(chunks: Uint8Array[]): SeenRecord[] {
  const seen: SeenRecord[] = [];
  for (const chunk of chunks) {
    const bytes = Buffer.from(chunk);
    let at = 0;
    while (at < bytes.length) {
      const base = Number(bytes.readBigInt64BE(at));
      const end = at + 12 + bytes.readInt32BE(at + 8);
      const count = bytes.readInt32BE(at + 57);
      let position = at + 61;
      const varint = () => {
        let value = 0n;
        let shift = 0n;
        for (;;) {
          const byte = BigInt(bytes.readUInt8(position));
          position += 1;
          value |= (byte & 0x7fn) << shift;
          if (byte < 0x80n) return Number((value >> 1n) ^ -(value & 1n));
          shift += 7n;
        }
      };
      for (let index = 0; index < count; index++) {
        varint();
        position += 1;
        varint();
        const offset = base + varint();
        const key = varint();
        if (key > 0) position += key;
        const length = varint();
        seen.push({ offset, value: bytes.toString('utf8', position, position + length) });
        position += length + 1;
      }
      if (position !== end) throw new Error(`records end at ${position}, the batch at ${end}`);
      at = end;
    }
  }
  return seen;
}

/** Everything from the log's start, `maxBytes` at a time, the way a consumer would. */
export async function readAll(log: PartitionLog, maxBytes = 1 << 20): Promise<SeenRecord[]> {
  const all: SeenRecord[] = [];
  let offset = log.logStart;
  for (;;) {
    const { chunks } = await log.read(offset, maxBytes, log.highWatermark);
    const seen = decode(chunks).filter((record) => record.offset >= offset);
    const last = seen.at(-1);
    if (last === undefined) return all;
    all.push(...seen);
    offset = last.offset + 1;
  }
}
