// What a field is worth when a version does not carry it, or a draft leaves it out.
import type { Field, Fields, Kind } from './schema.ts';

const NOTHING: readonly never[] = Object.freeze([]);
const NO_BYTES = new Uint8Array(0);

const empty: Record<Exclude<Kind, 'struct'>, unknown> = {
  bool: false,
  int8: 0,
  int16: 0,
  uint16: 0,
  int32: 0,
  uint32: 0,
  int64: 0,
  float64: 0,
  uuid: 'AAAAAAAAAAAAAAAAAAAAAA',
  string: '',
  bytes: NO_BYTES,
  records: NO_BYTES,
  list: NOTHING,
};

/** The value of its kind that says nothing: what null becomes where a version cannot say null. */
export function emptyOf(field: Field): unknown {
  return field.kind === 'struct' ? defaultsOf(field.fields ?? []) : empty[field.kind];
}

export function defaultOf(field: Field): unknown {
  return field.fallback === undefined ? emptyOf(field) : field.fallback;
}

/** A message with every field at its default. */
export function defaultsOf(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field.name, defaultOf(field)]));
}

/** True when a tagged field need not be sent. */
export function isDefault(field: Field, value: unknown): boolean {
  const standard = defaultOf(field);
  if (value === undefined || value === standard) return true;
  if (value === null || standard === null) return false;
  if (field.kind === 'list' || field.kind === 'bytes') return (value as { length: number }).length === 0;
  if (field.kind !== 'struct') return false;
  return (field.fields ?? []).every((inner) => isDefault(inner, (value as Record<string, unknown>)[inner.name]));
}
