// One API of the protocol: its key, the versions spoken, and the tables of its two directions.
import type { DraftOf, Fields, MessageOf } from './schema.ts';

type VersionRange = { readonly min: number; readonly max: number };

export type Api<Q extends Fields = Fields, R extends Fields = Fields> = {
  readonly key: number;
  /** As Apache names it: `Produce`, `ListOffsets`. */
  readonly name: string;
  /** Versions this table can decode and encode. */
  readonly versions: VersionRange;
  /** Versions told in ApiVersions; wider than `versions` only where clients need to see more (Produce, KAFKA-18659). */
  readonly advertised: VersionRange;
  /** First version with compact types and tag sections (KIP-482); null = none. */
  readonly flexibleFrom: number | null;
  readonly request: Q;
  readonly response: R;
};

/** A decoded request of an API, all fields present. */
export type RequestOf<A extends Api> = MessageOf<A['request']>;
/** A decoded response of an API. */
export type ResponseOf<A extends Api> = MessageOf<A['response']>;
/** A request to encode: fields with a default may be left out. */
export type RequestDraft<A extends Api> = DraftOf<A['request']>;
/** A response to encode: what a handler gives back. */
export type ResponseDraft<A extends Api> = DraftOf<A['response']>;

type Definition<Q extends Fields, R extends Fields> = Omit<Api<Q, R>, 'advertised'> & {
  readonly advertised?: VersionRange;
};

export function defineApi<const Q extends Fields, const R extends Fields>(definition: Definition<Q, R>): Api<Q, R> {
  return { ...definition, advertised: definition.advertised ?? definition.versions };
}

export const isFlexible = (api: Pick<Api, 'flexibleFrom'>, version: number): boolean =>
  api.flexibleFrom !== null && version >= api.flexibleFrom;
