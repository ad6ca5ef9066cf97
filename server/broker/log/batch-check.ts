// What a Produce request's records must satisfy before anything is stored. A refusal is a value: a Kafka error code
// and a sentence for the log. Codes: https://kafka.apache.org/protocol#protocol_error_codes
import {
  type BatchHeader,
  batchBytesAt,
  COMPRESSION_MASK,
  CONTROL,
  crcMatches,
  DELETE_HORIZON,
  HEADER_BYTES,
  LOG_APPEND_TIME,
  magicAt,
  readHeader,
  TRANSACTIONAL,
  viewOf,
} from './batch-header.ts';
import { hasNullKey } from './batch-records.ts';
import { ErrorCode } from './error-code.ts';
import type { TopicConfig } from './types.ts';

export type Refusal = { ok: false; code: number; message: string };
export type CheckedBatches = { ok: true; view: DataView; batches: BatchHeader[]; count: number };

const refuse = (code: number, message: string): Refusal => ({ ok: false, code, message });

/** Checks every batch of a records field: all of them are good, or nothing is stored. */
export function checkBatches(raw: Uint8Array, config: TopicConfig): CheckedBatches | Refusal {
  const view = viewOf(raw);
  const batches: BatchHeader[] = [];
  let count = 0;
  let at = 0;
  while (at < raw.length) {
    // Old message sets keep their magic at byte 16 too, so they are told apart before anything else is believed.
    if (at + 17 > raw.length) return refuse(ErrorCode.CORRUPT_MESSAGE, `batch cut at byte ${at}: no magic`);
    const magic = magicAt(view, at);
    if (magic !== 2)
      return refuse(ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT, `magic ${magic}: only record batches v2 are stored`);
    const bytes = batchBytesAt(view, at);
    if (bytes < HEADER_BYTES || at + bytes > raw.length)
      return refuse(ErrorCode.CORRUPT_MESSAGE, `batch at byte ${at} says ${bytes} bytes, ${raw.length - at} are there`);
    const header = readHeader(view, at);
    const refusal = checkBatch(raw, view, header, config);
    if (refusal !== null) return refusal;
    batches.push(header);
    count += header.count;
    at += bytes;
  }
  if (batches.length === 0) return refuse(ErrorCode.INVALID_RECORD, 'no record batch');
  // Kafka allows one batch per partition from Produce v3 on. Several are taken here, but sequences would then need
  // a half-applied window when the second is refused, so an idempotent producer keeps to one.
  if (batches.length > 1 && batches.some((batch) => batch.producerId >= 0))
    return refuse(ErrorCode.INVALID_RECORD, 'an idempotent producer sends one batch per partition and request');
  return { ok: true, view, batches, count };
}

function checkBatch(raw: Uint8Array, view: DataView, header: BatchHeader, config: TopicConfig): Refusal | null {
  const { attributes, bytes, count, lastOffsetDelta, producerId } = header;
  if (bytes > config['max.message.bytes'])
    return refuse(
      ErrorCode.MESSAGE_TOO_LARGE,
      `batch of ${bytes} bytes, max.message.bytes is ${config['max.message.bytes']}`,
    );
  if (!crcMatches(raw, view, header.position, bytes))
    return refuse(ErrorCode.CORRUPT_MESSAGE, 'the CRC-32C of the batch does not match its bytes');
  if (lastOffsetDelta < 0 || count !== lastOffsetDelta + 1)
    return refuse(ErrorCode.INVALID_RECORD, `${count} records, last offset delta ${lastOffsetDelta}`);
  if ((attributes & COMPRESSION_MASK) > 4)
    return refuse(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, `compression ${attributes & COMPRESSION_MASK} is unknown`);
  if (attributes & CONTROL) return refuse(ErrorCode.INVALID_RECORD, 'clients do not write control batches');
  if (attributes & DELETE_HORIZON) return refuse(ErrorCode.INVALID_RECORD, 'only compaction sets a delete horizon');
  // Without a transaction coordinator nothing would ever end the transaction: readers must not see its records.
  if (attributes & TRANSACTIONAL) return refuse(ErrorCode.INVALID_TXN_STATE, 'transactions are not served');
  if (attributes & LOG_APPEND_TIME && config['message.timestamp.type'] === 'CreateTime')
    return refuse(ErrorCode.INVALID_TIMESTAMP, 'a producer must not set the timestamp type to LogAppendTime');
  if (!Number.isSafeInteger(producerId) || producerId < -1)
    return refuse(ErrorCode.INVALID_RECORD, `producer id ${producerId}`);
  if (producerId >= 0 && (header.producerEpoch < 0 || header.baseSequence < 0))
    return refuse(
      ErrorCode.INVALID_RECORD,
      `producer ${producerId} with epoch ${header.producerEpoch}, sequence ${header.baseSequence}`,
    );
  // The one case where client data is inflated on its way in: compaction could do nothing with such a record later.
  if (config['cleanup.policy'] !== 'delete' && hasNullKey(raw, header))
    return refuse(ErrorCode.INVALID_RECORD, 'a compacted topic takes no record without a key');
  return null;
}
