// Records as kafkajs decodes them, made fit for showing: text when the bytes are UTF-8, base64 otherwise, cut to a limit.
import type { RecordView, ShownBytes } from '#contract/kafka-events.ts';

/** What kafkajs's Fetch gives for one record. */
export type FetchedMessage = {
  offset: string;
  timestamp: string;
  key: Buffer | null;
  value: Buffer | null;
  headers?: { [name: string]: Buffer | string | (Buffer | string)[] | null | undefined };
  isControlRecord?: boolean;
};

export type ShowLimits = { key: number; value: number; headers: number };
/** For a list of recent records. */
export const briefLimits: ShowLimits = { key: 200, value: 600, headers: 10 };
/** For one record that somebody opened. */
export const wholeLimits: ShowLimits = { key: 256 * 1024, value: 256 * 1024, headers: 100 };

const strict = new TextDecoder('utf-8', { fatal: true });

function asText(bytes: Uint8Array): string | null {
  // A cut may fall inside a character of up to four bytes: try again a little shorter.
  for (let drop = 0; drop < 4 && drop <= bytes.length; drop += 1) {
    try {
      return strict.decode(bytes.subarray(0, bytes.length - drop));
    } catch {
      // Not text at this length.
    }
  }
  return null;
}

/** Null stays null: an absent key is not an empty one. */
function shownBytes(bytes: Buffer | null, limit: number): ShownBytes | null {
  if (bytes === null) return null;
  const isCut = bytes.length > limit;
  const part = isCut ? bytes.subarray(0, limit) : bytes;
  const text = isCut ? asText(part) : wholeText(part);
  const cut = isCut ? { cut: true as const } : {};
  if (text !== null) return { text, encoding: 'utf8', size: bytes.length, ...cut };
  return { text: part.toString('base64'), encoding: 'base64', size: bytes.length, ...cut };
}

function wholeText(bytes: Buffer): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

export function shownRecord(message: FetchedMessage, limits: ShowLimits): RecordView {
  const headers = Object.entries(message.headers ?? {}).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : [values]).map((value): [string, ShownBytes | null] => [
      name.slice(0, limits.key),
      value === null || value === undefined ? null : shownBytes(Buffer.from(value), limits.key),
    ]),
  );
  return {
    offset: Number(message.offset),
    timestamp: Number(message.timestamp),
    key: shownBytes(message.key, limits.key),
    value: shownBytes(message.value, limits.value),
    headers: headers.slice(0, limits.headers),
  };
}
