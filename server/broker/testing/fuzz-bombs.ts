// Produce requests with sound checksums around contents made to harm whoever looks into them: kilobytes that become many
// megabytes, lengths that lie, loops. The broker takes them as they are; what shows records must survive them.

import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { produce } from '../apis/00-produce/messages.ts';
import { crc32c } from '../log/crc32c.ts';
import type { Compression } from '../protocol/compression.ts';
import { encodeBatch } from '../protocol/encode-batch.ts';
import { requestFrame } from '../protocol/headers.ts';

const MiB = 1024 * 1024;
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

const batchOf = (compression: Compression, body: Uint8Array): Uint8Array =>
  encodeBatch([{ value: 'bomb' }], { compression, compress: () => body });

/** One literal, then the same byte again and again. */
function lz4Run(bytes: number): Buffer {
  const block = Buffer.concat([hex('1f 41 0100'), Buffer.alloc(Math.floor(bytes / 255), 0xff), hex('00 00')]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(block.length);
  return Buffer.concat([hex('04224d18 60 70 73'), size, block, Buffer.alloc(4)]);
}

/** Its length, one literal, copies of 64 bytes from one byte ago. */
function snappyRun(copies: number): Buffer {
  const length = 1 + copies * 64;
  const varint = [length & 0x7f, (length >> 7) & 0x7f, (length >> 14) & 0x7f, length >> 21];
  const announced = varint.map((part, nth) => (nth < 3 ? part | 0x80 : part));
  return Buffer.concat([
    Buffer.from(announced),
    hex('00 41'),
    Buffer.from(Array.from({ length: copies }, () => [0xfe, 1, 0]).flat()),
  ]);
}

const zstdGround = hex('28b52ffd 00 58 02 00 10 41');
const zstdRun = (blocks: number): Buffer =>
  Buffer.concat([
    hex('28b52ffd 00 58'),
    ...Array.from({ length: blocks }, (_, nth) => hex(nth === blocks - 1 ? '03 00 10 00' : '02 00 10 00')),
  ]);

/** The batch with another number of records announced, and its checksum made right again. */
function announcing(batch: Uint8Array, records: number): Uint8Array {
  const bytes = Buffer.from(batch);
  bytes.writeInt32BE(records - 1, 23);
  bytes.writeInt32BE(records, 57);
  bytes.writeUInt32BE(crc32c(bytes, 21), 17);
  return bytes;
}

/** Frames without their size. Made once: some take a while. */
export function bombFrames(): Buffer[] {
  const batches = [
    batchOf('gzip', gzipSync(Buffer.alloc(16 * MiB))),
    encodeBatch([{ value: Buffer.alloc(7 * MiB) }], { compression: 'gzip' }),
    encodeBatch(
      Array.from({ length: 20_000 }, () => ({ value: 'x'.repeat(100) })),
      { compression: 'gzip' },
    ),
    // A literal of negative length: back to its own beginning.
    batchOf('snappy', hex('10 fc faffffff 0000')),
    batchOf('snappy', hex('ffffffff07 00 41')),
    batchOf('snappy', snappyRun(16_000)),
    batchOf('lz4', lz4Run(9 * MiB)),
    batchOf('zstd', zstdRun(128)),
    // 98,047 matches of 65 kB, of which no bit is there.
    batchOf('zstd', Buffer.concat([zstdGround, hex('4d 00 00'), hex('00 ff ff ff 54 00 00 34 01')])),
    // A window of two gigabytes.
    batchOf('zstd', hex('28b52ffd 00 a8 01 00 00')),
    announcing(encodeBatch([{ value: 'one' }]), 0x7fffffff),
    announcing(encodeBatch([{ value: 'one' }]), 1_000_000),
  ];
  return batches.map((records, nth) => {
    const topicData = [{ name: 'healthy', partitionData: [{ index: nth % 3, records }] }];
    const message = { transactionalId: null, acks: nth % 2 === 0 ? -1 : 1, timeoutMs: 1_000, topicData };
    return Buffer.concat(requestFrame(produce, 9, { correlationId: nth, clientId: 'bomb' }, message)).subarray(4);
  });
}
