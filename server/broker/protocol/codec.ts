// Bytes to messages and back, for any API table: one compiled reader and writer per (API, direction, version), made on
// first use. Bodies only; frames and headers are in headers.ts.
import { type Api, isFlexible, type RequestDraft, type RequestOf, type ResponseDraft, type ResponseOf } from './api.ts';
import { type Read, structReader } from './decoding.ts';
import { structWriter, type Write } from './encoding.ts';
import { DecodeError, Reader } from './reader.ts';
import type { Fields } from './schema.ts';
import { EncodeError, Writer } from './writer.ts';

type Compiled = { readonly read: Read; readonly write: Write };
const compiled = new WeakMap<Fields, Compiled[]>();

function compile(api: Api, fields: Fields, version: number): Compiled {
  let byVersion = compiled.get(fields);
  if (!byVersion) {
    byVersion = [];
    compiled.set(fields, byVersion);
  }
  const known = byVersion[version];
  if (known) return known;
  const flexible = isFlexible(api, version);
  const made = { read: structReader(fields, version, flexible), write: structWriter(fields, version, flexible) };
  byVersion[version] = made;
  return made;
}

const speaks = (api: Api, version: number): boolean =>
  Number.isInteger(version) && version >= api.versions.min && version <= api.versions.max;

function decode(api: Api, fields: Fields, version: number, bytes: Uint8Array, start: number): unknown {
  if (!speaks(api, version)) throw new DecodeError(`${api.name} v${version} is not spoken`, start);
  return compile(api, fields, version).read(new Reader(bytes, start));
}

function encode(api: Api, fields: Fields, version: number, message: unknown, writer: Writer): void {
  if (!speaks(api, version)) throw new EncodeError(`${api.name} v${version} is not spoken`);
  compile(api, fields, version).write(writer, message);
}

/**
 * Decodes a request body that begins at `start` of the frame. Bytes after the message are ignored, as Apache does.
 * `records` fields are views on `bytes`; everything else is a copy.
 * @throws DecodeError with the path of the field.
 */
export function decodeRequest<A extends Api>(api: A, version: number, bytes: Uint8Array, start = 0): RequestOf<A> {
  return decode(api, api.request, version, bytes, start) as RequestOf<A>;
}

/** Decodes a response body that begins at `start`. @throws DecodeError with the path of the field. */
export function decodeResponse<A extends Api>(api: A, version: number, bytes: Uint8Array, start = 0): ResponseOf<A> {
  return decode(api, api.response, version, bytes, start) as ResponseOf<A>;
}

/** Encodes a request body as chunks, after whatever `writer` already holds. @throws EncodeError */
export function encodeRequest<A extends Api>(
  api: A,
  version: number,
  message: RequestDraft<A>,
  writer = new Writer(),
): Uint8Array[] {
  encode(api, api.request, version, message, writer);
  return writer.finish();
}

/** Encodes a response body as chunks, after whatever `writer` already holds. @throws EncodeError */
export function encodeResponse<A extends Api>(
  api: A,
  version: number,
  message: ResponseDraft<A>,
  writer = new Writer(),
): Uint8Array[] {
  encode(api, api.response, version, message, writer);
  return writer.finish();
}
