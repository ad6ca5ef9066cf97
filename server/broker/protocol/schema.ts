// The vocabulary of message tables: a message is a list of fields, each with the versions that carry it.
// Three interpreters read these tables: codec.ts (decode, encode), inspect.ts (byte ranges) and TypeScript (MessageOf).
// Field names follow Apache Kafka's message definitions in camelCase; doc lines are shown to learners, hence in French.

/** `3+` from version 3 on, `0-7` inclusive, `2` that version alone. */
export type Versions = `${number}` | `${number}+` | `${number}-${number}`;
export type Range = { readonly min: number; readonly max: number };

/** What each wire type is in JavaScript. int64 is a number: exact to 2^53, beyond that the nearest double. */
type Scalars = {
  bool: boolean;
  int8: number;
  int16: number;
  uint16: number;
  int32: number;
  uint32: number;
  int64: number;
  float64: number;
  /** base64url without padding, 22 characters, as Kafka prints it. */
  uuid: string;
  string: string;
  /** A copy: safe to keep. */
  bytes: Uint8Array;
};
export type ScalarKind = keyof Scalars;
export type Kind = ScalarKind | 'records' | 'struct' | 'list';

/** Record batches to send: chunks go to the socket as they are, without being joined. */
export type RecordsDraft = Uint8Array | readonly Uint8Array[] | null;

export type Field<
  Name extends string = string,
  Value = unknown,
  Draft = unknown,
  Optional extends boolean = boolean,
> = {
  readonly name: Name;
  readonly kind: Kind;
  readonly versions: Range;
  /** Versions where null is allowed on the wire; null = never. */
  readonly nullable: Range | null;
  /** Number in the tag section, for all `versions`; null = a positional field. */
  readonly tag: number | null;
  /** Value of the field where a version does not carry it; undefined = the empty value of its kind. */
  readonly fallback: unknown;
  readonly doc: string;
  /** Fields of a struct or of the structs of a list. */
  readonly fields: Fields | null;
  /** Kind of a list's items. */
  readonly item: ScalarKind | 'struct' | null;
  /** For TypeScript only, never set. */
  readonly types?: { readonly value: Value; readonly draft: Draft; readonly optional: Optional };
};
export type Fields = readonly Field[];

type Flat<T> = { [K in keyof T]: T[K] } & unknown;
type Types<F> = F extends Field<string, infer V, infer D, infer O> ? { value: V; draft: D; optional: O } : never;
type OptionalOf<F extends Field> = F extends Field ? (Types<F>['optional'] extends true ? F : never) : never;
type RequiredOf<F extends Field> = F extends Field ? (Types<F>['optional'] extends true ? never : F) : never;

/** A decoded message: every field is there; one the version lacks holds its default. */
export type MessageOf<T extends Fields> = { readonly [F in T[number] as F['name']]: Types<F>['value'] };
/** A message to encode: fields with a default may be left out; those the version lacks are ignored. */
export type DraftOf<T extends Fields> = Flat<
  { readonly [F in RequiredOf<T[number]> as F['name']]: Types<F>['draft'] } & {
    readonly [F in OptionalOf<T[number]> as F['name']]?: Types<F>['draft'] | undefined;
  }
>;

type Options<V> = { readonly nullable?: Versions; readonly default?: V | null; readonly tag?: number };
type None = Record<never, never>;
type OrNull<V, O> = O extends { nullable: Versions } ? V | null : V;
type MayOmit<O> = O extends { default: unknown } ? true : O extends { tag: number } ? true : false;
type Made<N extends string, V, D, O> = Field<N, OrNull<V, O>, OrNull<D, O>, MayOmit<O>>;

/** Reads a version range. @throws Error when it is not one: tables are code, checked at import. */
function range(text: Versions): Range {
  const parts = /^(\d+)(\+|-(\d+))?$/.exec(text);
  if (!parts) throw new Error(`not a version range: ${text}`);
  const min = Number(parts[1]);
  const max = parts[3] ? Number(parts[3]) : parts[2] === '+' ? Number.POSITIVE_INFINITY : min;
  return { min, max };
}

export const within = (range: Range | null, version: number): boolean =>
  range !== null && version >= range.min && version <= range.max;

function make<N extends string, V, D, O extends Options<unknown>>(
  shape: { kind: Kind; fields?: Fields; item?: ScalarKind | 'struct' },
  name: N,
  versions: Versions,
  doc: string,
  options: O | undefined,
): Made<N, V, D, O> {
  return {
    name,
    kind: shape.kind,
    versions: range(versions),
    nullable: options?.nullable ? range(options.nullable) : null,
    tag: options?.tag ?? null,
    fallback: options?.default,
    doc,
    fields: shape.fields ?? null,
    item: shape.item ?? null,
  };
}

function scalar<K extends ScalarKind>(kind: K) {
  return <const N extends string, const O extends Options<Scalars[K]> = None>(
    name: N,
    versions: Versions,
    doc: string,
    options?: O,
  ) => make<N, Scalars[K], Scalars[K], O>({ kind }, name, versions, doc, options);
}

export const bool = scalar('bool');
export const int8 = scalar('int8');
export const int16 = scalar('int16');
export const int32 = scalar('int32');
export const int64 = scalar('int64');
export const uuid = scalar('uuid');
export const string = scalar('string');
export const bytes = scalar('bytes');

/** Record batches: decoded as a view on the frame (never parsed, never copied), encoded as a list of chunks. */
export const records = <const N extends string, const O extends Options<null>>(
  name: N,
  versions: Versions,
  doc: string,
  options: O,
) => make<N, Uint8Array, RecordsDraft, O>({ kind: 'records' }, name, versions, doc, options);

/** One nested struct. */
export const struct = <
  const N extends string,
  const F extends Fields,
  const O extends { readonly nullable?: Versions; readonly default?: null; readonly tag?: number } = None,
>(
  name: N,
  versions: Versions,
  doc: string,
  fields: F,
  options?: O,
) => make<N, MessageOf<F>, DraftOf<F>, O>({ kind: 'struct', fields }, name, versions, doc, options);

/** An array of structs. */
export const list = <const N extends string, const F extends Fields, const O extends Options<readonly never[]> = None>(
  name: N,
  versions: Versions,
  doc: string,
  fields: F,
  options?: O,
) =>
  make<N, readonly MessageOf<F>[], readonly DraftOf<F>[], O>(
    { kind: 'list', fields, item: 'struct' },
    name,
    versions,
    doc,
    options,
  );

/** An array of scalars. */
export const listOf = <
  const N extends string,
  K extends ScalarKind,
  const O extends Options<readonly Scalars[K][]> = None,
>(
  name: N,
  versions: Versions,
  doc: string,
  item: K,
  options?: O,
) => make<N, readonly Scalars[K][], readonly Scalars[K][], O>({ kind: 'list', item }, name, versions, doc, options);
