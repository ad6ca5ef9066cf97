// What consumers put in the opaque bytes of JoinGroup and SyncGroup (protocol type `consumer`): read for showing only.
// ConsumerProtocolSubscription and ConsumerProtocolAssignment: int16 version, then the same first fields in every version.

import type { ConsumerDecoder } from '../groups/types.ts';
import { DecodeError, Reader } from '../protocol/reader.ts';

const maxItems = 10_000;

/** Null when the bytes are not what they should be: the group works all the same. */
export const consumerDecoder: ConsumerDecoder = {
  assignment: (bytes) =>
    attempt(bytes, (reader) =>
      items(reader, () => {
        const topic = reader.string(false) ?? '';
        return { topic, partitions: items(reader, () => reader.int32()) };
      }),
    ),
  subscription: (bytes) => attempt(bytes, (reader) => items(reader, () => reader.string(false) ?? '')),
};

function attempt<T>(bytes: Uint8Array, read: (reader: Reader) => T[]): T[] | null {
  if (bytes.length === 0) return [];
  try {
    const reader = new Reader(bytes);
    return reader.int16() < 0 ? null : read(reader);
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}

function items<T>(reader: Reader, one: () => T): T[] {
  const count = reader.int32();
  if (count > maxItems) reader.fail(`${count} items`);
  const list: T[] = [];
  for (let at = 0; at < count; at += 1) list.push(one());
  return list;
}
