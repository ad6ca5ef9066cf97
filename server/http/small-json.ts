// The few requests with a body that the server reads: small, JSON, answered by an Ack.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Ack, ErrorCode } from '#contract/errors.ts';

const maxBytes = 2_000;
const statusOf: Partial<Record<ErrorCode, number>> = {
  forbidden: 403,
  'too-large': 413,
  'limit-reached': 409,
  'rate-limited': 429,
};

/** Says it in JSON, kept by nobody. */
export function answer<T>(response: ServerResponse, ack: Ack<T>): void {
  const status = ack.ok ? 200 : (statusOf[ack.error.code] ?? 400);
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(ack));
}

/** The text of the body; null as soon as it is longer than anything we ask for. */
export async function readText(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
