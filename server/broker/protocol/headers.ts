// Frames: 4-byte size, header, body. Header versions follow KIP-482, with its two oddities:
// the client id stays a non-compact string in the flexible request header, and the ApiVersions response header has
// no tag section in any version, so that a client that knows nothing yet can read it (KIP-511).
import { type Api, isFlexible, type RequestDraft, type ResponseDraft } from './api.ts';
import { encodeRequest, encodeResponse } from './codec.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

const API_VERSIONS = 18;

export type RequestHeader = {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
  readonly clientId: string | null;
  /** Where the body begins in the frame. */
  readonly bodyStart: number;
};

/**
 * Reads the header of a request frame (without its size). `flexibleFrom` tells the first flexible version of a key, or
 * null for never or unknown: then no tag section is expected.
 * @throws DecodeError
 */
export function decodeRequestHeader(
  frame: Uint8Array,
  flexibleFrom: (apiKey: number) => number | null,
  start = 0,
): RequestHeader {
  const reader = new Reader(frame, start);
  const apiKey = reader.int16();
  const apiVersion = reader.int16();
  const correlationId = reader.int32();
  const clientId = reader.string(false);
  const flexible = flexibleFrom(apiKey);
  if (flexible !== null && apiVersion >= flexible) reader.skipTags();
  return { apiKey, apiVersion, correlationId, clientId, bodyStart: reader.position };
}

/** True when a response header of this API and version ends with a tag section. */
export const hasResponseTags = (api: Pick<Api, 'key' | 'flexibleFrom'>, version: number): boolean =>
  api.key !== API_VERSIONS && isFlexible(api, version);

/** Reads the header of a response frame (without its size). @throws DecodeError */
export function decodeResponseHeader(
  frame: Uint8Array,
  api: Pick<Api, 'key' | 'flexibleFrom'>,
  version: number,
  start = 0,
): { readonly correlationId: number; readonly bodyStart: number } {
  const reader = new Reader(frame, start);
  const correlationId = reader.int32();
  if (hasResponseTags(api, version)) reader.skipTags();
  return { correlationId, bodyStart: reader.position };
}

/** Writes the size of all chunks into the four bytes kept for it at the start of the first one. */
function sealed(chunks: Uint8Array[]): Uint8Array[] {
  const first = chunks[0] ?? new Uint8Array(4);
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, -4);
  new DataView(first.buffer, first.byteOffset).setInt32(0, size);
  return chunks;
}

/** A whole request frame, size included. @throws EncodeError */
export function requestFrame<A extends Api>(
  api: A,
  version: number,
  header: { readonly correlationId: number; readonly clientId: string | null },
  message: RequestDraft<A>,
): Uint8Array[] {
  const writer = new Writer();
  writer.int32(0);
  writer.int16(api.key);
  writer.int16(version);
  writer.int32(header.correlationId);
  writer.string(header.clientId, false);
  if (isFlexible(api, version)) writer.uvarint(0);
  return sealed(encodeRequest(api, version, message, writer));
}

/** A whole response frame, size included, ready for the socket: chunks in order. @throws EncodeError */
export function responseFrame<A extends Api>(
  api: A,
  version: number,
  correlationId: number,
  message: ResponseDraft<A>,
): Uint8Array[] {
  const writer = new Writer();
  writer.int32(0);
  writer.int32(correlationId);
  if (hasResponseTags(api, version)) writer.uvarint(0);
  return sealed(encodeResponse(api, version, message, writer));
}
