// Every table, version and direction: what is encoded comes back, what is cut or random is refused with a precise error.
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Api, isFlexible } from '../protocol/api.ts';
import { decodeRequest, decodeResponse, encodeRequest, encodeResponse } from '../protocol/codec.ts';
import { structReader } from '../protocol/decoding.ts';
import { hasResponseTags, requestFrame, responseFrame } from '../protocol/headers.ts';
import { type FieldNode, inspectRequest, inspectResponse } from '../protocol/inspect.ts';
import { DecodeError, Reader } from '../protocol/reader.ts';
import type { Fields } from '../protocol/schema.ts';
import { messageOf } from '../protocol/test-messages.ts';
import { tables } from './tables.ts';

const SEED = 20_261_121;
const cases: [name: string, api: Api, version: number][] = tables.flatMap((api) =>
  Array.from({ length: api.versions.max - api.versions.min + 1 }, (_, index): [string, Api, number] => {
    const version = api.versions.min + index;
    return [`${api.name} v${version}`, api, version];
  }),
);

/** Where the error points: `topics[0].name`, or '' at the top. */
function refused(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof DecodeError) return error.path;
    throw error;
  }
  throw new Error('it was accepted');
}

const span = (nodes: readonly FieldNode[]): [number, number][] => nodes.map((node) => [node.start, node.end]);

/** Siblings follow each other and stay within their parent. */
function checkTree(nodes: readonly FieldNode[], start: number, end: number): void {
  let at = start;
  for (const node of nodes) {
    expect(node.start).toBeGreaterThanOrEqual(at);
    expect(node.end).toBeLessThanOrEqual(end);
    at = node.end;
    if (node.children) checkTree(node.children, node.start, node.end);
  }
}

describe.each(cases)('%s', (_name, api, version) => {
  it('brings every message back, to the last byte', () => {
    const check = (fields: Fields, message: Record<string, unknown>, body: Buffer, decoded: unknown): void => {
      expect(decoded).toEqual(message);
      const reader = new Reader(body);
      structReader(fields, version, isFlexible(api, version))(reader);
      expect(reader.remaining).toBe(0);
    };
    const both = fc.tuple(messageOf(api.request, version), messageOf(api.response, version));
    fc.assert(
      fc.property(both, ([request, response]) => {
        const sent = Buffer.concat(encodeRequest(api, version, request));
        check(api.request, request, sent, decodeRequest(api, version, sent));
        const answered = Buffer.concat(encodeResponse(api, version, response));
        check(api.response, response, answered, decodeResponse(api, version, answered));
      }),
      { numRuns: 15, seed: SEED },
    );
  });

  it('refuses a message cut anywhere, and never crashes on random bytes', () => {
    const samples = fc.sample(messageOf(api.request, version), { numRuns: 4, seed: SEED });
    for (const sample of samples) {
      const body = Buffer.concat(encodeRequest(api, version, sample));
      for (let size = 0; size < body.length; size += 1) {
        expect(refused(() => decodeRequest(api, version, body.subarray(0, size)))).toBeTypeOf('string');
      }
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (junk) => {
        for (const decode of [decodeRequest, decodeResponse]) {
          try {
            decode(api, version, junk);
          } catch (error) {
            expect(error).toBeInstanceOf(DecodeError);
          }
        }
        expect(inspectRequest(api, version, junk).nodes.length).toBeLessThan(100);
      }),
      { numRuns: 40, seed: SEED },
    );
  });

  it('is explained byte by byte', () => {
    const header = { correlationId: 5, clientId: 'un client' };
    const [request = {}] = fc.sample(messageOf(api.request, version), { numRuns: 1, seed: SEED });
    const sent = Buffer.concat(requestFrame(api, version, header, request)).subarray(4);
    const [response = {}] = fc.sample(messageOf(api.response, version), { numRuns: 1, seed: SEED });
    const answered = Buffer.concat(responseFrame(api, version, 5, response)).subarray(4);
    for (const [frame, tree] of [
      [sent, inspectRequest(api, version, sent)],
      [answered, inspectResponse(api, version, answered)],
    ] as const) {
      expect(tree).toMatchObject({ problem: null, cut: false });
      checkTree(tree.nodes, 0, frame.length);
      const spans = span(tree.nodes);
      expect(spans.map(([start]) => start)).toEqual([0, ...spans.slice(0, -1).map(([, end]) => end)]);
      expect(spans.at(-1)?.[1]).toBe(frame.length);
    }
    const tags = inspectResponse(api, version, answered).nodes[1]?.type === 'tags';
    expect(tags && answered.length > 5).toBe(hasResponseTags(api, version) && answered.length > 5);
  });
});

describe('the tables', () => {
  it('have each key once, in order, and explain every field', () => {
    const keys = tables.map((api) => api.key);
    expect(keys).toEqual([...new Set(keys)].sort((one, other) => one - other));
    const silent = (fields: Fields): string[] =>
      fields.flatMap((field) => [...(field.doc === '' ? [field.name] : []), ...silent(field.fields ?? [])]);
    expect(tables.flatMap((api) => [...silent(api.request), ...silent(api.response)])).toEqual([]);
  });

  it('announce what they speak, and Produce older versions too', () => {
    const wider = tables.filter((api) => api.advertised.min < api.versions.min).map((api) => api.name);
    expect(wider).toEqual(['Produce']);
  });

  it('refuse versions they do not speak', () => {
    for (const api of tables) {
      for (const version of [api.versions.min - 1, api.versions.max + 1, 0.5]) {
        expect(() => decodeRequest(api, version, new Uint8Array(100))).toThrow(/is not spoken/);
      }
    }
  });
});
