// Random messages of any table, for tests: what an encoder may be given, and what must come back from the decoder.
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { defaultOf } from './defaults.ts';
import { type Field, type Fields, type ScalarKind, within } from './schema.ts';

const text = fc.oneof(fc.string({ maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 6 }));
const data = fc.uint8Array({ maxLength: 40 });

const scalars: Record<ScalarKind, fc.Arbitrary<unknown>> = {
  bool: fc.boolean(),
  int8: fc.integer({ min: -0x80, max: 0x7f }),
  int16: fc.integer({ min: -0x8000, max: 0x7fff }),
  uint16: fc.integer({ min: 0, max: 0xffff }),
  int32: fc.integer(),
  uint32: fc.integer({ min: 0, max: 0xffff_ffff }),
  int64: fc.maxSafeInteger(),
  float64: fc.double({ noNaN: true }),
  uuid: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
  string: text,
  bytes: data,
};

function fieldValue(field: Field, version: number): fc.Arbitrary<unknown> {
  if (!within(field.versions, version)) return fc.constant(defaultOf(field));
  const plain = plainOf(field, version);
  return within(field.nullable, version) ? fc.option(plain, { nil: null, freq: 4 }) : plain;
}

function plainOf(field: Field, version: number): fc.Arbitrary<unknown> {
  if (field.kind === 'records') return data.map((bytes) => Buffer.from(bytes)); // decoded as a view of the frame's Buffer
  if (field.kind === 'struct') return messageOf(field.fields ?? [], version);
  if (field.kind !== 'list') return scalars[field.kind];
  const item = field.item ?? 'struct';
  return fc.array(item === 'struct' ? messageOf(field.fields ?? [], version) : scalars[item], { maxLength: 3 });
}

/** Messages of a table as one version carries them: fields that it lacks hold their default. */
export function messageOf(fields: Fields, version: number): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(Object.fromEntries(fields.map((field) => [field.name, fieldValue(field, version)])));
}
