// Bytes made visible: text where they are text, base64 otherwise, cut to a limit.

import { isUtf8 } from 'node:buffer';
import type { ShownBytes, ShownRecord } from '../events.ts';
import type { DecodedRecord } from '../protocol/records.ts';

export type CutLimits = { keyBytes: number; valueBytes: number; headers: number };

const nul = 0;
const replacement = '\ufffd';

/** `limit` counts bytes of the original. */
export function shownBytes(bytes: Uint8Array | null, limit: number): ShownBytes | null {
  if (bytes === null) return null;
  const size = bytes.length;
  const part = size > limit ? bytes.subarray(0, limit) : bytes;
  const view = Buffer.from(part.buffer, part.byteOffset, part.length);
  const cut = size > limit ? { cut: true as const } : {};
  if (!isUtf8(bytes) || view.includes(nul)) {
    const whole = size > limit ? view.subarray(0, limit - (limit % 3)) : view;
    return { text: whole.toString('base64'), encoding: 'base64', size, ...cut };
  }
  let text = view.toString('utf8');
  // The cut may have gone through a character.
  while (size > limit && text.endsWith(replacement)) text = text.slice(0, -1);
  return { text, encoding: 'utf8', size, ...cut };
}

export const shownRecord = (record: DecodedRecord, limits: CutLimits): ShownRecord => ({
  offset: record.offset,
  timestamp: record.timestamp,
  key: shownBytes(record.key, limits.keyBytes),
  value: shownBytes(record.value, limits.valueBytes),
  headers: record.headers
    .slice(0, limits.headers)
    .map(([name, value]) => [name.slice(0, limits.keyBytes), shownBytes(value, limits.keyBytes)]),
});
