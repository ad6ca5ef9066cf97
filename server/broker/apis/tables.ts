// Every API table, in the order of keys: what the codec's tests walk through and what ApiVersions may announce.
import type { Api } from '../protocol/api.ts';
import { produce } from './00-produce/messages.ts';
import { metadata } from './03-metadata/messages.ts';
import { apiVersions } from './18-api-versions/messages.ts';

export const tables: readonly Api[] = [produce, metadata, apiVersions];

const byKey = new Map(tables.map((api) => [api.key, api]));

export const tableOf = (apiKey: number): Api | undefined => byKey.get(apiKey);

/** For decodeRequestHeader. */
export const flexibleFromOf = (apiKey: number): number | null => byKey.get(apiKey)?.flexibleFrom ?? null;
