// The closed list of error codes that a server may send to a page, and the shape of an acknowledgement.
import { z } from 'zod';

/**
 * Every code a command can be refused with. What the page should do:
 * `invalid`, `too-large`, `not-found`, `not-yours`, `forbidden`, `unsupported`: correct the input, never retry as is;
 * `rate-limited`, `limit-reached`: wait, or close something; `broker-error`, `unavailable`: retry later;
 * `internal`: a bug of ours, already logged.
 */
export const errorCodes = [
  'invalid',
  'too-large',
  'not-found',
  'not-yours',
  'forbidden',
  'unsupported',
  'rate-limited',
  'limit-reached',
  'broker-error',
  'unavailable',
  'internal',
] as const;

export const errorCode = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof errorCode>;

/** `message` is French, whole, and meant for the person who sent the command. */
export type WireError = { code: ErrorCode; message: string; field?: string };

export type Ack<T> = { ok: true; result: T } | { ok: false; error: WireError };
