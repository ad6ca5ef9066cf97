// The codec on the messages every client starts with.
import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { produce } from '../apis/00-produce/messages.ts';
import { metadata } from '../apis/03-metadata/messages.ts';
import { apiVersions } from '../apis/18-api-versions/messages.ts';
import { flexibleFromOf, tableOf } from '../apis/tables.ts';
import type { RequestOf } from './api.ts';
import { decodeRequest, decodeResponse, encodeRequest, encodeResponse } from './codec.ts';
import { decodeRequestHeader, decodeResponseHeader, requestFrame, responseFrame } from './headers.ts';

const hex = (chunks: Uint8Array[]): string => Buffer.concat(chunks).toString('hex');

describe('a message table', () => {
  it('gives the default of fields a version lacks', () => {
    const body = Buffer.concat(encodeRequest(metadata, 1, { topics: null, allowAutoTopicCreation: false }));
    expect(body.toString('hex')).toBe('ffffffff');
    const request: RequestOf<typeof metadata> = decodeRequest(metadata, 1, body);
    expect(request).toEqual({
      topics: null,
      allowAutoTopicCreation: true,
      includeClusterAuthorizedOperations: false,
      includeTopicAuthorizedOperations: false,
    });
  });

  it('keeps null, empty and full lists apart', () => {
    for (const version of [1, 9]) {
      for (const topics of [null, [], [{ name: 'commandes' }]]) {
        const body = Buffer.concat(encodeRequest(metadata, version, { topics }));
        const names = decodeRequest(metadata, version, body).topics?.map((topic) => topic.name) ?? null;
        expect(names).toEqual(topics === null ? null : topics.map((topic) => topic.name));
      }
    }
  });

  it('writes null as empty where the version cannot say null', () => {
    expect(hex(encodeRequest(metadata, 0, { topics: null }))).toBe('00000000');
  });

  it('sends record batches without copying them', () => {
    const batch = new Uint8Array(10_000).fill(7);
    const chunks = encodeRequest(produce, 7, {
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ name: 't', partitionData: [{ index: 0, records: [batch, batch] }] }],
    });
    expect(chunks[1]).toBe(batch);
    expect(chunks[2]).toBe(batch);
    const frame = Buffer.concat(chunks);
    const records = decodeRequest(produce, 7, frame).topicData[0]?.partitionData[0]?.records;
    expect(records?.length).toBe(20_000);
    expect(records?.buffer).toBe(frame.buffer);
  });

  it('writes tagged fields only when they say something', () => {
    const base = { apiKeys: [] };
    expect(hex(encodeResponse(apiVersions, 3, base))).toBe('0000010000000000');
    const feature = { name: 'f', minVersion: 1, maxVersion: 2 };
    const full = Buffer.concat(
      encodeResponse(apiVersions, 3, { ...base, supportedFeatures: [feature], finalizedFeaturesEpoch: 5 }),
    );
    const read = decodeResponse(apiVersions, 3, full);
    expect(read.supportedFeatures).toEqual([feature]);
    expect(read.finalizedFeaturesEpoch).toBe(5);
  });
});

describe('headers', () => {
  it('keep the client id non-compact in flexible requests', () => {
    const frame = Buffer.concat(requestFrame(metadata, 9, { correlationId: 7, clientId: 'moi' }, { topics: [] }));
    expect(frame.readInt32BE(0)).toBe(frame.length - 4);
    expect(frame.subarray(4).toString('hex')).toBe(`00030009${'00000007'}0003${'6d6f69'}00${'01'}01000000`);
    const header = decodeRequestHeader(frame, flexibleFromOf, 4);
    expect(header).toMatchObject({ apiKey: 3, apiVersion: 9, correlationId: 7, clientId: 'moi' });
    expect(decodeRequest(metadata, 9, frame, header.bodyStart).topics).toEqual([]);
  });

  it('have no tag section in an ApiVersions response of any version', () => {
    const plain = Buffer.concat(responseFrame(apiVersions, 3, 1, { apiKeys: [] }));
    expect(plain.subarray(4).toString('hex')).toBe('00000001' + '0000010000000000');
    const flexible = Buffer.concat(responseFrame(metadata, 9, 1, { brokers: [], topics: [] }));
    expect(flexible.subarray(4, 9).toString('hex')).toBe('0000000100');
    expect(decodeResponseHeader(flexible, metadata, 9, 4)).toEqual({ correlationId: 1, bodyStart: 9 });
  });

  it('are looked up by key', () => {
    expect(tableOf(18)).toBe(apiVersions);
    expect(tableOf(9999)).toBeUndefined();
  });
});
